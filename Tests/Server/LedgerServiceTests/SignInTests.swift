import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: without password or code nobody learns anything or gets in.
///
/// Method: attacks and slips against a bank over real files, in bytes as a console sends them.
struct SignInTests {
    private let refused = Reply.problem(Problem(code: .signInRefused))

    @Test("the right password and code begin a session")
    func signsIn() async throws {
        let bank = try await TestBank.open()
        let session = try await bank.signIn("asha")
        #expect(session.reply.userID == (try bank.user("asha")))
        #expect(session.reply.displayName == "ASHA")
        #expect(session.reply.role == "customer")
        #expect(session.reply.tokens.access.split(separator: UInt8(ascii: ".")).count == 3)
        #expect(session.reply.tokens.refresh.count == 52)
        #expect(session.reply.endsAt == bank.clock.now().adding(seconds: 86_400))
    }

    @Test("staff sessions end after twelve hours")
    func staffSessionsAreShorter() async throws {
        let bank = try await TestBank.open()
        let session = try await bank.signIn("tara")
        #expect(session.reply.endsAt == bank.clock.now().adding(seconds: 43_200))
        try await session.stay(seconds: 43_199)
        _ = try await session.feed()
        bank.clock.advance(seconds: 1)
        let late = try await session.ask(.intentStatus(IntentKey(rawValue: 1)))
        #expect(late == .problem(Problem(code: .sessionEnded)))
    }

    @Test("a wrong password, a wrong code and an unknown name get the same answer")
    func tellsNothing() async throws {
        let bank = try await TestBank.open()
        #expect(try await bank.askToSignIn("asha", password: "not the password") == refused)
        #expect(try await bank.askToSignIn("asha", code: "000000") == refused)
        #expect(try await bank.askToSignIn("asha", code: "") == refused)
        let code = try bank.code(of: "asha").revealedDigits
        #expect(try await bank.askToSignIn("nobody", code: code) == refused)
        #expect(try await bank.askToSignIn("\u{1B}[2J", code: code) == refused)
    }

    @Test("names are not told apart by upper case or spaces around them")
    func namesAreNormalised() async throws {
        let bank = try await TestBank.open()
        let code = try bank.code(of: "asha").revealedDigits
        guard case .signedIn = try await bank.askToSignIn(" Asha ", code: code) else {
            Issue.record("not signed in")
            return
        }
    }

    @Test("a code works once, also when fifty ask with it at the same time")
    func codeWorksOnce() async throws {
        let bank = try await TestBank.open()
        let code = try bank.code(of: "asha").revealedDigits
        let signedIn = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    if case .signedIn = try await bank.askToSignIn("asha", code: code) {
                        return true
                    }
                    return false
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(signedIn == 1)
        bank.clock.advance(seconds: 3_600)
        #expect(try await bank.askToSignIn("asha", code: code) == refused)
    }

    @Test("the code before the current one is taken, the one before that is not")
    func oneStepBack() async throws {
        let bank = try await TestBank.open()
        let older = try bank.code(of: "asha").revealedDigits
        bank.clock.advance(seconds: 60)
        #expect(try await bank.askToSignIn("asha", code: older) == refused)
        let previous = try bank.code(of: "asha").revealedDigits
        bank.clock.advance(seconds: 30)
        guard case .signedIn = try await bank.askToSignIn("asha", code: previous) else {
            Issue.record("not signed in")
            return
        }
    }

    @Test("five failures slow the sixth try, in every session and after a restart")
    func failuresSlow() async throws {
        var bank = try await TestBank.open()
        for _ in 0..<5 {
            #expect(try await bank.askToSignIn("asha", password: "wrong again") == refused)
        }
        let wait = Reply.problem(Problem(code: .tooManyTries, retryAfterSeconds: 30))
        #expect(try await bank.askToSignIn("asha") == wait)
        bank = try await bank.reopened()
        #expect(try await bank.askToSignIn("asha") == wait)
        // Nobody else is slowed.
        _ = try await bank.askToSignIn("rohan")
        bank.clock.advance(seconds: 30)
        guard case .signedIn = try await bank.askToSignIn("asha") else {
            Issue.record("not signed in after the wait")
            return
        }
    }

    @Test("a hundred tries side by side get five wrong answers and no more")
    func parallelGuessesAreCounted() async throws {
        let bank = try await TestBank.open()
        let answers = try await withThrowingTaskGroup(of: Reply.self) { group in
            for number in 0..<100 {
                group.addTask {
                    try await bank.askToSignIn("asha", code: String(100_000 + number))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0 == refused } == 5)
    }

    @Test("a name that nobody has is slowed like any other")
    func unknownNamesAreSlowed() async throws {
        let bank = try await TestBank.open()
        for _ in 0..<5 {
            #expect(try await bank.askToSignIn("nobody", code: "123456") == refused)
        }
        let answer = try await bank.askToSignIn("nobody", code: "123456")
        #expect(answer == .problem(Problem(code: .tooManyTries, retryAfterSeconds: 30)))
    }

    // Attack: passwords cost more than before, and whoever was hashed at the old cost is answered
    // faster than a name that nobody has.
    // Expectation: the first sign-in hashes the password anew, and nothing else changes.
    @Test("a right password is hashed anew when hashes cost something else, and a wrong one never")
    func rehash() async throws {
        let bank = try await TestBank.open()
        let (asha, cost) = (try bank.user("asha"), try Scrypt.Parameters(n: 2_048, r: 8, p: 1))
        var configuration = BankConfiguration.forTests
        configuration.passwordCost = cost
        let later = Bank(
            store: bank.store,
            masterKey: bank.masterKey,
            clock: bank.clock,
            random: bank.random,
            log: bank.log,
            configuration: configuration
        )
        func signIn(_ password: String) async throws -> Bool {
            bank.clock.advance(seconds: 30)
            let digits = try bank.code(of: "asha").revealedDigits
            let request = SignInRequest(
                user: "asha",
                password: Array(password.utf8),
                code: Array(digits.utf8)
            )
            let envelope = RequestEnvelope(token: nil, request: .signIn(request))
            guard case .signedIn = await later.handle(envelope, from: .inProcess) else {
                return false
            }
            return true
        }
        func hashCost() async throws -> Scrypt.Parameters? {
            try await bank.store.read { try $0.user(asha)?.password.parameters }
        }
        #expect(try await !signIn("not the password"))
        #expect(try await hashCost() == .weakForTests)
        #expect(try await signIn(TestBank.password))
        #expect(try await hashCost() == cost)
        #expect(try await signIn(TestBank.password))
        #expect(try await !signIn("not the password"))
        #expect(try await bank.audited(.sessionRevoked).isEmpty)
        #expect(try await bank.store.check() == nil)
    }

    @Test("a success takes the failures before it back")
    func successResets() async throws {
        let bank = try await TestBank.open()
        for _ in 0..<4 { _ = try await bank.askToSignIn("asha", password: "wrong again") }
        _ = try await bank.signIn("asha")
        for _ in 0..<4 {
            #expect(try await bank.askToSignIn("asha", password: "wrong again") == refused)
        }
    }

    @Test("signing out ends the session at once")
    func signsOut() async throws {
        let bank = try await TestBank.open()
        let session = try await bank.signIn("asha")
        #expect(try await session.ask(.signOut) == .signedOut)
        #expect(try await session.ask(.signOut) == .problem(Problem(code: .sessionEnded)))
    }

    @Test("a session and the storage key live on after a restart; a made-up token never lived")
    func sessionSurvivesRestart() async throws {
        var bank = try await TestBank.open()
        let session = try await bank.signIn("asha")
        bank = try await bank.reopened()
        let same = TestSession(bank: bank, name: "asha", reply: session.reply)
        #expect(try await !same.feed().changes.isEmpty)
        let again = try await bank.signIn("asha")
        #expect(again.reply.storageKey == session.reply.storageKey)
        #expect(again.reply.authorisationKey != session.reply.authorisationKey)

        let made = RequestEnvelope(token: [UInt8](repeating: 7, count: 32), request: .signOut)
        let reply = try Reply(encoded: await bank.bank.handle(made.encoded))
        #expect(reply == .problem(Problem(code: .sessionEnded)))
    }

    @Test("secrets do not open under another master key, nor for another user")
    func secretsAreSealed() async throws {
        let bank = try await TestBank.open()
        let asha = try #require(try await bank.store.read { try $0.user(named: "asha") })
        let rohan = try #require(try await bank.store.read { try $0.user(named: "rohan") })
        #expect(
            asha.sealedStorageKey.count == 32 + SealedHeader.byteCount + AES256GCM.overheadByteCount
        )
        let other = try MasterKey(TestBank.secret([UInt8](repeating: 9, count: 32)))
        let stranger = Bank(
            store: bank.store,
            masterKey: other,
            clock: bank.clock,
            random: bank.random,
            log: bank.log,
            configuration: .forTests
        )
        let request = SignInRequest(
            user: "asha",
            password: Array(TestBank.password.utf8),
            code: Array(try bank.code(of: "asha").revealedDigits.utf8)
        )
        let envelope = RequestEnvelope(token: nil, request: .signIn(request))
        let reply = try Reply(encoded: await stranger.handle(envelope.encoded))
        #expect(reply == .problem(Problem(code: .internalFailure)))
        #expect(asha.sealedTOTPSecret != rohan.sealedTOTPSecret)
    }

    @Test("bytes that are no request are malformed", arguments: ["", "{}", "null", "\u{0}"])
    func malformed(text: String) async throws {
        let bank = try await TestBank.open()
        let reply = try Reply(encoded: await bank.bank.handle(Array(text.utf8)))
        #expect(reply == .problem(Problem(code: .malformed)))
    }
}
