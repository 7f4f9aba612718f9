package import CoreVocabulary

/// Decides whether a code counts: it must be right for its time and not spent before.
///
/// The same rule applies to signing in and to transfers, so a code spent on one is spent for the
/// other. The caller that accepts a step stores it in the same database transaction as the action.
/// A unique key over user and step makes the database decide races.
package struct TOTPGuard: Hashable, Sendable {
    /// Result of judging a code.
    package enum Verdict: Hashable, Sendable {
        /// The code counts; this step is to be marked as spent.
        case accepted(TimeStep)
        /// The code is right for none of the steps.
        case wrong
        /// The code is right, but each step that it is right for is spent.
        case used
    }

    /// Parameters of the user's authenticator.
    package let totp: TOTP

    /// Creates a guard for the parameters of an authenticator.
    package init(totp: TOTP) {
        self.totp = totp
    }

    /// Judges a code that was typed in clear, as in signing in, by the server's time.
    package func judge(
        _ code: OneTimeCode,
        at instant: Instant,
        secret: Span<UInt8>,
        usedSteps: UsedSteps
    ) -> Verdict {
        // Every step is computed, so that the running time does not reveal which one was right.
        let matches = totp.acceptedSteps(at: instant).map { step in
            (step, totp.code(for: step, secret: secret) == code)
        }
        return Self.verdict(of: matches, usedSteps: usedSteps)
    }

    /// Returns the verdict for candidate steps, newest first, each with true if the code is right.
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
