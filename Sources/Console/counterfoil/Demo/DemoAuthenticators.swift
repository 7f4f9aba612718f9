import BankFixture
import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore

/// Passwords and authenticators of the demo's users; each code is used only once.
actor DemoAuthenticators: DemoPeople {
    private let people: [Fixture.Person]
    private let branch: DemoBranch
    private let clock = SystemClock()
    private var steps: [String: DemoCodeSteps] = [:]
    private var lastSignedIn: String?

    init(_ people: [Fixture.Person], of branch: DemoBranch) {
        self.people = people
        self.branch = branch
    }

    func waitForBank() async { await branch.waitUntilOpened() }

    func credentials(of user: String) async -> DemoCredentials? {
        // The bank accepts a user name in any case.
        let name = user.lowercased()
        guard let person = people.first(where: { $0.user.lowercased() == name }) else { return nil }
        let authenticator: OTPAuthURI
        do {
            authenticator = try person.authenticator(issuer: "")
        } catch {
            // The loader of the fixture rejects such a person and reports it.
            return nil
        }
        let now = clock.now()
        let step = steps[name, default: DemoCodeSteps()].fillIn(authenticator.totp, at: now)
        let code = step.map { step in
            let digits = authenticator.totp.code(for: step, secret: authenticator.secret.span)
            return SharedSecret(copying: Array(digits.revealedDigits.utf8).span)
        }
        let next = authenticator.totp.start(of: authenticator.totp.step(at: now).next)
        return DemoCredentials(
            user: user,
            password: SharedSecret(copying: Array(person.password.utf8).span),
            code: code,
            waitSeconds: step == nil ? next.seconds(since: now) + 1 : 0
        )
    }

    func codeWasSent(by user: String?) {
        if let user { lastSignedIn = user.lowercased() }
        guard let lastSignedIn else { return }
        steps[lastSignedIn]?.noteSent()
    }
}
