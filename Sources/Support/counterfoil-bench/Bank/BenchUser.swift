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

    /// Returns the authenticator's code for a step.
    func code(for step: TimeStep) -> OneTimeCode {
        authenticator.totp.code(for: step, secret: authenticator.secret.span)
    }

    /// Returns the digits of the authenticator's code at an instant.
    func digits(at instant: Instant) -> String {
        code(for: authenticator.totp.step(at: instant)).revealedDigits
    }

    /// Signs in with a console's client.
    func signIn(at instant: Instant, with client: Client) async -> SignInOutcome {
        await client.signIn(
            user: name,
            password: SharedSecret(copying: Array(password.utf8).span),
            code: SharedSecret(copying: Array(digits(at: instant).utf8).span)
        )
    }

    /// Signs in over a link without a console.
    func signIn(at instant: Instant, over link: any BankLink) async throws -> SignInReply {
        let request = Request.signIn(
            SignInRequest(
                user: name,
                password: Array(password.utf8),
                code: Array(digits(at: instant).utf8)
            )
        )
        let bytes = RequestEnvelope(token: nil, request: request).encoded
        let reply = try Reply(encoded: try await link.send(bytes))
        guard case .signedIn(let session) = reply else { throw BenchFailure("Sign-in: \(reply)") }
        return session
    }
}

extension BenchUser {
    /// Creates the user of a person in a fixture.
    init(_ person: Fixture.Person, of fixture: Fixture) throws {
        self.init(
            name: person.user,
            password: person.password,
            authenticator: try person.authenticator(issuer: fixture.bankName)
        )
    }
}

/// A link to a bank in this process.
struct InProcessLink: BankLink {
    let bank: Bank

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        await bank.handle(request)
    }
}
