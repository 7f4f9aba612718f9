@testable import ClientService
import CoreVocabulary
import Testing
import WireProtocol

// Goal: no session of this console stays open at the bank unseen, and no other session is ended.
// Method: sessions that end with and without the bank, on one storage; what the next sign-in asks for.

@Suite(.timeLimit(.minutes(1))) struct LeftSessionTests {
    // Symptom: after a sign-out without a line the user's own session stood in the list of sessions as
    // "another", to be ended "if you do not know it". Cause: one try of a second, and nothing was kept.
    @Test(
        "a session whose end the bank did not hear of is ended at the next sign-in here, once",
        arguments: [FakeBank.Line.down, .losesRequest, .losesReply]
    )
    func endedOnce(line: FakeBank.Line) async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: line)
        #expect(try await branch.noted() == [Branch.session(1)])
        try await branch.console.ready()
        #expect(await branch.desk.asked.isEmpty)
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked == [Branch.session(1)])
        #expect(try await branch.noted() == [Branch.session(2)])
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked.count == 1)
    }

    @Test("the session of a console that was killed is ended by the next one")
    func killed() async throws {
        let branch = Branch()
        try await branch.console.ready()
        let next = branch.restarted()
        try await next.console.ready()
        #expect(try await next.endLeft() == nil)
        #expect(await next.desk.asked == [Branch.session(1)])
        #expect(try await next.noted() == [Branch.session(2)])
    }

    @Test("a session that too many wrong passwords ended without a line is ended at the bank later")
    func wrongPasswords() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.setLine(then: .down)
        for _ in 0..<unlockTryLimit {
            _ = await branch.console.client.unlock(password: secret("x"))
        }
        await branch.bank.setLine(then: .up)
        try await branch.console.ready()
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked == [Branch.session(1)])
    }

    @Test("while the console runs it asks for that by itself, beside the other work")
    func byItself() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: .down)
        await withTaskGroup { group in
            group.addTask { await branch.console.client.run() }
            await branch.console.signIn()
            await branch.desk.untilAsked(1)
            group.cancelAll()
        }
        #expect(await branch.desk.asked == [Branch.session(1)])
    }

    @Test("what got no answer is asked again after a pause, and stays noted until then")
    func askedAgain() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: .down)
        try await branch.console.ready()
        await branch.bank.setLine([.losesReply], then: .up)
        #expect(try await branch.endLeft() != nil)
        #expect(try await Set(branch.noted()) == [Branch.session(1), Branch.session(2)])
        await branch.desk.setEndProblem(.busy)
        #expect(try await branch.endLeft() != nil)
        await branch.desk.setEndProblem(nil)
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked.count == 3)
        #expect(try await branch.noted() == [Branch.session(2)])
    }

    @Test("a session that the bank does not know any more is forgotten")
    func unknown() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: .down)
        try await branch.console.ready()
        await branch.desk.setEndProblem(.notFound)
        #expect(try await branch.endLeft() == nil)
        #expect(try await branch.noted() == [Branch.session(2)])
    }

    @Test("a bank that does not take the request is asked again only in the next session")
    func notTaken() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: .down)
        try await branch.console.ready()
        await branch.desk.setEndProblem(.notAllowed)
        for _ in 1...2 { #expect(try await branch.endLeft() == nil) }
        #expect(await branch.desk.asked.count == 1)
        await branch.console.client.signOut()
        #expect(try await branch.noted() == [Branch.session(1)])
        await branch.desk.setEndProblem(nil)
        try await branch.console.ready()
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked.count == 2)
    }
}

// Goal: a session is noted for as long as the bank is not known to have ended it, and no longer.
// Method: every way in which a session ends; what is noted afterwards.

@Suite struct SessionNoteTests {
    @Test("a sign-out that the bank answered leaves nothing to be ended")
    func answered() async throws {
        let branch = Branch()
        try await branch.console.ready()
        #expect(try await branch.noted() == [Branch.session(1)])
        await branch.console.client.signOut()
        #expect(try await branch.noted().isEmpty)
        try await branch.console.ready()
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.desk.asked.isEmpty)
    }

    @Test(
        "a session that the bank said to be over is forgotten, and so is one that it had wiped",
        arguments: [Problem.Code.sessionEnded, .wipe]
    )
    func endedByBank(code: Problem.Code) async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.bank.setProblem(code)
        await branch.console.client.refresh()
        _ = await branch.console.client.stepFeed()
        #expect(await branch.console.client.opened == nil)
        #expect(try await branch.noted().isEmpty)
    }

    @Test("a session that is over here for another answer may be open at the bank, and stays noted")
    func otherAnswer() async throws {
        let branch = Branch()
        try await branch.console.ready()
        let session = try #require(await branch.console.client.opened)
        let tokens = try #require(session.tokens)
        await branch.bank.setProblem(.malformed)
        _ = await branch.console.client.renew(session.number, insteadOf: tokens.access)
        #expect(await branch.console.client.opened == nil)
        #expect(try await branch.noted() == [Branch.session(1)])
    }

    @Test("the end of the session that asks ends the asking, and keeps what was left")
    func endedMeanwhile() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.signOut(over: .down)
        try await branch.console.ready()
        await branch.desk.setEndProblem(.sessionEnded)
        #expect(try await branch.endLeft() == nil)
        #expect(await branch.console.client.opened == nil)
        #expect(try await branch.noted() == [Branch.session(1)])
    }
}
