public import CoreVocabulary

/// Decides whether a code counts: right for its time, and not spent before.
///
/// One rule serves signing in and transfers, so that a code spent on one is spent for the other.
/// Whoever accepts a step stores it in the same database transaction as what it was accepted for;
/// a unique key over user and step makes the database the last judge.
public struct TOTPGuard: Hashable, Sendable {
    /// What became of a code.
    public enum Verdict: Hashable, Sendable {
        /// It counts, and this step is to be marked as spent.
        case accepted(TimeStep)
        /// It is right for none of the steps.
        case wrong
        /// It was right, but each step that it is right for is spent.
        case used
    }

    /// How the user's authenticator makes codes.
    public let totp: TOTP

    /// Makes a guard for one kind of code.
    public init(totp: TOTP) {
        self.totp = totp
    }

    /// Judges a code that is at hand, as in signing in.
    ///
    /// - Parameters:
    ///   - code: What was typed.
    ///   - instant: The server's time.
    ///   - secret: The authenticator's secret.
    ///   - usedSteps: What the user has spent.
    /// - Returns: Whether it counts.
    public func judge(
        _ code: OneTimeCode,
        at instant: Instant,
        secret: Span<UInt8>,
        usedSteps: UsedSteps
    ) -> Verdict {
        // Every step is computed, so that the time does not tell which one was right.
        let matches = totp.acceptedSteps(at: instant).map { step in
            (step, totp.code(for: step, secret: secret) == code)
        }
        return Self.verdict(of: matches, usedSteps: usedSteps)
    }

    /// The verdict on steps of which it is known whether the code is right for them.
    ///
    /// - Parameters:
    ///   - matches: Each candidate step, newest first, and whether the code is right for it.
    ///   - usedSteps: What the user has spent.
    /// - Returns: The newest right step that is not spent, or why there is none.
    static func verdict(
        of matches: [(step: TimeStep, isRight: Bool)],
        usedSteps: UsedSteps
    ) -> Verdict {
        let right = matches.filter(\.isRight).map(\.step)
        guard !right.isEmpty else { return .wrong }
        guard let step = right.first(where: { !usedSteps.contains($0) }) else { return .used }
        return .accepted(step)
    }
}
