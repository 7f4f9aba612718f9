@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: accounts, holds and payees that are damaged on this console are told again by themselves, and
// only as of the place where the record stands.
// Method: rows are lost behind the client's back; the bank counts what it is asked, answers late, or
// knows no such request.

@Suite struct MendPartTests {
    private static let part = RecordPart(
        accountIDs: [FakeLedger.savings, FakeLedger.current],
        hasPayees: true
    )
    private static let hold = FakeLedger.hold(71)

    /// A console with a hold and a payee, both of which it has lost.
    private func damaged() async throws -> Console {
        let console = Console(amounts: [1, 2, 3])
        await console.bank.publish([.hold(Self.hold)])
        try await console.ready()
        try await console.records().damage(Self.part)
        #expect(try await console.client.holds(of: FakeLedger.savings).isEmpty)
        #expect(try await console.records().state().doubts.count == 3)
        return console
    }

    private func wholeFeedCount(_ console: Console) async -> Int {
        await console.bank.requests.count { request in
            if case .feed(let feed) = request { feed.cursor == nil } else { false }
        }
    }

    private func expectRight(_ console: Console, _ holds: [HoldRecord] = [hold]) async throws {
        #expect(try await console.records().state().doubts.isEmpty)
        #expect(try await console.client.holds(of: FakeLedger.savings) == holds)
        #expect(try await console.client.payees().map(\.name) == ["Meera"])
        #expect(try await console.client.accounts().count == 2)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    // Symptom: one damaged row of a payee had the whole feed read again. Cause: no request told
    // anything but entries by itself. Proves: all that is damaged costs one request.
    @Test("what is no entry costs one request, whatever is damaged, and the feed is not read again")
    func costsWhatIsDamaged() async throws {
        let console = try await damaged()
        let (requests, feeds) = (
            await console.bank.requests.count, await wholeFeedCount(console)
        )
        try await console.refresh()
        try await expectRight(console)
        let asked = await console.bank.recordsRequests
        #expect(asked.map(\.accountIDs) == [Self.part.accountIDs])
        #expect(asked.map(\.hasPayees) == [true])
        #expect(await wholeFeedCount(console) == feeds)
        #expect(await console.bank.requests.count - requests <= 4)
        let found = try await console.records().evidence().map(\.fault.accountID)
        #expect(Set(found) == [FakeLedger.savings, FakeLedger.current, .nobody])
    }

    @Test("a bank that answers bit by bit is asked for the rest, and the payees come last")
    func bitByBit() async throws {
        let console = try await damaged()
        await console.bank.setAccountsAtOnce(1)
        try await console.refresh()
        try await expectRight(console)
        let asked = await console.bank.recordsRequests.map(\.accountIDs)
        #expect(asked == [Self.part.accountIDs, [FakeLedger.current]])
    }

    @Test("what the record moved past while it was asked for is not written, but asked for anew")
    func movedMeanwhile() async throws {
        let console = try await damaged()
        let records = try await console.records()
        let cursor = try #require(await records.state().cursor)
        let (ledger, other) = (console.ledger, FakeLedger.hold(72))
        await console.bank.beforeTelling {
            await ledger.publish([.hold(other)])
            let batch = await ledger.batch(after: cursor, limit: 10)
            let result = try? await records.apply(
                batch,
                after: cursor,
                serverTime: VirtualClock.start
            )
            #expect(result?.isApplied == true)
        }
        try await console.refresh()
        try await expectRight(console, [Self.hold, other])
        let (asked, head) = (await console.bank.recordsRequests.map(\.at), await ledger.head)
        #expect(asked == [cursor, head])
        #expect(await wholeFeedCount(console) == 1)
    }

    @Test("a console that has to catch up asks again, and reads the feed when that never helps")
    func behind() async throws {
        let console = try await damaged()
        await console.bank.setBehind(1)
        try await console.refresh()
        try await expectRight(console)
        #expect(await console.bank.recordsRequests.count == 2)
        #expect(await wholeFeedCount(console) == 1)

        try await console.records().damage(Self.part)
        await console.bank.setBehind(100)
        try await console.refresh()
        try await expectRight(console)
        #expect(await console.bank.recordsRequests.count == 5)
        #expect(await wholeFeedCount(console) == 2)
    }

    @Test("a bank of an earlier release is asked once, and then for the whole feed")
    func olderBank() async throws {
        let console = try await damaged()
        await console.bank.forgetRecords()
        try await console.refresh()
        try await expectRight(console)
        #expect(await console.bank.recordsRequests.count == 1)
        #expect(await wholeFeedCount(console) == 2)
    }

    @Test("what the line cut short is asked for again when it is back")
    func lineFails() async throws {
        let console = try await damaged()
        // The news come; the rows do not.
        await console.bank.setLine([.up], then: .down)
        try await console.refresh()
        #expect(try await !console.records().state().doubts.isEmpty)
        await console.bank.setLine(then: .up)
        try await console.refresh()
        try await expectRight(console)
        #expect(await wholeFeedCount(console) == 1)
    }
}
