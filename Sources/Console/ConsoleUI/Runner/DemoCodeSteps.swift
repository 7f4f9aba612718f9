package import CoreVocabulary
package import IdentityCore

/// Time steps whose codes a demo may fill in for one of its users.
///
/// A code that was filled in but not sent is filled in again, so that nobody waits for another
/// while it is valid.
package struct DemoCodeSteps: Sendable {
    /// Minimum remaining validity, in seconds, for filling in a code that is already replaced.
    ///
    /// The user looks at it first, and a busy machine takes its time.
    private static let leastLifeSeconds: Int64 = 20

    private var lastFilledIn: TimeStep?
    private var lastSent: TimeStep?

    /// Creates an empty state without any code filled in.
    package init() {}

    /// Returns the oldest accepted step whose code was not sent, and records it as filled in.
    package mutating func fillIn(_ totp: TOTP, at now: Instant) -> TimeStep? {
        let current = totp.step(at: now)
        let left = totp.start(of: current.next).seconds(since: now)
        let found = totp.acceptedSteps(at: now).sorted().first { step in
            guard lastSent.map({ $0 < step }) ?? true else { return false }
            return step == current || left >= Self.leastLifeSeconds
                // The code of the next step may already be filled in.
                || (step > current && step == lastFilledIn)
        }
        if let found { lastFilledIn = found }
        return found
    }

    /// Records that the code filled in last was sent; does nothing if there is none.
    package mutating func noteSent() {
        guard let lastFilledIn else { return }
        lastSent = lastSent.map { max($0, lastFilledIn) } ?? lastFilledIn
    }
}
