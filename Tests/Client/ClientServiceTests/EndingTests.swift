@testable import ClientService
import CoreVocabulary
import Cryptography
import Testing
import WireProtocol

// Goal: a sign-out ends the session at the bank if that takes less than a second, and never reports
// an end that did not happen.
// Method: access tokens that have ended, answers that are lost, sessions that follow each other.

@Suite(.timeLimit(.minutes(1))) struct EndingTests {
    private static let idleEnd = VirtualClock.start.adding(seconds: 3_600)
    private static let lastEnd = VirtualClock.start.adding(seconds: 36_000)

    private func signOutCount(_ branch: Branch) async -> Int {
        await branch.bank.requests.count { if case .signOut = $0 { true } else { false } }
    }

    // Symptom: with an access token that had ended the bank refused the sign-out, and the session stayed
    // open though the bank was there.
    @Test("an access token that has ended is renewed, and the session is ended")
    func endedByClock() async throws {
        let branch = Branch()
        await branch.bank.setAccessLife(seconds: 60)
        try await branch.console.ready()
        branch.clock.advance(milliseconds: 61_000)
        await branch.console.client.signOut()
        #expect(try await branch.noted().isEmpty)
        #expect(await branch.console.client.status().untoldEnd == nil)
        #expect(await branch.bank.renewalRequests.count == 1)
        #expect(await signOutCount(branch) == 1)
    }

    @Test("a token that the bank calls ended is renewed, and the sign-out is asked again")
    func endedByBank() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.endTokens()
        await branch.console.client.signOut()
        #expect(try await branch.noted().isEmpty)
        #expect(await branch.console.client.status().untoldEnd == nil)
        #expect(await branch.bank.renewalRequests.count == 1)
        #expect(await signOutCount(branch) == 2)
    }

    @Test("a token is renewed once and no more")
    func once() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.setAccessLife(seconds: 0)
        await branch.bank.endTokens()
        await branch.console.client.signOut()
        #expect(await branch.bank.renewalRequests.count == 1)
        #expect(await signOutCount(branch) == 2)
        #expect(await branch.console.client.status().untoldEnd?.endsAt == Self.idleEnd)
        #expect(try await branch.noted() == [Branch.session(1)])
    }

    @Test("all requests share one wait, and while an answer is missing the latest end counts")
    func oneWait() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.endTokens()
        await branch.bank.setLine([.up, .hangs], then: .up)
        await branch.bank.beforeRefusing { branch.clock.advance(milliseconds: 400) }
        await withTaskGroup { group in
            group.addTask { await branch.console.client.signOut() }
            await branch.clock.untilSomebodySleeps(milliseconds: 600)
            branch.clock.advance(milliseconds: 600)
            await group.waitForAll()
        }
        #expect(await branch.console.client.status().untoldEnd?.endsAt == Self.lastEnd)
        #expect(await signOutCount(branch) == 1)
    }

    // Symptom: the answer to an earlier sign-out failed after the next session was over as well, and the
    // sign-in form said that the bank had not confirmed the last one.
    @Test("a sign-out that fails after another session began says nothing of that one")
    func late() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.endTokens()
        await branch.bank.beforeRefusing {
            await branch.console.signIn()
            await branch.console.client.signOut()
            await branch.bank.setLine(then: .down)
        }
        await branch.console.client.signOut()
        #expect(await branch.console.client.opened == nil)
        #expect(await branch.console.client.status().untoldEnd == nil)
        #expect(try await branch.noted() == [Branch.session(1)])
    }
}

// Goal: a session that the bank began and this console could not is not left open unseen.
// Method: answers to a sign-in that cannot be used, with and without a line and a disk.

@Suite struct AbandonedSessionTests {
    private static func untold(isNoted: Bool) -> UntoldEnd {
        UntoldEnd(
            endsAt: VirtualClock.start.adding(seconds: 3_600),
            overAt: Instant.epoch.adding(seconds: 3_600),
            isNoted: isNoted
        )
    }

    private func fail(_ branch: Branch, over line: FakeBank.Line) async {
        await branch.bank.setLine([.up], then: line)
        let outcome = await branch.console.signIn()
        guard case .failed = outcome else {
            Issue.record("the sign-in ended with \(outcome)")
            return
        }
    }

    // Symptom: the session of a sign-in that failed here stood in the list as "another", unnoted.
    @Test("what the bank was not told of is noted, told, and ended at the next sign-in")
    func noted() async throws {
        let branch = Branch()
        await branch.bank.setRole("astronaut")
        await fail(branch, over: .down)
        #expect(await branch.console.client.status().untoldEnd == Self.untold(isNoted: true))
        #expect(try await branch.noted() == [Branch.session(1)])
        await branch.bank.setRole("customer")
        await branch.bank.setLine(then: .up)
        try await branch.console.ready()
        #expect(await branch.console.client.status().untoldEnd == nil)
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked == [Branch.session(1)])
    }

    @Test("where the bank ends it at once there is nothing to note or to tell")
    func endedAtOnce() async throws {
        let branch = Branch()
        await branch.bank.setRole("astronaut")
        await fail(branch, over: .up)
        #expect(await branch.console.client.status().untoldEnd == nil)
        #expect(try await branch.noted().isEmpty)
    }

    @Test("where nothing can be noted it is told all the same")
    func notNoted() async throws {
        let branch = Branch(storage: LockedStorage())
        await branch.bank.setLine([.up], then: .down)
        #expect(await branch.console.signIn() == .storageFailed(StorageTrouble(.other)))
        #expect(await branch.console.client.status().untoldEnd == Self.untold(isNoted: false))
    }
}

/// Storage that cannot be opened.
private struct LockedStorage: ClientStorage {
    func open(userID: UserID, storageKey: SharedSecret) throws -> OpenStorage {
        throw TestFailure("nothing can be opened")
    }
}
