@testable import ClientService
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
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
    }

    private func submit(_ console: Console) async throws {
        await console.client.submitEvidence(try #require(await console.client.session))
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
        await console.ledger.restore(dropping: 0)
        let again = console.restarted()
        await again.signIn()
        try await again.runUntilWait(stepLimit: 60)
        let accounts = try await again.client.accounts().map(\.record.accountID)
        #expect(accounts == [FakeLedger.current])
        #expect(try await verdicts(again).isEmpty)
        let records = try await again.records()
        #expect(await records.chainHash(of: FakeLedger.savings, at: 1) == nil)
    }
}
