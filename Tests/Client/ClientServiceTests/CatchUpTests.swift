@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: every way of catching up ends with the bank's record, compared, or with a notice that it
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
        try await console.runUntilWait(stepLimit: 1_000) {
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

    // Symptom: half of a first snapshot, cut between two accounts, was shown as of its newest
    // booking. Cause: pages come account by account, and were dated as if they came in feed order.
    // Proves: a part is relied on by nobody, in the session, offline, and in the next session.
    @Test("what there is of an unfinished snapshot was right at no time, and is never said to be")
    func partOfSnapshot() async throws {
        let console = Console(amounts: [Int64](repeating: 7, count: 10))
        await console.bank.publish(Self.entriesOfCurrent(count: 10))
        // The accounts, the payee, all of the savings account, one entry of the other.
        await console.bank.setSnapshots(pageSize: 14)
        await console.signIn()
        let events = await console.client.events()
        for _ in 0..<3 { _ = await console.client.stepFeed() }
        #expect(try await (console.records()).state().snapshot?.page == "14")
        try await expectUnverified(console)
        #expect(await console.client.status().freshness == .cached(asOf: .epoch))
        _ = await console.client.events()
        for await event in events { #expect(event != .recordsChanged) }

        await console.bank.setLine(then: .down)
        await console.client.signOut()
        let offline = console.restarted()
        let outcome = await offline.client.openOffline(
            user: "asha",
            password: secret(FakeBank.password)
        )
        #expect(outcome == .empty)

        await console.bank.setLine(then: .up)
        let again = console.restarted()
        await again.signIn()
        try await expectUnverified(again)
        try await again.synchronise()
        let balances = try await again.client.accounts().map(\.balance)
        #expect(balances.map(\.booked.minorUnits) == [70, 50])
        #expect(balances.allSatisfy { $0.freshness == .live(asOf: VirtualClock.start) })
    }

    @Test("a snapshot over an older record: no figure counts until it is complete")
    func partOverRecord() async throws {
        let console = Console(amounts: [Int64](repeating: 7, count: 10))
        try await console.ready()
        await console.client.signOut()
        await console.bank.publish(Self.entriesOfCurrent(count: 10))
        await console.bank.setSnapshots(pageSize: 14, over: true)
        await console.signIn()
        _ = await console.client.stepFeed()
        #expect(
            try await console.savings().balance.freshness == .cached(asOf: VirtualClock.start)
        )
        for _ in 0..<2 { _ = await console.client.stepFeed() }
        try await expectUnverified(console)
        #expect(
            await console.client.status().freshness == .cached(asOf: VirtualClock.start)
        )
        try await console.synchronise()
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    private static func entriesOfCurrent(count: Int64) -> [FeedChange] {
        (0..<count).map { place in
            .entry(
                FakeLedger.entry(
                    FakeLedger.current,
                    5,
                    after: (place, 5 * place),
                    transfer: UInt128(700 + place),
                    bookedAt: VirtualClock.start,
                    "X",
                    "Y"
                )
            )
        }
    }

    private func expectUnverified(
        _ console: Console,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let accounts = try await console.client.accounts()
        #expect(accounts.count == 2, sourceLocation: location)
        #expect(
            accounts.allSatisfy { $0.balance.freshness == .unverified },
            sourceLocation: location
        )
    }

    // Symptom: on a slow line the first page never arrived, and was fetched again for ever.
    // Cause: a page was as large on every line. Proves: pages become as small as the line needs.
    @Test(
        "over a slow line the record is fetched in smaller pages",
        arguments: [true, false]
    )
    func slowLine(isSnapshot: Bool) async throws {
        let console = Console(amounts: [Int64](repeating: 7, count: 1_200))
        if isSnapshot { await console.bank.setSnapshots(pageSize: FeedBatch.changeLimit) }
        await console.bank.setWidth(changes: 300)
        await console.signIn()
        try await console.runUntilWait(stepLimit: 200)
        #expect(try await console.savings().balance.booked.minorUnits == 8_400)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        let limits = await console.bank.requests.compactMap { request in
            switch request {
            case .feed(let feed): feed.limit
            case .snapshot(let page): page.limit
            default: nil
            }
        }
        #expect(limits.prefix(4) == [2_000, 1_000, 500, 250])
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
        #expect(await console.client.status().notice == .booksRestored)
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
        try await console.runUntilWait(stepLimit: 20) {
            if case .live = try await console.savings().balance.freshness {
                #expect(try await console.savings().balance.booked.minorUnits == 300)
            }
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

    // Symptom: an older copy of the books, put back by hand, was compared with and called live when
    // it was of an earlier epoch. Cause: any other epoch counted as the next one. Proves: what this
    // console has seen once bounds what it takes, also after it threw its record away.
    @Test(
        "books of an earlier epoch than this console has seen are a loss, and never live",
        arguments: [false, true]
    )
    func earlierEpoch(discardsRecord: Bool) async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        try await console.synchronise()
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        #expect(await console.client.machine?.seenEpoch == 2)
        await console.client.signOut()
        if discardsRecord {
            let stores = console.storage.open(
                userID: FakeBank.userID,
                storageKey: secret("unused")
            )
            try await stores.records.discard()
        }
        await console.ledger.putBack(epoch: 1)
        let again = console.restarted()
        await again.signIn()
        try await again.runUntilWait(stepLimit: 20) {
            for account in try await again.client.accounts() {
                if case .live = account.balance.freshness { Issue.record("a lost life was live") }
            }
        }
        #expect(await again.client.status().notice == .rolledBack)
        #expect(await again.client.status().freshness == .unverified)
        if !discardsRecord {
            #expect(try await again.savings().balance.freshness == .unverified)
        }
        // A copy that is put back properly begins a later epoch, and all is well again.
        await console.ledger.putBack(epoch: 3)
        try await again.runUntilWait(stepLimit: 60)
        #expect(await again.client.status().notice == .booksRestored)
        #expect(try await again.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    // Symptom: that the books had been restored was said for the fifth of a second in which they were
    // compared. Proves: it is said until it was read, in later sessions too.
    @Test("that the books were restored is said until it was read, and not again")
    func noticeUntilRead() async throws {
        var console = Console(amounts: [100, 200])
        try await console.ready()
        #expect(await console.client.status().notice == nil)
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        for _ in 0..<2 {
            #expect(await console.client.status().notice == .booksRestored)
            await console.client.signOut()
            console = console.restarted()
            try await console.ready()
        }
        await console.client.readNotice()
        #expect(await console.client.status().notice == nil)
        console = console.restarted()
        try await console.ready()
        #expect(await console.client.status().notice == nil)
    }

    // Symptom: the inbox said "posted" of transfers that the restored books did not hold. Proves: each
    // is asked about once, is said to be lost, can be acknowledged, and is not sent again.
    @Test("the inbox says what the restored books do not hold any more", arguments: [true, false])
    func lostTransfer(isLost: Bool) async throws {
        let console = Console(amounts: [10_000])
        try await console.ready()
        #expect(try await console.authorise(1_000).isPosted)
        try await console.refresh()
        let sent = await console.bank.submittedKeys
        await console.ledger.restore(dropping: isLost ? 2 : 0)
        try await console.refresh()
        await console.bank.setLine([.losesReply], then: .up)
        for _ in 0..<3 { try await console.drain() }
        let item = try #require(try await console.client.outbox().first)
        #expect(item.isLost == isLost)
        guard case .decided = item.state else {
            Issue.record("the decision is gone")
            return
        }
        #expect(await console.bank.submittedKeys == sent)
        let asked = await console.bank.requests.count { request in
            if case .intentStatus = request { true } else { false }
        }
        #expect(asked <= 2)
        let found = try await console.client.syncReport().divergences
        #expect(found.map(\.entry?.amount.minorUnits) == (isLost ? [-1_000] : []))
        try await console.client.acknowledge(item.reviewed.intentKey)
        #expect(try await console.client.outbox().isEmpty)
    }

    // Symptom: after a second restore nothing was ever sent again. Cause: a transfer that was known to
    // be lost counted as one that could not be written down. Proves: the next one goes out.
    @Test("books that are restored twice lose a transfer once, and keep no other from going out")
    func lostOnce() async throws {
        let console = try await lost()
        await console.ledger.restore(dropping: 0)
        try await console.refresh()
        await console.bank.setLine([.down], then: .up)
        _ = try await console.authorise(2_000)
        for _ in 0..<3 { try await console.drain() }
        let items = try await console.client.outbox()
        #expect(items.map(\.isLost) == [true, false])
        #expect(
            items.allSatisfy { if case .decided = $0.state { true } else { false } }
        )
    }

    @Test("what books that are restored again hold is lost no more, or came out as they say")
    func foundAgain() async throws {
        for isPosted in [true, false] {
            let console = try await lost()
            let item = try #require(try await console.client.outbox().first)
            guard case .decided(let before) = item.state else { throw TestFailure("not decided") }
            let refused = IntentDecision(
                key: before.key,
                outcome: .refused(code: RefusalCode.overDayLimit.rawValue),
                decidedAt: before.decidedAt
            )
            let decision = isPosted ? before : refused
            await console.ledger.restore(with: decision)
            try await console.refresh()
            for _ in 0..<3 { try await console.drain() }
            let found = try #require(try await console.client.outbox().first)
            #expect(!found.isLost)
            #expect(found.state == .decided(decision))
        }
    }

    /// A console whose only transfer was posted and is not in the restored books.
    private func lost() async throws -> Console {
        let console = Console(amounts: [10_000])
        try await console.ready()
        #expect(try await console.authorise(1_000).isPosted)
        try await console.refresh()
        await console.ledger.restore(dropping: 2)
        try await console.refresh()
        for _ in 0..<3 { try await console.drain() }
        #expect(try await console.client.outbox().map(\.isLost) == [true])
        return console
    }

    @Test("nothing is live at a bank that does not compare")
    func noComparison() async throws {
        let console = Console(amounts: [100, 200])
        await console.bank.refuseComparisons()
        try await console.ready()
        for _ in 0..<5 { try await console.refresh() }
        let balance = try await console.savings().balance
        #expect(balance.booked.minorUnits == 300)
        #expect(balance.freshness == .cached(asOf: VirtualClock.start))
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
