import CoreVocabulary
import Cryptography
import IdentityCore

/// What an authenticator shows, and for how long the bank takes it.
enum Codes {
    /// How long a code shows, in seconds.
    static let stepSeconds: Int64 = 30
    /// How long after it was typed a code may arrive, in seconds.
    static let lateSeconds: Int64 = 72 * 3_600

    /// The step in which an instant lies.
    static func step(at instant: Instant) -> Int64 {
        instant.secondsSinceEpoch / stepSeconds
    }

    /// The first instant of a step.
    static func start(of step: Int64) -> Instant {
        Instant(secondsSinceEpoch: step * stepSeconds)
    }

    /// The steps whose code is taken at an instant, the newest first.
    ///
    /// Source: docs/decisions/0015-code-of-the-next-step.md.
    static func acceptedSteps(at instant: Instant) -> [Int64] {
        let step = step(at: instant)
        return [step + 1, step, step - 1]
    }

    /// A code that was typed, as a number; nil for anything else.
    static func number(_ digits: [UInt8]) -> String? {
        OneTimeCode(digits: digits.span)?.revealedDigits
    }

    /// The code of somebody's authenticator in a step.
    static func code(of person: Town.Person, step: Int64) -> String {
        oneTimeCode(of: person, step: step).revealedDigits
    }

    /// The code of somebody's authenticator in a step.
    static func oneTimeCode(of person: Town.Person, step: Int64) -> OneTimeCode {
        Town.secret(person.totpSecret).withBytes {
            TOTP.standard.code(for: TimeStep(number: step), secret: $0)
        }
    }
}
