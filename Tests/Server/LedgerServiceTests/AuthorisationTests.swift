import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import SyncCore
import Testing
import WireProtocol

/// Goal: a code authorises one transfer, exactly as it was shown, and nothing else.
///
/// Method: attacks; after each, the intent is still unknown and no money has moved.
struct AuthorisationTests {
    @Test("the code that signed in does not authorise a transfer")
    func signInCodeIsSpent() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let request = try asha.request(asha.reviewed(TestSession.Order()))
        #expect(try await asha.submit(request) == .notAuthorised(.codeUsed))
        #expect(try await bank.balance("savings") == 10_000_000)
    }

    @Test("the code of a transfer authorises neither another transfer nor a sign-in")
    func transferCodeIsSpent() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        _ = try await asha.submit(TestSession.Order())
        let second = try asha.request(asha.reviewed(TestSession.Order()))
        #expect(try await asha.submit(second) == .notAuthorised(.codeUsed))
        #expect(try await bank.askToSignIn("asha") == .problem(Problem(code: .signInRefused)))
    }

    @Test("a proof for one transfer is wrong for one that differs in any field")
    func proofIsBound() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let shown = try asha.reviewed(TestSession.Order())
        let proof = try asha.request(shown)
        var order = TestSession.Order()
        order.key = shown.intentKey
        order.minorUnits = 2_500_000
        let swapped = SubmitIntentRequest(
            key: shown.intentKey,
            reviewed: try asha.reviewed(order).canonicalBytes,
            sessionID: proof.sessionID,
            claimedAt: proof.claimedAt,
            proof: proof.proof
        )
        #expect(try await asha.submit(swapped) == .notAuthorised(.codeWrong))
        let status = try await asha.ask(.intentStatus(shown.intentKey))
        #expect(status == .intent(.unknown))
        // The key and the code are still good for what was shown.
        guard case .created = try await asha.submit(proof) else {
            Issue.record("not created")
            return
        }
    }

    @Test("wrong codes on transfers are counted in all sessions together")
    func wrongCodesAreCounted() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let wrong = try #require(OneTimeCode("000000"))
        let other = try await bank.signIn("asha")
        for session in [asha, asha, asha, other, other] {
            let request = try session.request(session.reviewed(TestSession.Order()), code: wrong)
            #expect(try await session.submit(request) == .notAuthorised(.codeWrong))
        }
        bank.clock.advance(seconds: 1)
        let right = try asha.request(asha.reviewed(TestSession.Order()))
        #expect(try await asha.submit(right) == .notAuthorised(.mustWait))
        bank.clock.advance(seconds: 30)
        let later = try asha.request(asha.reviewed(TestSession.Order()))
        guard case .created = try await asha.submit(later) else {
            Issue.record("not created after the wait")
            return
        }
    }

    @Test("a guess that claims a time outside its session is counted as well")
    func claimedTimesAreNoWayAround() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let wrong = try #require(OneTimeCode("000000"))
        for _ in 0..<5 {
            let request = try asha.request(asha.reviewed(TestSession.Order()), code: wrong)
            let claiming = SubmitIntentRequest(
                key: request.key,
                reviewed: request.reviewed,
                sessionID: request.sessionID,
                claimedAt: bank.clock.now().adding(seconds: -9_000),
                proof: request.proof
            )
            #expect(try await asha.submit(claiming) == .notAuthorised(.codeTooOld))
        }
        let right = try asha.request(asha.reviewed(TestSession.Order()))
        #expect(try await asha.submit(right) == .notAuthorised(.mustWait))
    }

    @Test("a transfer that waited for the line is posted later, in another session, and once")
    func lateAuthorisation() async throws {
        let bank = try await TestBank.open()
        let first = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let waiting = try first.request(first.reviewed(TestSession.Order()))
        bank.clock.advance(seconds: 3_600)
        _ = try await first.ask(.signOut)
        let second = try await bank.signIn("asha")
        guard case .created(let decision) = try await second.submit(waiting) else {
            Issue.record("not created")
            return
        }
        #expect(try await second.submit(waiting) == .exists(decision))
        #expect(try await bank.balance("savings") == 9_975_000)
    }

    // Attack: a stolen console's key signs transfers that claim a time before the theft was seen.
    @Test("a session that was ended for cause authorises nothing late", arguments: Ending.forCause)
    private func endedForCause(_ ending: Ending) async throws {
        let bank = try await TestBank.open()
        #expect(try await late(after: ending, at: bank) == .notAuthorised(.codeTooOld))
        #expect(try await bank.balance("savings") == 10_000_000)
    }

    @Test(
        "a session that ended in the usual course authorises what was typed in it",
        arguments: Ending.usual
    )
    private func endedUsually(_ ending: Ending) async throws {
        let bank = try await TestBank.open()
        guard case .created = try await late(after: ending, at: bank) else {
            Issue.record("not created")
            return
        }
    }

    /// What becomes of a transfer that waited in a session which ended meanwhile.
    private func late(after ending: Ending, at bank: TestBank) async throws -> IntentReply {
        let first = try await bank.signIn("asha", terminal: "till-1")
        bank.clock.advance(seconds: 30)
        let waiting = try first.request(first.reviewed(TestSession.Order()))
        bank.clock.advance(seconds: 90)
        try await ending.body(bank, first)
        return try await bank.signIn("asha").submit(waiting)
    }

    @Test("another user's session authorises nothing")
    func otherUsersSession() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        bank.clock.advance(seconds: 30)
        let request = try asha.request(asha.reviewed(TestSession.Order()))
        #expect(try await rohan.submit(request) == .notAuthorised(.codeTooOld))
        #expect(try await bank.balance("savings") == 10_000_000)
    }

    @Test("a hundred transfers with one code post one")
    func oneCodeOneTransfer() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let requests = try (0..<100).map { _ in
            try asha.request(asha.reviewed(TestSession.Order()))
        }
        let posted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for request in requests {
                group.addTask {
                    if case .created = try await asha.submit(request) { true } else { false }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(posted == 1)
        #expect(try await bank.balance("savings") == 9_975_000)
    }
}

/// How a session comes to its end.
private struct Ending: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: @Sendable (TestBank, TestSession) async throws -> Void

    static let forCause = [
        Ending(testDescription: "a spent refresh token is shown again") { _, session in
            let spent = session.tokens.refresh
            try await session.renew()
            try await session.renew(with: spent)
        },
        Ending(testDescription: "the console is to wipe") { bank, session in
            try await bank.bank.revokeSession(session.reply.sessionID, wiping: true)
        },
        Ending(testDescription: "the console is to wipe after its session ended") {
            bank,
            session in
            try await bank.bank.revokeSessions(of: bank.user("asha"))
            try await bank.bank.revokeSession(session.reply.sessionID, wiping: true)
        },
        Ending(testDescription: "the terminal is revoked") { bank, _ in
            try await bank.bank.revokeTerminal("till-1")
        },
        Ending(testDescription: "the terminal is revoked after the session was idle too long") {
            bank,
            _ in
            bank.clock.advance(seconds: 7_200)
            try await bank.bank.revokeTerminal("till-1")
        },
    ]

    static let usual = [
        Ending(testDescription: "the user signs out") { _, session in
            _ = try await session.ask(.signOut)
        },
        Ending(testDescription: "the administration ends it") { bank, session in
            try await bank.bank.revokeSession(session.reply.sessionID)
        },
        Ending(testDescription: "the user is disabled by mistake, and told so") { bank, session in
            try await bank.bank.disableUser(bank.user("asha"))
            _ = try await session.ask(.sessions)
            try await bank.bank.enableUser(bank.user("asha"))
        },
    ]
}
