import BankTestKit
import IdentityCore
import LedgerService
import Testing
import WireProtocol

/// Goal: a password opens a session only if it is the user's at the moment at which the session begins.
///
/// Symptom: who signed in while the password was changed had a session under the old one, after the
/// operator was told that every session had ended. Cause: the user was read, then the password hashed
/// for a fifth of a second, and what had been verified was not compared with what the books had by
/// then.
/// Method: a store before whose next write, which comes between the two, the password is changed.
struct PasswordRaceTests {
    private static let another = "another seven forts"

    /// The answer to a try to sign in during which the password is replaced.
    private func reply(
        to password: String,
        whileItBecomes next: String,
        in books: TestBank
    ) async throws -> Reply {
        let store = HookedStore(books.store)
        let bank = Bank(
            store: store,
            masterKey: books.masterKey,
            clock: books.clock,
            random: books.random,
            log: books.log,
            configuration: books.configuration
        )
        let user = try books.user("asha")
        store.beforeNextWrite {
            try await books.bank.changePassword(
                of: user,
                to: TestBank.secret(Array(next.utf8))
            )
        }
        books.clock.advance(seconds: 30)
        let request = SignInRequest(
            user: "asha",
            password: Array(password.utf8),
            code: Array(try books.code(of: "asha").revealedDigits.utf8)
        )
        let envelope = RequestEnvelope(token: nil, request: .signIn(request))
        return await bank.handle(envelope, from: .inProcess)
    }

    @Test("the old password opens nothing once the new one was set")
    func oldPassword() async throws {
        let books = try await TestBank.open()
        let reply = try await reply(to: TestBank.password, whileItBecomes: Self.another, in: books)
        #expect(reply == .problem(Problem(code: .signInRefused)))
        let open = try await books.bank.revokeSessions(of: books.user("asha"))
        #expect(open == 0)
        // The code was not spent on it.
        let code = try books.code(of: "asha").revealedDigits
        guard
            case .signedIn = try await books.askToSignIn(
                "asha",
                password: Self.another,
                code: code
            )
        else {
            Issue.record("the new password was refused")
            return
        }
    }

    @Test("the same password hashed anew meanwhile signs in")
    func hashedAnew() async throws {
        let books = try await TestBank.open()
        let same = TestBank.password
        guard case .signedIn = try await reply(to: same, whileItBecomes: same, in: books) else {
            Issue.record("a right password was refused")
            return
        }
    }
}
