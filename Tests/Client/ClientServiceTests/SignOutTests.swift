import ClientStorageMemory
@testable import ClientService
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import Testing

// Goal: nothing of a session outlives it.
// Method: a session does all that a session does, and somebody signs out while one of its port calls is
// held: the first, the second and so on, until it has no more. When the call goes on, nothing may be
// left of the session: not its object, no call of a port, no open record.

@Suite struct SignOutTests {
    @Test("a sign-out during every awaited step of a session leaves nothing of it")
    func everyStep() async throws {
        var (step, aliveCount) = (1, 0)
        while let wasAlive = try await signOut(during: step) {
            if wasAlive { aliveCount += 1 }
            step += 1
            try #require(step < 2_000, "a session has an end")
        }
        // Fewer would mean that the session did next to nothing, and the test as little.
        #expect(step > 40)
        // Each held call belongs to a part of the session, which lives as long as the call.
        #expect(aliveCount == step - 1)
    }

    // Symptom: the sign-in replaced a session that nobody ended, and its record stayed open.
    @Test("an offline copy that is opened during any awaited step of a sign-in is closed by it")
    func copyDuringSignIn() async throws {
        var (step, openedCount) = (1, 0)
        while let wasOpened = try await openCopy(during: step) {
            if wasOpened { openedCount += 1 }
            step += 1
            try #require(step < 2_000, "a sign-in has an end")
        }
        #expect(openedCount > 2)
    }

    /// Opens the offline copy while a port call of a sign-in is held, and looks for records left open.
    ///
    /// - Returns: True if the copy was opened; nil if the sign-in has fewer calls.
    private func openCopy(during step: Int) async throws -> Bool? {
        let former = Console()
        try await former.ready()
        await former.client.signOut()
        let visit = Visit(holdingAt: step, after: former)
        guard let ending = await visit.openCopyDuringSignIn() else { return nil }
        guard case .signedIn = ending.signIn else {
            Issue.record("the sign-in of step \(step) ended with \(ending.signIn)")
            return nil
        }
        let closeCounts = visit.storage.opened.all.map(\.closeCount)
        #expect(closeCounts.count(where: { $0 == 0 }) == 1, "step \(step): \(closeCounts)")
        #expect(closeCounts.allSatisfy { $0 <= 1 }, "step \(step): \(closeCounts)")
        try await visit.console.synchronise()
        #expect(await visit.console.client.status().link == .up, "step \(step)")
        await visit.console.client.signOut()
        if case .opened = ending.copy { return true }
        return false
    }

    /// Signs out while a port call is held, and looks for what is left.
    ///
    /// - Returns: Whether the session's parts were there still when the call was held; nil if the session
    ///   has fewer calls.
    private func signOut(during step: Int) async throws -> Bool? {
        let visit = Visit(holdingAt: step)
        let ending = await visit.live()
        guard let ending else { return nil }
        let calls = visit.turnstile.lateCalls
        #expect(!ending.isLeft, "the session of step \(step) is there still")
        #expect(calls.isEmpty, "step \(step) goes on with \(calls)")
        #expect(visit.storage.opened.all.map(\.closeCount) == [1], "step \(step)")
        visit.turnstile.disarm()
        guard case .signedIn = await visit.console.signIn() else {
            Issue.record("nobody can sign in after step \(step)")
            return nil
        }
        try await visit.console.synchronise()
        #expect(await visit.console.client.status().link == .up, "step \(step)")
        return ending.wasAlive
    }
}

/// A console in whose session one port call is held.
private struct Visit {
    /// The outcomes of a sign-in and of opening the offline copy meanwhile.
    struct Opening: Sendable {
        let signIn: SignInOutcome
        let copy: OfflineOutcome
    }

    /// What somebody finds who signs out while a call is held.
    struct Ending: Sendable {
        let wasAlive: Bool
        let isLeft: Bool
    }

    let turnstile: Turnstile
    let storage: SteppedStorage
    let console: Console

    /// A console of its own, or one that finds the bank and the storage of a former one.
    init(holdingAt step: Int, after former: Console? = nil) {
        let turnstile = Turnstile(holdingAt: step)
        let clock = former?.clock ?? VirtualClock()
        let ledger = FakeLedger(amounts: [100_000, 200, 300], bookedAt: VirtualClock.start)
        let bank = former?.bank ?? FakeBank(clock: clock, ledger: ledger)
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        storage = SteppedStorage(
            base: former?.storage ?? InMemoryStorage(),
            turnstile: turnstile
        )
        self.turnstile = turnstile
        let client = Client(
            link: SteppedLink(base: bank, turnstile: turnstile),
            storage: storage,
            clock: SteppedClock(base: clock, turnstile: turnstile),
            random: SplitMix64(seed: 11),
            zone: .india,
            settings: settings
        )
        console = Console(clock: clock, bank: bank, client: client)
    }

    /// Signs in, and opens the offline copy when a call is held; nil if none was.
    func openCopyDuringSignIn() async -> Opening? {
        turnstile.arm()
        async let signIn = finishedSignIn()
        guard await turnstile.untilHeld() else { return nil }
        let password = secret(FakeBank.password)
        let copy = await console.client.openOffline(user: "asha", password: password)
        turnstile.letGo()
        return Opening(signIn: await signIn, copy: copy)
    }

    private func finishedSignIn() async -> SignInOutcome {
        defer { turnstile.finish() }
        return await console.signIn()
    }

    /// Lives a session, and signs out when a call is held; nil if none was.
    func live() async -> Ending? {
        await withTaskGroup { group in
            group.addTask {
                await tellStory()
                turnstile.finish()
            }
            guard await turnstile.untilHeld() else { return nil }
            let ending = await console.client.signOut(through: turnstile)
            await group.waitForAll()
            return ending
        }
    }

    /// Does all that a session does; what fails because the session is over is none of its business.
    private func tellStory() async {
        // Left open by a console that was killed.
        let left = storage.base.open(userID: FakeBank.userID, storageKey: secret("any"))
        try? await left.sessions.note(SessionID(rawValue: 0x99))
        await console.signIn()
        try? await console.synchronise()
        await read()
        await damageAndRepair()
        await transfer()
        await listen()
    }

    private func read() async {
        let client = console.client
        _ = try? await client.accounts()
        _ = try? await client.recentActivity(limit: 3)
        _ = try? await client.payees()
        let months = try? await client.statementMonths(of: FakeLedger.savings)
        if let month = months?.first {
            _ = try? await client.statement(of: FakeLedger.savings, month: month)
        }
        for await _ in await client.search(EntryFilter(), in: FakeLedger.savings) {}
        _ = try? await client.syncReport()
        _ = await client.sessions()
    }

    private func damageAndRepair() async {
        let client = console.client
        let stores = storage.base.open(userID: FakeBank.userID, storageKey: secret("any"))
        guard let records = stores.records as? InMemoryRecordStore else {
            Issue.record("the record is not in memory")
            return
        }
        await records.damage(FakeLedger.savings, at: 2)
        if let opened = await client.opened { await client.checkRecord(opened) }
        try? await console.synchronise()
        try? await records.damage(RecordPart(accountIDs: [FakeLedger.savings], hasPayees: true))
        _ = try? await client.holds(of: FakeLedger.savings)
        _ = try? await client.payees()
        try? await console.refresh()
        _ = try? await client.syncReport()
        if let opened = await client.opened { await client.submitEvidence(opened) }
    }

    private func transfer() async {
        let client = console.client
        _ = try? await console.authorise(500)
        await console.bank.setLine(then: .down)
        _ = try? await console.authorise(700)
        await console.bank.setLine(then: .up)
        if let opened = await client.opened {
            _ = await client.drain(opened)
            _ = await client.endLeft(opened)
            if let access = opened.tokens?.access {
                _ = await client.renew(opened.number, insteadOf: access)
            }
        }
        try? await console.refresh()
        await client.readNotice()
    }

    private func listen() async {
        await console.bank.offerStreams()
        try? await console.refresh()
        // Who signs out here and not before ends the session as every other does.
        turnstile.disarm()
        await console.client.signOut()
    }
}

extension Client {
    /// Signs out while a call is held, lets it go, and tells what is left when its story has ended.
    fileprivate func signOut(through turnstile: Turnstile) async -> Visit.Ending {
        weak let opened = session
        weak let context = session?.context
        await signOut()
        let wasAlive = context != nil
        turnstile.letGo()
        await turnstile.untilFinished()
        let isLeft = opened != nil || context != nil
        return Visit.Ending(wasAlive: wasAlive, isLeft: isLeft)
    }
}
