public import CoreVocabulary
public import IdentityCore

/// The steps whose codes a demonstration may fill in for one of its people.
///
/// A code that was filled in and not sent is filled in again: nobody is to wait for another while it
/// works.
public struct DemoCodeSteps: Sendable {
    /// The shortest life left, in seconds, of a replaced code that is still filled in: somebody looks at
    /// it first, and a busy machine takes its time.
    private static let leastLifeSeconds: Int64 = 20

    private var lastFilledIn: TimeStep?
    private var lastSent: TimeStep?

    /// Begins with no code filled in.
    public init() {}

    /// Takes the oldest step whose code the bank takes and that was not sent, to be filled in.
    ///
    /// - Parameters:
    ///   - totp: How the authenticator makes codes.
    ///   - now: The bank's time.
    /// - Returns: The step; nil when there is none.
    public mutating func fillIn(_ totp: TOTP, at now: Instant) -> TimeStep? {
        let current = totp.step(at: now)
        let left = totp.start(of: current.next).seconds(since: now)
        let found = totp.acceptedSteps(at: now).sorted().first { step in
            guard lastSent.map({ $0 < step }) ?? true else { return false }
            return step == current || left >= Self.leastLifeSeconds
                // The code of the next step may stand in the field already.
                || (step > current && step == lastFilledIn)
        }
        if let found { lastFilledIn = found }
        return found
    }

    /// Takes note that the code that was filled in last was sent; nothing where none was filled in.
    public mutating func noteSent() {
        guard let lastFilledIn else { return }
        lastSent = lastSent.map { max($0, lastFilledIn) } ?? lastFilledIn
    }
}
