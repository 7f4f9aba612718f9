import CoreVocabulary
import Cryptography
import IdentityCore

/// The codes of authenticators and the times at which the bank accepts them.
enum Codes {
    /// Time for which a code shows, in seconds.
    static let stepSeconds: Int64 = 30
    /// Time after its typing within which a code may arrive, in seconds.
    static let lateSeconds: Int64 = 72 * 3_600

    /// Returns the step that contains an instant.
    static func step(at instant: Instant) -> Int64 { instant.secondsSinceEpoch / stepSeconds }

    /// Returns the first instant of a step.
    static func start(of step: Int64) -> Instant { Instant(secondsSinceEpoch: step * stepSeconds) }

    /// Returns the steps whose code is accepted at an instant, newest first.
    ///
    /// Source: docs/decisions/0015-code-of-the-next-step.md.
    static func acceptedSteps(at instant: Instant) -> [Int64] {
        let step = step(at: instant)
        return [step + 1, step, step - 1]
    }

    /// Returns the digits of a typed code, or nil if it is not a code.
    static func number(_ digits: [UInt8]) -> String? {
        OneTimeCode(digits: digits.span)?.revealedDigits
    }

    /// Returns the code of a person's authenticator in a step, as digits.
    static func code(of person: Town.Person, step: Int64) -> String {
        oneTimeCode(of: person, step: step).revealedDigits
    }

    /// Returns the code of a person's authenticator in a step.
    static func oneTimeCode(of person: Town.Person, step: Int64) -> OneTimeCode {
        Town.secret(person.totpSecret).withBytes {
            TOTP.standard.code(for: TimeStep(number: step), secret: $0)
        }
    }
}
