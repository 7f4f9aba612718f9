import CoreVocabulary
import Cryptography
import IdentityCore

/// A person's authenticator, driven by virtual time.
struct Phone: Sendable {
    let owner: Town.Person
    let time: WorldTime
    private let lastStep = Cell<TimeStep?>(nil)

    /// Time until it shows a code that was not read before, in nanoseconds.
    var waitForFreshCode: Int64 {
        let period = TOTP.standard.periodSeconds * Instant.nanosecondsPerSecond
        let now = time.trueTime
        guard TOTP.standard.step(at: now) == lastStep.value else { return 0 }
        return period - now.nanosecondsSinceEpoch % period
    }

    /// Returns the current code and remembers its step as read.
    func code() -> SharedSecret {
        let step = TOTP.standard.step(at: time.trueTime)
        lastStep.value = step
        let secret = Town.secret(owner.totpSecret).duplicate()
        let code = secret.withBytes { TOTP.standard.code(for: step, secret: $0) }
        return Town.secret(Array(code.revealedDigits.utf8))
    }
}
