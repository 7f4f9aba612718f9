import BankFixture
import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import WireProtocol

/// The credentials of a user who signs in.
struct BenchUser {
    let name: String
    let password: String
    let authenticator: OTPAuthURI

    /// Creates a user from a name, a password and an authenticator.
    init(name: String, password: String, authenticator: OTPAuthURI) {
        self.name = name
        self.password = password
        self.authenticator = authenticator
    }

    /// Creates the user of a person in a fixture.
    init(_ person: Fixture.Person, of fixture: Fixture) throws {
        self.init(
            name: person.user,
            password: person.password,
            authenticator: try person.authenticator(issuer: fixture.bankName)
        )
    }

    /// Returns the authenticator's code at an instant.
    func code(at instant: Instant) -> SharedSecret {
        let totp = authenticator.totp
        let code = totp.code(for: totp.step(at: instant), secret: authenticator.secret.span)
        return SharedSecret(copying: Array(code.revealedDigits.utf8).span)
    }

    /// Signs in with a console's client.
    func signIn(at instant: Instant, with client: Client) async -> SignInOutcome {
        await client.signIn(
            user: name,
            password: SharedSecret(copying: Array(password.utf8).span),
            code: code(at: instant)
        )
    }

    /// Signs in over a link without a console.
    func signIn(at instant: Instant, over link: any BankLink) async throws -> SignInReply {
        let request = Request.signIn(
            SignInRequest(
                user: name,
                password: Array(password.utf8),
                code: code(at: instant).withBytes { span in span.indices.map { span[$0] } }
            )
        )
        let bytes = RequestEnvelope(token: nil, request: request).encoded
        let reply = try Reply(encoded: try await link.send(bytes))
        guard case .signedIn(let session) = reply else { throw BenchFailure("Sign-in: \(reply)") }
        return session
    }
}

/// A link to a bank in this process.
struct InProcessLink: BankLink {
    let bank: Bank

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        await bank.handle(request)
    }
}
