import BankFixture
import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore

/// The telephones and the memories of a demo's people: a password, and codes that are used once.
actor DemoAuthenticators: DemoPeople {
    /// What a code that has been replaced already must have left to live when it is handed out:
    /// somebody looks at it first, and a busy machine takes its time.
    private static let leastLifeSeconds: Int64 = 20

    private let people: [Fixture.Person]
    private let branch: DemoBranch
    private let clock = SystemClock()
    private var lastSteps: [String: TimeStep] = [:]

    init(_ people: [Fixture.Person], of branch: DemoBranch) {
        self.people = people
        self.branch = branch
    }

    func waitForBank() async { await branch.waitUntilOpened() }

    func credentials(of user: String) async -> DemoCredentials? {
        // The bank takes a name in any case.
        let name = user.lowercased()
        guard let person = people.first(where: { $0.user.lowercased() == name }) else { return nil }
        let authenticator: OTPAuthURI
        do {
            authenticator = try person.authenticator(issuer: "")
        } catch {
            // The loader of the fixture refuses such a person, and tells it.
            return nil
        }
        let now = clock.now()
        let step = nextStep(of: name, authenticator.totp, now)
        let code = step.map { step in
            lastSteps[name] = step
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

    /// The oldest step whose code the bank takes and that was not handed out; nil when there is none.
    private func nextStep(of user: String, _ totp: TOTP, _ now: Instant) -> TimeStep? {
        let current = totp.step(at: now)
        let left = totp.start(of: current.next).seconds(since: now)
        return totp.acceptedSteps(at: now).sorted().first { step in
            (lastSteps[user].map { $0 < step } ?? true)
                && (step == current || left >= Self.leastLifeSeconds)
        }
    }
}
