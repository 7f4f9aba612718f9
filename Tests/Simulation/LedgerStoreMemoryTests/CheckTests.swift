import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import Testing

@testable import LedgerStoreMemory

/// Goal: the check of the books in memory finds each thing that can be wrong with them.
///
/// Method: books that the true bank wrote, with one row changed where only a test can reach.
struct CheckTests {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rule: CheckFinding.Rule
        let change: @Sendable (inout MemoryBooks) throws -> Void

        init(
            _ name: String,
            _ rule: CheckFinding.Rule,
            _ change: @escaping @Sendable (inout MemoryBooks) throws -> Void
        ) {
            testDescription = name
            self.rule = rule
            self.change = change
        }
    }

    static let tamperings = [
        Tampering("an entry is lost", .accountsAgree) { $0.ledger.entries[1].removeLast() },
        Tampering("two entries are swapped", .accountsAgree) { $0.ledger.entries[1].swapAt(0, 1) },
        Tampering("an account's last movement is lost", .accountsAgree) { books in
            books.ledger.accounts[1].head = .genesis(of: AccountID(rawValue: 2))
        },
        Tampering("an account is in another currency", .booksBalance) { books in
            let old = books.ledger.accounts[1]
            let account = try #require(
                Account(
                    id: old.account.id,
                    currency: .usDollar,
                    normalBalance: .credit,
                    openedAt: .epoch,
                    counters: old.account.counters,
                    version: old.account.version
                )
            )
            books.ledger.accounts[1] = StoredAccount(
                account: account,
                profile: old.profile,
                head: old.head
            )
        },
        Tampering("a transfer is lost", .transfersHaveEntries) { books in
            books.ledger.transfers.removeFirst()
        },
        Tampering("a number of the feed is lost", .transfersHaveEntries) { books in
            books.feed.slots.removeFirst()
        },
        Tampering("an entry shows another reference", .chainsHold) { books in
            books.ledger.entries[1][0] = books.ledger.entries[1][0].referring(to: "other")
        },
        Tampering("an entry has another place", .entriesContinue) { books in
            books.ledger.entries[1][0] = books.ledger.entries[1][0].referring(to: "REF", at: 7)
        },
        Tampering("a hold ended that is still open", .holdsAgree) { books in
            let id = TransferID(rawValue: 3)
            books.ledger.resolutions[id] = PendingResolution(
                pendingID: id,
                status: .expired,
                resolvedBy: nil,
                resolvedAt: .epoch
            )
        },
        Tampering("an open hold is never due", .holdsAgree) { $0.ledger.dueHolds = [] },
        Tampering("the feed goes on too far", .feedHasNoGaps) { $0.feed.head += 1 },
        Tampering("a line of the audit log is lost", .auditHolds) { books in
            books.people.audit.remove(at: 1)
        },
    ]

    @Test("untouched books have nothing wrong with them")
    func whole() async throws {
        #expect(try await Self.books().firstFinding(.whole) == nil)
    }

    @Test("a change from outside is found", arguments: tamperings)
    func found(tampering: Tampering) async throws {
        var books = try await Self.books()
        try tampering.change(&books)
        #expect(books.firstFinding(.whole)?.rule == tampering.rule)
    }

    @Test("the quick check finds what does not fit the last entries and the sums")
    func heads() async throws {
        let quick: Set<CheckFinding.Rule> = [.accountsAgree, .booksBalance]
        for tampering in Self.tamperings {
            var books = try await Self.books()
            try tampering.change(&books)
            #expect((books.firstFinding(.heads) != nil) == quick.contains(tampering.rule))
        }
    }

    private static func books() async throws -> MemoryBooks {
        let bank = try await SmallBank.open()
        try await bank.post(1)
        try await bank.post(2, 70)
        let end = bank.clock.now().adding(seconds: 60)
        try await bank.post(3, 5, kind: .pend(expiresAt: end))
        return bank.disk.copy().books
    }
}

extension LedgerTables.StoredEntry {
    /// The entry with another reference and place.
    fileprivate func referring(to reference: String, at place: Int64? = nil) -> Self {
        Self(
            record: EntryRecord(
                accountID: record.accountID,
                accountSequence: place ?? record.accountSequence,
                journalID: record.journalID,
                transferID: record.transferID,
                amount: record.amount,
                balanceAfterMinorUnits: record.balanceAfterMinorUnits,
                bookedAt: record.bookedAt,
                valueDate: record.valueDate,
                code: record.code,
                counterparty: record.counterparty,
                reference: reference
            ),
            side: side,
            chainHash: chainHash,
            feedSequence: feedSequence,
            groupSequence: groupSequence
        )
    }
}
