@testable import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: however a console catches up, it ends with the bank's record, compared, or says that it
// cannot.
// Method: a bank that offers pages, begins new lives and loses its books.

@Suite struct CatchUpTests {
    private static let amounts = [Int64](repeating: 7, count: 40)

    @Test("a snapshot is applied page by page, with progress, and is live when it was compared")
    func snapshot() async throws {
        let console = Console(amounts: Self.amounts)
        await console.bank.setSnapshots(pageSize: 9)
        await console.signIn()
        var isSeen = false
        while await console.client.nextWork.map({ !$0.isWait }) ?? false {
            _ = await console.client.stepFeed()
            if await console.client.status().catchingUp != nil { isSeen = true }
        }
        #expect(isSeen)
        #expect(try await console.savings().balance.booked.minorUnits == 280)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        #expect(await console.bank.feedRequestCount == 0)
    }

    @Test("a snapshot that was cut off goes on at its page in the next session")
    func resumedSnapshot() async throws {
        let console = Console(amounts: Self.amounts)
        await console.bank.setSnapshots(pageSize: 9)
        await console.signIn()
        for _ in 0..<6 { _ = await console.client.stepFeed() }
        let place = try #require(await (try console.records()).state().snapshot)
        #expect(place.page == "18" || place.page == "27")
        let again = console.restarted()
        try await again.ready()
        let pages = await console.bank.requests.compactMap { request in
            if case .snapshot(let page) = request { page.page } else { nil }
        }
        #expect(
            pages == ["", "9", "18", "27", "36"] || pages == ["", "9", "18", "18", "27", "36"]
        )
        #expect(try await again.savings().balance.booked.minorUnits == 280)
        #expect(try await again.client.syncReport().divergences.isEmpty)
    }

    @Test("a snapshot over a record that holds something keeps what is right and replaces the rest")
    func snapshotOverRecord() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        let records = try await console.records()
        await records.damage(FakeLedger.savings, at: 11)
        await console.bank.setSnapshots(pageSize: 9)
        try await records.beginRepair()
        let again = console.restarted()
        try await again.ready()
        #expect(try await again.savings().balance.booked.minorUnits == 280)
        #expect(await records.evidence().map(\.fault.accountSequence) == [11])
    }

    @Test("a new life of the books: all unverified until compared, the extra entry is evidence")
    func epochChanged() async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        await console.client.refresh()
        _ = await console.client.stepFeed()
        #expect(await console.client.status().notice == .booksReplaced)
        #expect(try await console.savings().balance.freshness == .unverified)
        try await console.synchronise()
        #expect(await console.client.status().notice == nil)
        #expect(try await console.savings().balance.booked.minorUnits == 300)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        let divergences = try await console.client.syncReport().divergences
        #expect(divergences.map(\.fault.accountSequence) == [3])
        #expect(divergences.allSatisfy { $0.isRepaired && $0.evidenceByteCount > 0 })
        #expect(divergences.first?.foundAt == VirtualClock.start)
    }

    @Test("a bank restored while nobody was signed in is noticed before anything is live")
    func epochChangedBetween() async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.client.signOut()
        await console.ledger.restore(dropping: 1)
        await console.signIn()
        for _ in 0..<20 {
            if case .live = try await console.savings().balance.freshness {
                #expect(try await console.savings().balance.booked.minorUnits == 300)
            }
            guard await console.client.nextWork.map({ !$0.isWait }) ?? false else { break }
            _ = await console.client.stepFeed()
        }
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    @Test(
        "a bank that lost a part of its books is told in words, and nothing is put right by itself"
    )
    func rolledBack() async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.ledger.lose(2)
        try await console.refresh()
        while await console.client.status().notice != .rolledBack {
            await console.client.advance(.pauseEnded)
            _ = await console.client.stepFeed()
        }
        #expect(await console.client.status().freshness == .unverified)
        let summary = try await console.savings()
        #expect(summary.balance.freshness == .unverified)
        #expect(summary.balance.booked.minorUnits == 600)
        let divergences = try await console.client.syncReport().divergences
        #expect(divergences.map(\.fault.accountSequence) == [3])
        #expect(divergences.allSatisfy { !$0.isRepaired })
        for _ in 0..<5 { try await console.refresh() }
        #expect(try await console.savings().balance.booked.minorUnits == 600)
        #expect(await console.client.status().notice == .rolledBack)
    }

    @Test("a bank of an earlier release is asked for changes alone")
    func earlierBank() async throws {
        let console = Console(amounts: [100, 200])
        await console.bank.forgetBeginning()
        try await console.ready()
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        #expect(try await console.client.syncReport().comparedAt == nil)
    }

    @Test("a release that is too old is told so, keeps what it has, and asks again later")
    func upgrade() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setProblem(.upgradeNeeded)
        try await console.refresh()
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        #expect(await console.client.status().notice == .upgradeNeeded)
        #expect(
            try await console.savings().balance.freshness == .cached(asOf: VirtualClock.start)
        )
        await console.bank.setProblem(nil)
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        #expect(await console.client.status().notice == nil)
    }
}

extension SyncMachine.Work {
    /// Whether it waits for something that a test has to bring about.
    var isWait: Bool {
        switch self {
        case .request(_, let wait): wait > 0
        case .listen, .pause: true
        default: false
        }
    }
}
