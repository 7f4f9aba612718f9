import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore

/// Fills books with accounts and entries in large commits, through the ports that the bank uses.
///
/// So the rows are the bank's own, whatever the tables are.
struct BooksBuilder {
    /// Number of rows of a kind in one commit.
    private static let batchCount = 10_000

    let accountCount: Int
    let books: SizedBooks

    /// Writes everything and shows the progress.
    func build() async throws {
        try await books.bank.adoptMasterKeys()
        _ = try await books.bank.addUser(
            NewUser(
                id: SizedBooks.userID,
                name: SizedBooks.userName,
                displayName: BenchBank.holder,
                role: .customer,
                password: SharedSecret(copying: Array(SizedBooks.password.utf8).span),
                totpSecret: SharedSecret(copying: Array(SizedBooks.totpSecret).span)
            )
        )
        var accounts = try (0..<accountCount).map(Self.account)
        try await inBatches("Accounts", accountCount) { [accounts] range, books in
            for number in range {
                try books.insert(accounts[number])
                try books.give(accounts[number], toUserOf: number)
            }
        }
        try await writeTransfers(&accounts)
        try await inBatches("Balances", accountCount) { [accounts] range, books in
            for number in range { try books.update(accounts[number]) }
        }
    }

    /// Writes transfers in rounds, in which every account has one transfer with its neighbour, in
    /// alternating direction.
    private func writeTransfers(_ accounts: inout [StoredAccount]) async throws {
        let pairCount = accountCount / 2
        for round in 0..<SizedBooks.entriesPerAccount {
            for first in stride(from: 0, to: pairCount, by: Self.batchCount) {
                let number = round * pairCount + first
                try step("Transfers", number, pairCount * SizedBooks.entriesPerAccount)
                let last = min(first + Self.batchCount, pairCount)
                let before = Array(accounts[2 * first..<2 * last])
                let after = try await books.store.write { books in
                    var touched = before
                    for offset in 0..<last - first {
                        let isThere = round.isMultiple(of: 2)
                        try books.book(
                            number + offset,
                            from: 2 * offset + (isThere ? 0 : 1),
                            to: 2 * offset + (isThere ? 1 : 0),
                            among: &touched
                        )
                    }
                    return touched
                }
                accounts.replaceSubrange(2 * first..<2 * last, with: after)
            }
        }
    }

    private func inBatches(
        _ name: String,
        _ count: Int,
        _ body: @escaping @Sendable (Range<Int>, any LedgerTransaction) throws -> Void
    ) async throws {
        for first in stride(from: 0, to: count, by: Self.batchCount) {
            try step(name, first, count)
            let range = first..<min(first + Self.batchCount, count)
            try await books.store.write { try body(range, $0) }
        }
    }

    private func step(_ name: String, _ done: Int, _ total: Int) throws(Interrupted) {
        try Progress.show(
            "Building books of \(Digits.short(Double(accountCount))) accounts, which are kept: "
                + "\(name.lowercased()), \(done / max(1, total / 100)) %"
        )
    }

    private static func account(_ number: Int) throws -> StoredAccount {
        let id = SizedBooks.accountID(number)
        let account = Account(
            id: id,
            currency: .indianRupee,
            normalBalance: .credit,
            openedAt: SizedBooks.firstBooking,
            limits: .none
        )
        guard let account else { throw BenchFailure("An account of the books is none.") }
        return StoredAccount(
            account: account,
            profile: AccountProfile(
                number: "50100\(10_000_000 + number)",
                branchCode: "SHYD0000101",
                holder: BenchBank.holder,
                product: "Savings"
            ),
            head: .genesis(of: id)
        )
    }
}

extension LedgerTransaction {
    /// Adds an account's owner with their first account, and grants them access.
    fileprivate func give(_ stored: StoredAccount, toUserOf number: Int) throws {
        var userID = SizedBooks.userID
        if number >= SizedBooks.ownAccountCount {
            let owner = number / SizedBooks.accountsPerUser
            userID = UserID(rawValue: UInt128(owner + 1) << 64)
            if number.isMultiple(of: SizedBooks.accountsPerUser) { try insert(owner, userID) }
        }
        let sequence = try feedHead() + 1
        let row = FeedRow(
            feedSequence: sequence,
            groupSequence: sequence,
            change: .account(stored.record(for: .operate))
        )
        try insert(row, scope: .user(userID), backfillCount: 0)
        try insert(
            AccessGrant(
                userID: userID,
                accountID: stored.account.id,
                access: .operate,
                baseSequence: sequence,
                backfillCount: 0,
                feedSequence: sequence,
                grantedAt: SizedBooks.firstBooking
            )
        )
    }

    private func insert(_ owner: Int, _ userID: UserID) throws {
        // A header of the first key before an empty value, which does not open.
        let sealed = SealedHeader(number: SealedHeader.firstNumber).bytes
        try insert(
            UserRecord(
                id: userID,
                name: "user\(owner)",
                displayName: BenchBank.holder,
                role: .customer,
                password: .decoy(parameters: .weakForTests),
                totp: .standard,
                sealedTOTPSecret: sealed,
                sealedStorageKey: sealed,
                addedAt: SizedBooks.firstBooking
            )
        )
    }

    /// Books the transfer with a number, from zero, between two of some accounts.
    fileprivate func book(
        _ number: Int,
        from payer: Int,
        to payee: Int,
        among accounts: inout [StoredAccount]
    ) throws {
        let record = SizedBooks.transfer(
            number,
            from: accounts[payer].account.id,
            to: accounts[payee].account.id
        )
        try insert(record)
        let group = try feedHead() + 1
        for (offset, (side, place)) in [(Side.debit, payer), (.credit, payee)].enumerated() {
            let moved = try accounts[place].moved(by: record, on: side)
            accounts[place] = moved.account
            try insert(
                moved.entry,
                side: side,
                chainHash: moved.account.head.hash,
                feedSequence: group + Int64(offset),
                groupSequence: group
            )
        }
    }
}

extension SizedBooks {
    fileprivate static func transfer(
        _ number: Int,
        from payer: AccountID,
        to payee: AccountID
    ) -> TransferRecord {
        let secondsPerDay: Int64 = 86_400
        let bookedAt = firstBooking.adding(
            seconds: Int64(number) * secondsPerDay / Int64(transfersPerDay)
        )
        // Ascending, like identifiers that begin with the time.
        let bits = UInt128(number + 1) << 64
        return TransferRecord(
            transfer: Transfer(
                id: TransferID(rawValue: bits),
                debitAccountID: payer,
                creditAccountID: payee,
                amount: Money(minorUnits: amountMinorUnits, currency: .indianRupee),
                code: TransferCode.internalTransfer.rawValue,
                valueDate: ZoneOffset.india.date(of: bookedAt),
                eventAt: bookedAt
            ),
            journalID: JournalID(rawValue: bits),
            journalIndex: 0,
            bookedAt: bookedAt
        )
    }
}

extension StoredAccount {
    /// Returns the account after a transfer, with the entry that the transfer makes.
    fileprivate func moved(
        by record: TransferRecord,
        on side: Side
    ) throws -> (account: StoredAccount, entry: EntryRecord) {
        let minorUnits = record.transfer.amount.minorUnits
        let signed = side == account.normalBalance ? minorUnits : -minorUnits
        let entry = EntryRecord(
            accountID: account.id,
            accountSequence: account.version + 1,
            journalID: record.journalID,
            transferID: record.transfer.id,
            amount: Money(minorUnits: signed, currency: account.currency),
            balanceAfterMinorUnits: account.booked.minorUnits + signed,
            bookedAt: record.bookedAt,
            valueDate: record.transfer.valueDate,
            code: record.transfer.code,
            counterparty: BenchBank.holder,
            reference: "Invoice 1182"
        )
        let head = try head.extended(by: entry)
        let counters = AccountCounters(
            debitsPending: 0,
            debitsPosted: account.counters.debitsPosted + (side == .debit ? minorUnits : 0),
            creditsPending: 0,
            creditsPosted: account.counters.creditsPosted + (side == .credit ? minorUnits : 0)
        )
        let moved = counters.flatMap {
            Account(
                id: account.id,
                currency: account.currency,
                normalBalance: account.normalBalance,
                openedAt: account.openedAt,
                limits: account.limits,
                isClosed: false,
                counters: $0,
                version: head.accountSequence
            )
        }
        guard let moved else { throw BenchFailure("An account of the books overflows.") }
        return (StoredAccount(account: moved, profile: profile, head: head), entry)
    }
}
