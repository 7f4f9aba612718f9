@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: a row that is damaged on this console costs one request at most, and nothing is read again.
// Method: rows of a long account are damaged behind the client's back and read; the bank counts what
// it is asked.

@Suite struct MendTests {
    private static let count = 3_000
    private static let amounts = [Int64](repeating: 7, count: count)

    /// Reads entries, as a screen does; the damaged ones among them are found.
    private func find(_ sequences: [Int], _ console: Console) async {
        for sequence in sequences {
            let place = Self.count - sequence
            await #expect(throws: ClientError(.recordInDoubt)) {
                try await console.client.entries(
                    of: FakeLedger.savings,
                    places: place..<place + 1,
                    among: nil
                )
            }
        }
    }

    private func requests(_ console: Console) async -> (feeds: [FeedRequest], entries: Int) {
        let requests = await console.bank.requests
        let feeds = requests.compactMap { request in
            if case .feed(let feed) = request { feed } else { nil }
        }
        return (feeds, requests.count { if case .entries = $0 { true } else { false } })
    }

    // Symptom: four damaged rows had 1,200 requests made and kept a processor busy for a minute.
    // Cause: each of them had the whole feed read and compared again. Proves: each is fetched by its
    // place, fits between its neighbours, and no more is asked.
    @Test("damaged rows cost a request each, and the feed is not read again")
    func costsWhatIsDamaged() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        let before = await console.bank.requests.count
        let feedsBefore = await requests(console).feeds.count
        let damaged = [17, 900, 1_500, Self.count]
        for sequence in damaged {
            try await console.records().damage(FakeLedger.savings, at: Int64(sequence))
        }
        await find(damaged, console)
        #expect(try await console.savings().balance.freshness == .unverified)
        try await console.synchronise()
        #expect(try await console.records().state().doubts.isEmpty)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        let (feeds, entries) = await requests(console)
        #expect(entries == damaged.count)
        #expect(feeds.dropFirst(feedsBefore).allSatisfy { $0.cursor != nil })
        #expect(await console.bank.requests.count - before <= damaged.count + 4)
        let found = try await console.records().evidence().map(\.fault.accountSequence)
        #expect(Set(found) == Set(damaged.map(Int64.init)))
        let all = try await console.client.entries(
            of: FakeLedger.savings,
            places: 0..<Self.count,
            among: nil
        )
        #expect(all.count == Self.count && all.allSatisfy { $0.amount.minorUnits == 7 })
    }

    @Test("rows that lie side by side are fetched at once, whichever of them was found")
    func stretch() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        for sequence in Int64(40)...60 {
            try await console.records().damage(FakeLedger.savings, at: sequence)
        }
        await find([50], console)
        try await console.synchronise()
        #expect(await requests(console).entries == 1)
        #expect(try await console.records().state().doubts.isEmpty)
        #expect(try await console.records().evidence().count == 22)
    }

    @Test("an entry that does not fit between its neighbours is not put there")
    func notBelieved() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        let lie = FakeLedger.entry(
            FakeLedger.savings,
            8,
            after: (16, 7 * 16),
            transfer: 900,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
        await console.ledger.lie(lie)
        try await console.records().damage(FakeLedger.savings, at: 17)
        await find([17], console)
        try await console.synchronise()
        #expect(await requests(console).entries == 1)
        // The whole feed says what the entry is.
        #expect(await requests(console).feeds.count { $0.cursor == nil } == 2)
        let place = Self.count - 17
        let entries = try await console.client.entries(
            of: FakeLedger.savings,
            places: place..<place + 1,
            among: nil
        )
        #expect(entries.map(\.amount.minorUnits) == [7])
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    @Test("what the line cut short is put right when it is back")
    func lineFails() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        try await console.records().damage(FakeLedger.savings, at: 17)
        await find([17], console)
        // The news come; the entry does not.
        await console.bank.setLine([.up], then: .down)
        try await console.synchronise()
        #expect(try await console.savings().balance.freshness == .unverified)
        await console.bank.setLine(then: .up)
        for _ in 0..<4 {
            await console.client.advance(.pauseEnded)
            try await console.synchronise()
        }
        #expect(try await console.records().state().doubts.isEmpty)
        #expect(await requests(console).feeds.count { $0.cursor == nil } <= 1)
    }

    @Test("the check of the whole record goes on behind a damaged row")
    func checkGoesOn() async throws {
        let console = Console(amounts: [Int64](repeating: 5, count: 40))
        try await console.ready()
        for sequence in [Int64(5), 6, 30] {
            try await console.records().damage(FakeLedger.savings, at: sequence)
        }
        try await console.checkRecord()
        #expect(await console.client.faults?.waiting.map(\.accountSequence) == [5, 30])
        try await console.synchronise()
        #expect(try await console.records().state().doubts.isEmpty)
        #expect(await requests(console).entries == 1)
    }

    @Test("an account of which a row is damaged goes on with its chain")
    func chainGoesOn() async throws {
        let console = Console(amounts: [1, 2, 3])
        try await console.ready()
        let records = try await console.records()
        await records.damage(FakeLedger.savings, at: 2)
        let fault = ChainFault(
            accountID: FakeLedger.savings,
            accountSequence: 2,
            reason: .unreadable
        )
        try await records.doubt(fault, foundAt: VirtualClock.start)
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            4,
            after: (3, 6),
            transfer: 77,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
        await console.bank.publish([.entry(entry)])
        try await console.refresh()
        #expect(try await console.savings().balance.booked.minorUnits == 10)
        #expect(await records.evidence().allSatisfy { $0.fault.accountSequence == 2 })
        #expect(await records.state().doubts.isEmpty)
    }

    // Symptom: a repair that could not be written was asked for again for ever. Cause: only repairs
    // that ended were counted. Proves: after some, both sides are compared again only when that is due.
    @Test("a repair that cannot be written is not asked for without end")
    func unwritable() async throws {
        let console = Console(amounts: [7, 7, 7])
        try await console.ready()
        let records = try await console.records()
        let cut = ChainFault(
            accountID: FakeLedger.savings,
            accountSequence: 2,
            reason: .divergence
        )
        try await records.setAside(cut, foundAt: .epoch, keepsAccount: true)
        await records.liftDoubt(about: FakeLedger.savings)
        await records.setFull(true)
        let before = await console.bank.requests.count
        console.clock.advance(milliseconds: SyncMachine.comparePauseSeconds * 1_000)
        await console.client.advance(.refreshAsked)
        try await console.runUntilWait(stepLimit: 200)
        let asked = await console.bank.requests.dropFirst(before).count { request in
            if case .reconcile = request { true } else { false }
        }
        #expect(asked <= 12)
        if case .live = try await console.savings().balance.freshness {
            Issue.record("what differs was live")
        }
    }
}
