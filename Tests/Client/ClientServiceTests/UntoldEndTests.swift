@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import Testing

// Goal: a sign-out without the bank's confirmation says so, and until when the session goes on.
// Method: sign-outs over lines that fail, before and after the session ends by itself.

@Suite struct UntoldEndTests {
    private static let idleEnd = VirtualClock.start.adding(seconds: 3_600)
    /// The same moment by the steady clock, which begins at zero.
    private static let idleOver = Instant.epoch.adding(seconds: 3_600)
    private static let lastEnd = VirtualClock.start.adding(seconds: 36_000)

    private static func untold(isNoted: Bool) -> UntoldEnd {
        UntoldEnd(endsAt: idleEnd, overAt: idleOver, isNoted: isNoted)
    }

    // Symptom: signing out without a line said nothing, and the session stayed open at the bank.
    @Test("a sign-out that the bank did not answer is told, with the session's end by itself")
    func told() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: .down)
        let status = await branch.console.client.status()
        #expect(status.untoldEnd == Self.untold(isNoted: true))
        try await branch.console.ready()
        #expect(await branch.console.client.status().untoldEnd == nil)
        await branch.console.client.signOut()
        #expect(await branch.console.client.status().untoldEnd == nil)
    }

    @Test("the listener is told of it after the end itself")
    func listener() async throws {
        let branch = Branch()
        try await branch.console.ready()
        let events = await branch.console.client.events()
        await branch.signOut(over: .losesReply)
        _ = await branch.console.client.events()
        var told: [UntoldEnd?] = []
        for await event in events {
            if case .statusChanged(let status) = event { told.append(status.untoldEnd) }
        }
        let before = told.dropLast().compactMap(\.self)
        #expect(before.isEmpty)
        #expect(told.count > 1)
        #expect(told.last == Self.untold(isNoted: true))
    }

    @Test("too many wrong passwords without a line tell it too")
    func wrongPasswords() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.setLine(then: .down)
        for _ in 0..<unlockTryLimit {
            _ = await branch.console.client.unlock(password: secret("x"))
        }
        #expect(await branch.console.client.status().untoldEnd?.endsAt == Self.idleEnd)
    }

    @Test("while the answer to a renewal is missing, the latest end counts")
    func lostRenewal() async throws {
        let branch = Branch()
        try await branch.console.ready()
        let session = try #require(await branch.console.client.opened)
        let tokens = try #require(session.tokens)
        await branch.bank.setLine([.losesReply], then: .down)
        _ = await branch.console.client.renew(session.number, insteadOf: tokens.access)
        await branch.console.client.signOut()
        #expect(await branch.console.client.status().untoldEnd?.endsAt == Self.lastEnd)
    }

    @Test("nothing is told of a session that has ended by itself")
    func overAlready() async throws {
        let branch = Branch()
        try await branch.console.ready()
        branch.clock.advance(milliseconds: 3_600_001)
        await branch.signOut(over: .down)
        #expect(await branch.console.client.status().untoldEnd == nil)
    }

    // Symptom: that end was judged by this machine's wall clock, though it is a time of the bank's.
    @Test("the end by this machine's clock is as far off as by the bank's, however that one is set")
    func clocks() async throws {
        let branch = Branch()
        branch.clock.advance(milliseconds: 60_000)
        try await branch.console.ready()
        branch.clock.advance(milliseconds: 600_000)
        branch.clock.setWall(back: 7_200)
        await branch.signOut(over: .down)
        let end = try #require(await branch.console.client.status().untoldEnd)
        #expect(end.endsAt == Self.idleEnd.adding(seconds: 60))
        #expect(end.overAt == Self.idleOver.adding(seconds: 60))
    }

    @Test("where it could not be noted, nobody says that the next sign-in ends it")
    func notNoted() async throws {
        let branch = Branch(storage: ForgetfulStorage())
        try await branch.console.ready()
        await branch.signOut(over: .down)
        let status = await branch.console.client.status()
        #expect(status.untoldEnd == Self.untold(isNoted: false))
    }
}

/// Storage that notes no session.
private struct ForgetfulStorage: ClientStorage {
    private struct Notes: SessionNotes {
        func left() throws -> [SessionID] { [] }
        func note(_ id: SessionID) throws { throw TestFailure("nothing can be written") }
        func forget(_ id: SessionID) throws {}
    }

    func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        OpenStorage(
            records: InMemoryRecordStore(),
            outbox: InMemoryOutboxStore(),
            sessions: Notes()
        )
    }
}
