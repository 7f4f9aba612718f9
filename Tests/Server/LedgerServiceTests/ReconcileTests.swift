import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: a record that agrees is never accused, and one that does not is told the row.
///
/// Method: records that followed the feed to some place, whole or spoilt, compared there while the
/// books go on.
struct ReconcileTests {
    @Test("a record agrees at every cursor of its way, however far the books have gone on")
    func noFalseAlarm() async throws {
        let bank = try await TestBank.open()
        for number in 0..<4 { try await bank.makeHistory(number) }
        for name in ["asha", "tara", "nila", "rohan"] {
            let session = try await bank.signIn(name)
            var record = TestRecord()
            var isAtHead = false
            while !isAtHead {
                let batch = try await session.feed(after: record.cursor, limit: 3)
                record.apply(batch.changes)
                record.cursor = batch.cursor
                isAtHead = batch.reachesHead
                // Before a later grant the record is behind, which is no accusation.
                let comparison = try await session.compare(record)
                let isFine = comparison.step == .finished([]) || comparison.step == .postponed
                #expect(isFine)
                if isAtHead { #expect(comparison.step == .finished([])) }
            }
        }
    }

    @Test("in the middle of the history of a new account the record agrees with what it has")
    func partialHistory() async throws {
        let bank = try await TestBank.open()
        for amount in 1...30 {
            _ = try await bank.bank.post([bank.posting("cash", "stranger", Int64(amount))])
        }
        let pends = try (1...5).map {
            try bank.posting("stranger", "cash", $0, kind: .pend(expiresAt: nil))
        }
        #expect(try await bank.bank.post(pends) == Array(repeating: nil, count: 5))
        let rohan = try await bank.signIn("rohan")
        var record = TestRecord()
        try await rohan.follow(&record)
        let before = record
        try await bank.bank.grantAccess(
            .view,
            to: bank.account("stranger"),
            for: bank.user("rohan")
        )
        #expect(try await rohan.compare(before).step == .postponed)
        var isAtHead = false
        while !isAtHead {
            let batch = try await rohan.feed(after: record.cursor, limit: 1)
            record.apply(batch.changes)
            record.cursor = batch.cursor
            isAtHead = batch.reachesHead
            #expect(try await rohan.compare(record).step == .finished([]))
        }
        #expect(record.entries[try bank.account("stranger")]?.count == 30)
        // The holds come after the history; none of them is left out.
        #expect(record.pendingHolds[try bank.account("stranger")]?.count == 5)
        #expect(try await rohan.wholeSnapshot().record == record)
    }

    @Test("a lost entry, a changed one and a lost account are each found at their place")
    func findings() async throws {
        let bank = try await TestBank.open()
        for number in 0..<5 { try await bank.makeHistory(number) }
        let asha = try await bank.signIn("asha")
        var record = TestRecord()
        try await asha.follow(&record)
        let (savings, current) = (try bank.account("savings"), try bank.account("current"))
        let dollars = try bank.account("dollars")
        record.entries[current]?.removeLast()
        record.accounts[dollars] = nil
        let length = Int64(try #require(record.entries[current]?.count))
        // A forged entry keeps the chain well formed; only the bank's chain tells.
        let entries = try #require(record.entries[savings])
        record.entries[savings]?[3] = entries[3].renamed("Somebody else")
        let findings = [
            ReconcileFinding(accountID: savings, firstBadSequence: 4, kind: .differs),
            ReconcileFinding(accountID: current, firstBadSequence: length + 1, kind: .hereShorter),
            ReconcileFinding(accountID: dollars, firstBadSequence: 1, kind: .notHere),
        ]
        let comparison = try await asha.compare(record)
        #expect(comparison.step == .finished(findings.sorted { $0.accountID < $1.accountID }))
        #expect(comparison.rounds <= 3)

        // What is refetched puts it right.
        let request = EntriesRequest(accountID: savings, first: 4, last: 2_003)
        guard case .entries(let fetched) = try await asha.ask(.entries(request)) else {
            Issue.record("no entries")
            return
        }
        #expect(fetched == Array(entries[3...]))
    }

    @Test("entries of an account that is not the user's are not there")
    func foreignEntries() async throws {
        let bank = try await TestBank.open()
        let rohan = try await bank.signIn("rohan")
        for id in [try bank.account("savings"), AccountID(rawValue: 99)] {
            let request = EntriesRequest(accountID: id, first: 1, last: 5)
            #expect(
                try await rohan.ask(.entries(request)) == .problem(Problem(code: .notFound))
            )
        }
    }

    @Test("the chain of a foreign account has no hashes")
    func foreignChain() async throws {
        let bank = try await TestBank.open()
        let rohan = try await bank.signIn("rohan")
        let request = ReconcileRequest(
            at: try await rohan.feed().cursor,
            question: .chains([ChainPlaces(accountID: try bank.account("savings"), places: [1, 2])])
        )
        let answer = ReconcileAnswer.chains([[nil, nil]])
        #expect(try await rohan.ask(.reconcile(request)) == .reconcile(answer))
    }

    @Test("a user with many accounts agrees while money moves, and finds one bad row")
    func manyAccounts() async throws {
        let bank = try await TestBank.open()
        let ids = try await bank.openMany(80, for: "tara")
        let tara = try await bank.signIn("tara")
        var record = TestRecord()
        try await tara.follow(&record)
        var random = SplitMix64(seed: 5)
        for _ in 0..<12 {
            let id = ids[Int.random(in: 0..<ids.count, using: &random)]
            _ = try await bank.bank.post([bank.posting(from: bank.account("cash"), to: id, 5)])
            let stale = record
            try await tara.follow(&record)
            #expect(try await tara.compare(record).step == .finished([]))
            #expect(try await tara.compare(stale).step == .finished([]))
        }
        let id = ids[53]
        let entry = try #require(record.entries[id]?.first)
        record.entries[id]?[0] = entry.renamed("Forged")
        let comparison = try await tara.compare(record)
        let finding = ReconcileFinding(accountID: id, firstBadSequence: 1, kind: .differs)
        #expect(comparison.step == .finished([finding]))
    }
}

extension EntryRecord {
    /// The same entry with another counterparty.
    func renamed(_ counterparty: String) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: accountSequence,
            journalID: journalID,
            transferID: transferID,
            amount: amount,
            balanceAfterMinorUnits: balanceAfterMinorUnits,
            bookedAt: bookedAt,
            valueDate: valueDate,
            code: code,
            counterparty: counterparty,
            reference: reference
        )
    }
}

extension TestBank {
    /// Opens accounts with one entry each, and gives a user access to them.
    func openMany(_ count: Int, for name: String) async throws -> [AccountID] {
        let ids = (0..<count).map { AccountID(rawValue: UInt128(50_000 + $0)) }
        let userID = try user(name)
        // Side by side, so that many share a commit.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, id) in ids.enumerated() {
                let posting = try posting(from: account("cash"), to: id, 1_000)
                group.addTask {
                    try await bank.openAccount(Self.newAccount(id, number))
                    _ = try await bank.post([posting])
                    try await bank.grantAccess(.operate, to: id, for: userID)
                }
            }
            try await group.waitForAll()
        }
        return ids
    }

    private static func newAccount(_ id: AccountID, _ number: Int) -> NewAccount {
        NewAccount(
            opening: AccountOpening(
                id: id,
                currency: .indianRupee,
                normalBalance: .credit,
                limits: AccountLimits(minimumBalance: 0)
            ),
            profile: AccountProfile(
                number: "60\(50_000 + number)",
                branchCode: "SHYD0000101",
                holder: "Holder \(number)",
                product: "Savings"
            )
        )
    }

    func posting(from debit: AccountID, to credit: AccountID, _ minorUnits: Int64) throws -> Posting
    {
        let transfer = Transfer(
            id: TransferID(rawValue: bits()),
            debitAccountID: debit,
            creditAccountID: credit,
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            kind: .direct,
            code: TransferCode.internalTransfer.rawValue,
            valueDate: ZoneOffset.india.date(of: clock.now()),
            eventAt: clock.now()
        )
        return Posting(
            journal: Journal(id: JournalID(rawValue: bits()), transfers: [transfer]),
            narratives: [Narrative(shownToDebtor: "to", shownToCreditor: "from", reference: "")]
        )
    }
}
