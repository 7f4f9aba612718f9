@testable import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing

// Goal: figures are never called fresher than the rows that they come from.
// Method: a record to which a batch comes between the rows and what is said of their age.

@Suite struct MovingRecordTests {
    private let storage: MovingStorage
    private let branch: Branch

    init() async throws {
        storage = MovingStorage()
        branch = Branch(storage: storage)
        try await branch.console.ready()
        // From here on the bank is not known to have nothing newer.
        branch.clock.advance(milliseconds: FreshnessRule.heartbeatLimitSeconds * 1_000 + 1_000)
    }

    /// Has a booking come just after accounts were read next, and the line tell that there is no more.
    private func bookAfterReading() {
        let branch = branch
        storage.records.news.set {
            let entry = FakeLedger.entry(
                FakeLedger.savings,
                -500,
                after: (1, 100_000),
                transfer: 4_000,
                bookedAt: branch.clock.now(),
                "X",
                "Y"
            )
            await branch.bank.publish([.entry(entry)])
            try await branch.console.refresh()
        }
    }

    // Symptom: rows that were read before a batch were called live after it. Cause: the rule by which
    // they were judged was taken from the machine after the rows.
    @Test("a batch that comes after the accounts were read makes them look no newer")
    func accounts() async throws {
        let before = try await branch.console.savings()
        guard case .cached = before.balance.freshness else {
            Issue.record("it is \(before.balance.freshness) to begin with")
            return
        }
        bookAfterReading()
        let during = try await branch.console.savings()
        #expect(during.balance.booked == before.balance.booked)
        #expect(during.balance.freshness == before.balance.freshness)
        let after = try await branch.console.savings()
        #expect(after.balance.booked.minorUnits == 99_500)
        #expect(after.balance.freshness != before.balance.freshness)
    }

    @Test("a batch that comes after the account was read makes its statement look no newer")
    func statement() async throws {
        let client = branch.console.client
        let months = try await client.statementMonths(of: FakeLedger.savings)
        let month = try #require(months.first)
        let before = try await client.statement(of: FakeLedger.savings, month: month)
        bookAfterReading()
        let during = try await client.statement(of: FakeLedger.savings, month: month)
        #expect(during.closing == before.closing)
        #expect(during.freshness == before.freshness)
        let after = try await client.statement(of: FakeLedger.savings, month: month)
        #expect(after.closing.minorUnits == 99_500)
        #expect(after.freshness != before.freshness)
    }
}
