import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import SyncCore
import Testing
import WireProtocol

/// Goal: the end of a session, a user or a terminal takes effect at once, for those who may order
/// it.
///
/// Method: each way to end one, with the access token that was good a moment before shown again.
struct SessionTests {
    private static let ended = Reply.problem(Problem(code: .sessionEnded))
    private static let terminalUnknown = Reply.problem(Problem(code: .terminalUnknown))
    private static let notFound = Reply.problem(Problem(code: .notFound))
    private let status = Request.intentStatus(IntentKey(rawValue: 1))
    private let unknown = Reply.intent(.unknown)

    private func sessions(_ session: TestSession) async throws -> [SessionSummary] {
        guard case .sessions(let summaries) = try await session.ask(.sessions) else {
            throw TestBankError.unexpectedReply
        }
        return summaries
    }

    private func nonce(_ reply: Reply) -> [UInt8]? {
        guard case .problem(let problem) = reply, problem.code == .wipe else { return nil }
        return problem.wipeNonce
    }

    @Test("a user sees their own sessions, the oldest first, and which one asks")
    func lists() async throws {
        let bank = try await TestBank.open()
        let first = try await bank.signIn("asha", terminal: "till-1")
        _ = try await bank.signIn("rohan")
        let second = try await bank.signIn("asha")
        bank.clock.advance(seconds: 90)
        try await first.renew()
        let list = try await sessions(second)
        #expect(list.map(\.id) == [first.reply.sessionID, second.reply.sessionID])
        #expect(list.map(\.isCurrent) == [false, true])
        #expect(list.map(\.terminal) == ["till-1", nil])
        #expect(list[0].seenAt == bank.clock.now())
        #expect(list[1].seenAt == list[1].openedAt)
    }

    @Test("a user ends another of their sessions, which does nothing any more")
    func endsOwn() async throws {
        let bank = try await TestBank.open()
        let lost = try await bank.signIn("asha")
        let here = try await bank.signIn("asha")
        #expect(try await here.ask(.endSession(lost.reply.sessionID)) == .done)
        #expect(try await lost.ask(status) == Self.ended)
        #expect(try await lost.renew() == Self.ended)
        #expect(try await here.ask(.endSession(lost.reply.sessionID)) == .done)
        #expect(try await sessions(here).map(\.id) == [here.reply.sessionID])
        #expect(try await bank.audited(.sessionEndedByUser) == [lost.reply.sessionID.rawValue])
    }

    @Test("somebody else's session is answered like none, and goes on")
    func foreignSession() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let tara = try await bank.signIn("tara")
        let foreign = try await tara.ask(.endSession(asha.reply.sessionID))
        #expect(foreign == Self.notFound)
        let none = try await tara.ask(.endSession(SessionID(rawValue: 404)))
        #expect(none.encoded == foreign.encoded)
        #expect(try await asha.ask(status) == unknown)
    }

    // Both are let in or not in the same database transaction in which they act: whichever comes
    // first shuts the other out.
    @Test("of two sessions that end each other at once, one is not let in any more")
    func endEachOther() async throws {
        let bank = try await TestBank.open()
        for _ in 0..<10 {
            let pair = [try await bank.signIn("asha"), try await bank.signIn("asha")]
            async let first = pair[0].ask(.endSession(pair[1].reply.sessionID))
            async let second = pair[1].ask(.endSession(pair[0].reply.sessionID))
            let replies = Set([try await first, try await second])
            #expect(replies == [.done, Self.ended])
        }
    }

    @Test("a ninth session ends the one that was idle the longest, and says so in the audit log")
    func sessionLimit() async throws {
        let bank = try await TestBank.open()
        var open: [TestSession] = []
        for _ in 0..<BankConfiguration.sessionLimit {
            open.append(try await bank.signIn("asha"))
        }
        let rohan = try await bank.signIn("rohan")
        // The oldest is in use; the second has been idle the longest.
        try await open[0].renew()
        let last = try await bank.signIn("asha")
        #expect(try await sessions(last).count == BankConfiguration.sessionLimit)
        #expect(try await open[0].ask(status) == unknown)
        #expect(try await open[1].ask(status) == Self.ended)
        #expect(try await open[2].ask(status) == unknown)
        #expect(try await rohan.ask(status) == unknown)
        #expect(try await bank.audited(.sessionDisplaced) == [open[1].reply.sessionID.rawValue])
    }

    @Test("revoking a user's sessions ends them, and the user may sign in again")
    func revoke() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        #expect(try await bank.bank.revokeSessions(of: bank.user("asha")) == 1)
        #expect(try await asha.ask(status) == Self.ended)
        #expect(try await asha.renew() == Self.ended)
        #expect(try await rohan.ask(status) == unknown)
        _ = try await bank.signIn("asha")
        await #expect(throws: BankError.self) {
            try await bank.bank.revokeSessions(of: UserID(rawValue: 404))
        }
    }

    @Test("another role ends every session, and the next one has it")
    func roleChange() async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara")
        try await bank.bank.changeRole(of: bank.user("tara"), to: .support)
        #expect(try await tara.ask(status) == Self.ended)
        let again = try await bank.signIn("tara")
        #expect(again.reply.role == "support")
        let order = try again.request(again.reviewed(TestSession.Order()))
        let refused = try await again.ask(.submitIntent(order))
        #expect(refused == .problem(Problem(code: .notAllowed)))
        #expect(try await bank.bank.users().first { $0.name == "tara" }?.role == .support)
    }

    @Test("a disabled user is told to wipe on every way in, with one nonce for each session")
    func disable() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        try await bank.bank.disableUser(bank.user("asha"))
        let first = try #require(nonce(try await asha.ask(status)))
        #expect(first.count == WipeOrder.nonceByteCount)
        #expect(nonce(try await asha.ask(.sessions)) == first)
        #expect(nonce(try await asha.renew()) == first)
        // Long after the session is over the old console is still told.
        bank.clock.advance(seconds: 200_000)
        #expect(nonce(try await asha.renew()) == first)
        let users = try await bank.bank.users()
        #expect(users.filter(\.isDisabled).map(\.name) == ["asha"])
        let atSignIn = try #require(nonce(try await bank.askToSignIn("asha")))
        #expect(atSignIn != first)
        bank.clock.advance(seconds: 30)
        let wrong = try await bank.askToSignIn("asha", password: "not the password")
        #expect(wrong == .problem(Problem(code: .signInRefused)))
        #expect(try await rohan.renew() == Self.ended)
    }

    // What the console has queued must outlive a mistake of the administration.
    @Test(
        "a user who is enabled again signs in again; the old sessions stay over, but wipe nothing"
    )
    func enable() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        try await bank.bank.disableUser(bank.user("asha"))
        try await bank.bank.enableUser(bank.user("asha"))
        #expect(try await asha.ask(status) == Self.ended)
        #expect(try await asha.renew() == Self.ended)
        let again = try await bank.signIn("asha")
        #expect(try await again.ask(status) == unknown)
        let user = try bank.user("asha").rawValue
        #expect(try await bank.audited(.userDisabled) == [user])
        #expect(try await bank.audited(.userEnabled) == [user])
    }

    @Test("the receipt of a wipe is taken without a session, once, and audited")
    func receipt() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        try await bank.bank.disableUser(bank.user("asha"))
        let nonce = try #require(nonce(try await asha.ask(status)))
        let receipt = Request.wiped(WipeReceipt(nonce: nonce, signature: []))
        #expect(try await bank.send(receipt, token: nil) == .done)
        #expect(try await bank.send(receipt, token: asha.tokens.access) == .done)
        let other = Request.wiped(
            WipeReceipt(nonce: [UInt8](repeating: 1, count: 16), signature: [])
        )
        #expect(try await bank.send(other, token: nil) == Self.notFound)
        let session = asha.reply.sessionID.rawValue
        #expect(try await bank.audited(.wipeOrdered) == [session])
        #expect(try await bank.audited(.consoleWiped) == [session])
    }

    @Test("a console that is revoked is told to wipe; its user signs in elsewhere")
    func revokeConsole() async throws {
        let bank = try await TestBank.open()
        let stolen = try await bank.signIn("asha")
        let here = try await bank.signIn("asha")
        try await bank.bank.revokeSession(stolen.reply.sessionID, wiping: true)
        #expect(nonce(try await stolen.ask(status)) != nil)
        #expect(try await here.ask(status) == unknown)
        try await bank.bank.revokeSession(here.reply.sessionID)
        #expect(try await here.ask(status) == Self.ended)
        await #expect(throws: BankError.self) {
            try await bank.bank.revokeSession(SessionID(rawValue: 404))
        }
    }

    // Symptom: a stolen console whose session had ended before was never told to wipe, though the
    // operator was told that it would be. Cause: only the first end of a session was written.
    @Test("a console whose session ended before is told to wipe all the same, with one nonce")
    func wipeAfterEnd() async throws {
        let bank = try await TestBank.open()
        let stolen = try await bank.signIn("asha")
        let other = try await bank.signIn("asha")
        try await bank.bank.revokeSessions(of: bank.user("asha"))
        for _ in 0..<2 {
            try await bank.bank.revokeSession(stolen.reply.sessionID, wiping: true)
        }
        let first = try #require(nonce(try await stolen.ask(status)))
        #expect(nonce(try await stolen.renew()) == first)
        #expect(try await other.ask(status) == Self.ended)
        let session = stolen.reply.sessionID.rawValue
        #expect(try await bank.audited(.wipeOrdered) == [session])
        let receipt = Request.wiped(WipeReceipt(nonce: first, signature: []))
        #expect(try await bank.send(receipt, token: nil) == .done)
        #expect(try await bank.audited(.consoleWiped) == [session])
    }

    // Attack: a token stolen from a branch terminal is shown from somewhere else.
    @Test("the tokens of a session at a terminal are good there and nowhere else")
    func bound() async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara", terminal: "till-1")
        #expect(try await tara.ask(status) == unknown)
        for terminal in [nil, "till-2", "TILL-1"] {
            let shown = try await bank.send(
                status,
                token: tara.tokens.access,
                terminal: terminal
            )
            #expect(shown == Self.terminalUnknown)
            let renewal = RenewRequest(
                refresh: tara.tokens.refresh,
                nonce: [UInt8](repeating: 1, count: RenewRequest.nonceByteCount)
            )
            let renewed = try await bank.send(.renew(renewal), token: nil, terminal: terminal)
            #expect(renewed == Self.terminalUnknown)
        }
        guard case .renewed = try await tara.renew() else {
            Issue.record("the thief ended the session")
            return
        }
    }

    @Test("staff need a terminal where the bank asks for one, and are told so only when proved")
    func staffNeedTerminal() async throws {
        var configuration = BankConfiguration.forTests
        configuration.requiresTerminalForStaff = true
        let bank = try await TestBank.open(configuration: configuration)
        for name in ["tara", "sita", "nila", "omar"] {
            bank.clock.advance(seconds: 30)
            let wrong = try await bank.askToSignIn(name, password: "not the password")
            #expect(wrong == .problem(Problem(code: .signInRefused)))
            #expect(try await bank.askToSignIn(name) == Self.terminalUnknown)
            _ = try await bank.signIn(name, terminal: "till-1")
        }
        _ = try await bank.signIn("asha")
    }

    @Test("a revoked terminal ends its sessions, wipes, and begins no other")
    func revokeTerminal() async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara", terminal: "till-1")
        let sita = try await bank.signIn("sita", terminal: "till-2")
        let idle = try await bank.signIn("tara", terminal: "till-1")
        bank.clock.advance(seconds: 3_500)
        try await tara.renew()
        try await sita.renew()
        bank.clock.advance(seconds: 500)
        try await bank.bank.revokeTerminal("till-1")
        try await bank.bank.revokeTerminal("till-1")
        #expect(nonce(try await tara.ask(status)) != nil)
        #expect(nonce(try await tara.renew()) != nil)
        // Its session was over by its time before; its console is told all the same.
        #expect(nonce(try await idle.renew()) != nil)
        #expect(try await sita.ask(status) == unknown)
        #expect(nonce(try await bank.askToSignIn("tara", terminal: "till-1")) != nil)
        #expect(try await bank.audited(.terminalRevoked).count == 1)
    }

    @Test("a new authenticator ends every session; the old one's codes are wrong")
    func resetTOTP() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let bytes = (0..<20).map { UInt8($0 &* 7) }
        let uri = try await bank.bank.resetTOTP(
            of: bank.user("asha"),
            secret: TestBank.secret(bytes),
            issuer: "Sahyadri Bank"
        )
        #expect(uri.secret == bytes)
        #expect(uri.issuer == "Sahyadri Bank")
        #expect(uri.accountName == "asha")
        #expect(try await asha.ask(status) == Self.ended)
        bank.clock.advance(seconds: 30)
        let old = try await bank.askToSignIn("asha")
        #expect(old == .problem(Problem(code: .signInRefused)))
        let code = TOTP.standard.code(
            for: TOTP.standard.step(at: bank.clock.now()),
            secret: bytes.span
        )
        guard case .signedIn = try await bank.askToSignIn("asha", code: code.revealedDigits) else {
            Issue.record("not signed in")
            return
        }
        await #expect(throws: BankError.self) {
            _ = try await bank.bank.resetTOTP(
                of: bank.user("asha"),
                secret: TestBank.secret([1, 2, 3]),
                issuer: "Sahyadri Bank"
            )
        }
    }

    @Test("unlocking lifts the delay that failures have earned, and is audited")
    func unlock() async throws {
        let bank = try await TestBank.open()
        for _ in 0..<5 { _ = try await bank.askToSignIn("asha", password: "wrong again") }
        let wait = Reply.problem(Problem(code: .tooManyTries, retryAfterSeconds: 30))
        #expect(try await bank.askToSignIn("asha") == wait)
        try await bank.bank.unlockUser(bank.user("asha"))
        guard case .signedIn = try await bank.askToSignIn("asha") else {
            Issue.record("not signed in")
            return
        }
        #expect(try await bank.audited(.userUnlocked) == [bank.user("asha").rawValue])
    }

    // The feed waits for up to 25 seconds; whoever is shut out meanwhile gets nothing of it.
    @Test("a feed that waits tells nothing to a user who was disabled meanwhile")
    func waitingFeed() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        async let news = asha.ask(
            .feed(.init(cursor: cursor, limit: 10, waitMilliseconds: 20_000))
        )
        while bank.clock.sleeperCount == 0 { await Task.yield() }
        try await bank.bank.disableUser(bank.user("asha"))
        // Neither news nor the end of its time wakes it: only the end of the session does.
        #expect(nonce(try await news) != nil)
    }
}
