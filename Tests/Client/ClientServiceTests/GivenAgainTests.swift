@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: a console of somebody who lost an account and has it again proves what restored books lack.
// Symptom: after a restore it said that nothing was found wrong, and the earlier findings were gone.
// Cause: the feed, read from its beginning, still told that the access had ended, long ago.
// Method: a bank that takes an account away, gives it again, and is restored from a copy.

@Suite("A loss in an account that was taken away and given again")
struct GivenAgainTests {
    /// A console that shows the account live again; it saw the access end, or hears of both at once.
    private func givenAgain(isSeenApart: Bool) async throws -> Console {
        let console = Console(amounts: [100, 200])
        let history = await console.ledger.changes.filter { change in
            if case .entry = change { true } else { false }
        }
        let account = FakeLedger.account(FakeLedger.savings, "Savings", entries: 2)
        if isSeenApart { try await console.ready() }
        await console.bank.publish([.accessRevoked(FakeLedger.savings)])
        if isSeenApart {
            try await console.refresh()
            #expect(try await console.client.accounts().count == 1)
        }
        await console.bank.publish([.account(account)] + history)
        if isSeenApart { try await console.refresh() } else { try await console.ready() }
        #expect(try await console.savings().balance.booked.minorUnits == 300)
        return console
    }

    /// Pays into the account what the restored books lack.
    private func lose(_ console: Console) async throws {
        try await pay(console)
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
    }

    /// Pays into the account, and sees it.
    private func pay(_ console: Console) async throws {
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            55,
            after: (sequence: 2, balance: 300),
            transfer: 8_000,
            bookedAt: VirtualClock.start,
            "Asha",
            "Rent"
        )
        await console.bank.publish([.entry(entry)])
        try await console.refresh()
        #expect(try await console.savings().balance.booked.minorUnits == 355)
    }

    private func submit(_ console: Console) async throws {
        await console.client.submitEvidence(try #require(await console.client.opened))
    }

    private func verdicts(_ console: Console) async throws -> [EvidenceVerdict?] {
        try await console.client.syncReport().divergences.map(\.mark?.verdict)
    }

    @Test(
        "what the restored books lack is found and told",
        arguments: [true, false]
    )
    func lossIsTold(isSeenApart: Bool) async throws {
        let console = try await givenAgain(isSeenApart: isSeenApart)
        try await lose(console)
        #expect(try await console.savings().balance.booked.minorUnits == 300)
        #expect(try await verdicts(console) == [nil])
        try await submit(console)
        let items = await console.bank.submissions.flatMap(\.items)
        #expect(items.map(\.entry.amount.minorUnits) == [55])
        #expect(try await verdicts(console) == [.kept])
    }

    @Test("what was found before a later restore stays found")
    func earlierFinding() async throws {
        let console = try await givenAgain(isSeenApart: true)
        try await lose(console)
        try await submit(console)
        await console.ledger.restore(dropping: 0)
        try await console.refresh()
        #expect(try await verdicts(console) == [.kept])
        #expect(try await console.savings().balance.booked.minorUnits == 300)
    }

    @Test("of an account that is taken away for good nothing is left, no finding either")
    func takenAway() async throws {
        let console = try await givenAgain(isSeenApart: true)
        try await lose(console)
        #expect(try await verdicts(console).count == 1)
        await console.client.signOut()
        await console.bank.publish([.accessRevoked(FakeLedger.savings)])
        let again = console.restarted()
        await again.signIn()
        try await again.runUntilWait(stepLimit: 60)
        let accounts = try await again.client.accounts().map(\.record.accountID)
        #expect(accounts == [FakeLedger.current])
        #expect(try await verdicts(again).isEmpty)
        let records = try await again.records()
        #expect(await records.chainHash(of: FakeLedger.savings, at: 1) == nil)
    }

    // Symptom: the restored books had lost that access was given again, and the console destroyed its
    // only proof of what they lack besides. Cause: the end of the access that they tell of was taken
    // for a new one.
    @Test("where the books lost the giving again too, what they lack is told, and the rest goes")
    func givingIsLost() async throws {
        let console = try await givenAgain(isSeenApart: true)
        let given = await console.ledger.changes.reversed().prefix { change in
            if case .accessRevoked = change { false } else { true }
        }
        try await pay(console)
        await console.ledger.restore(dropping: given.count + 1)
        try await console.refresh()
        let report = try await console.client.syncReport()
        #expect(report.divergences.map(\.awaits) == [.bankWord, .bankWord, .bankWord])
        #expect(report.divergences.map(\.atBank) == [nil, nil, nil])
        try await submit(console)
        let left = try await console.client.syncReport().divergences
        #expect(left.map(\.entry?.amount.minorUnits) == [55])
        #expect(left.map(\.atBank) == [.nothing])
        #expect(left.map(\.mark?.verdict) == [.kept])
    }

    // Symptom: access was given only after the backup, and the whole history of the account was called
    // lost, which the bank's books held. Cause: that an entry is not there was read off the length of
    // an account that the console itself had taken out.
    @Test("of an account that the books give no access to, nothing is said to be lost at the bank")
    func neverGiven() async throws {
        let console = Console(amounts: [100, 200])
        try await console.ready()
        let rohans = AccountID(rawValue: 0xA3)
        func entry(_ amount: Int64, after last: (sequence: Int64, balance: Int64)) -> FeedChange {
            let time = VirtualClock.start
            let number = UInt128(9_000 + amount)
            return .entry(
                FakeLedger.entry(
                    rohans,
                    amount,
                    after: last,
                    transfer: number,
                    bookedAt: time,
                    "Asha",
                    "Rent"
                )
            )
        }
        let given: [FeedChange] = [
            .account(FakeLedger.account(rohans, "Savings", entries: 2)),
            entry(7, after: (0, 0)), entry(8, after: (1, 7)),
        ]
        await console.bank.publish(given)
        try await console.refresh()
        #expect(try await console.client.accounts().count == 3)
        await console.ledger.restore(dropping: given.count)
        try await console.refresh()
        var rows = try await console.client.syncReport().divergences
        #expect(rows.map(\.awaits) == [.bankWord, .bankWord])
        await console.bank.setEvidenceProblem(Problem(code: .notFound))
        try await submit(console)
        rows = try await console.client.syncReport().divergences
        #expect(rows.map(\.awaits) == [.people, .people])
        #expect(rows.map(\.atBank) == [nil, nil])
    }
}
