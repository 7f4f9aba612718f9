package import CoreVocabulary

/// Decides whether a proof authorises a reviewed transfer, live or late.
///
/// Live: the code must be right for the server's current step, the one before or the next, whatever
/// time the console claims or the session's opening has. A clock that was set back since then does
/// not invalidate a right code. Late, when the link was down as the person typed: the code must be
/// right for a step accepted at the claimed time. That includes the next step, because the claimed
/// time lags behind the server's by as much as the console's sign-in took.
/// docs/decisions/0005-late-authorisation.md and 0015-code-of-the-next-step.md explain why that is
/// safe. Either way a step counts once.
package struct TransferAuthorisation: Hashable, Sendable {
    /// Maximum time from typing a code to its arrival, in seconds: 72 hours.
    ///
    /// It equals the offline lease: a console that may no longer show cached figures has nothing to
    /// send either.
    package static let lateLimitSeconds: Int64 = 72 * 3_600

    /// The session in which the code was typed.
    package struct SessionTimes: Hashable, Sendable {
        /// Identifier of the session.
        package let id: SessionID
        /// Time of opening, by the server's clock.
        package let openedAt: Instant
        /// Latest end of the session.
        package let endsAt: Instant
        /// Time at which the session was ended early, by the server's clock; nil if it was not.
        package let endedAt: Instant?

        /// Creates a session from what the server has stored.
        package init(
            id: SessionID,
            openedAt: Instant,
            endsAt: Instant,
            endedAt: Instant? = nil
        ) {
            self.id = id
            self.openedAt = openedAt
            self.endsAt = endsAt
            self.endedAt = endedAt
        }

        /// True if the session was open at the claimed instant.
        package func contains(_ instant: Instant) -> Bool {
            openedAt <= instant && instant < min(endsAt, endedAt ?? endsAt)
        }

        /// True if the session is open now, by the server's clock.
        ///
        /// A session that was ended stays ended, whatever the clock said then. A session that was
        /// opened is open, even if the clock was set back to before its opening.
        package func isLive(at now: Instant) -> Bool {
            endedAt == nil && now < endsAt
        }
    }

    /// Result of verifying a proof.
    package enum Verdict: Hashable, Sendable {
        /// The proof authorises the transfer; this step is to be marked as spent.
        case accepted(TimeStep)
        /// The proof does not authorise the transfer.
        case refused(Refusal)
    }

    /// Reason for refusing a proof, in the order of the checks.
    package enum Refusal: UInt16, Hashable, Sendable, CaseIterable {
        /// The proof names another session than the one it is checked against.
        case otherSession = 1
        /// The code is not right now, and the claimed time is outside the session's life.
        case claimOutsideSession = 2
        /// The code is not right now, and the claimed time is in the future.
        case claimInFuture = 3
        /// The code is not right now, and the claimed time is more than 72 hours ago.
        case claimTooOld = 4
        /// The code is right, now or at the claimed time, but was spent.
        case codeUsed = 5
        /// The code, the transfer or the key differs; which one cannot be known.
        case proofWrong = 6
    }

    /// Parameters of the user's authenticator.
    package let totp: TOTP
    /// The session in which the code was typed.
    package let session: SessionTimes

    /// Creates the verifier for proofs of one session.
    package init(totp: TOTP, session: SessionTimes) {
        self.totp = totp
        self.session = session
    }

    /// Verifies a proof without changing anything.
    ///
    /// The caller that acts on an accepted step marks it as spent in the same database transaction.
    package func verify(
        _ proof: AuthorisationProof,
        for reviewed: ReviewedTransfer,
        sessionKey: Span<UInt8>,
        secret: Span<UInt8>,
        usedSteps: UsedSteps,
        now: Instant
    ) -> Verdict {
        guard proof.sessionID == session.id else { return .refused(.otherSession) }
        func judge(_ steps: [TimeStep]) -> TOTPGuard.Verdict {
            let matches = self.matches(
                of: proof,
                for: reviewed,
                among: steps,
                sessionKey: sessionKey,
                secret: secret
            )
            return TOTPGuard.verdict(of: matches, usedSteps: usedSteps)
        }
        let live = totp.acceptedSteps(at: now)
        if session.isLive(at: now), let verdict = Self.verdict(of: judge(live)) {
            return verdict
        }
        if let refusal = refusalOfClaim(proof.claimedAt, now: now) { return .refused(refusal) }
        let late = lateSteps(at: proof.claimedAt, now: now)
        return Self.verdict(of: judge(late)) ?? .refused(.proofWrong)
    }

    /// Returns true if the code is right for the claimed time, even if that time is not acceptable.
    ///
    /// A proof that is refused only for its time is not a guess: somebody read the code off the
    /// authenticator, and a clock was changed since, or the link was down for too long. A guess is
    /// as rarely right here as with a late code, so this opens no other attack.
    package func isRightWhenClaimed(
        _ proof: AuthorisationProof,
        for reviewed: ReviewedTransfer,
        sessionKey: Span<UInt8>,
        secret: Span<UInt8>
    ) -> Bool {
        guard proof.sessionID == session.id else { return false }
        let matches = matches(
            of: proof,
            for: reviewed,
            among: totp.acceptedSteps(at: proof.claimedAt),
            sessionKey: sessionKey,
            secret: secret
        )
        return matches.contains(where: \.isRight)
    }

    // Every step is computed, so that the running time does not reveal which one was right.
    private func matches(
        of proof: AuthorisationProof,
        for reviewed: ReviewedTransfer,
        among steps: [TimeStep],
        sessionKey: Span<UInt8>,
        secret: Span<UInt8>
    ) -> [(step: TimeStep, isRight: Bool)] {
        let digest = reviewed.digest
        return steps.map { step in
            let code = totp.code(for: step, secret: secret)
            return (step, proof.isMade(with: code, for: digest, sessionKey: sessionKey))
        }
    }

    /// Returns the oldest step for which a proof can be accepted; earlier ones need no lookup.
    package func oldestStep(of proof: AuthorisationProof, now: Instant) -> TimeStep {
        let claimed = totp.step(at: min(proof.claimedAt, now)).previous
        return max(claimed, Self.oldestAcceptableStep(of: totp, now: now))
    }

    // Returns the steps that a claimed time allows; the step after it only once it has begun.
    private func lateSteps(at claimedAt: Instant, now: Instant) -> [TimeStep] {
        totp.acceptedSteps(at: claimedAt).filter { totp.start(of: $0) <= now }
    }

    /// Returns the oldest step that can still be accepted; earlier spent steps may be forgotten.
    package static func oldestAcceptableStep(of totp: TOTP, now: Instant) -> TimeStep {
        totp.step(at: now.adding(seconds: -lateLimitSeconds)).previous
    }

    // A late proof depends on its claimed time, so the claim is checked first.
    private func refusalOfClaim(_ claimedAt: Instant, now: Instant) -> Refusal? {
        guard session.contains(claimedAt) else { return .claimOutsideSession }
        guard claimedAt <= now else { return .claimInFuture }
        let oldest = now.adding(seconds: -Self.lateLimitSeconds)
        return claimedAt < oldest ? .claimTooOld : nil
    }

    // Returns nil if the code is right for none of the steps, so that another time may be tried.
    private static func verdict(of verdict: TOTPGuard.Verdict) -> Verdict? {
        switch verdict {
        case .accepted(let step): .accepted(step)
        case .used: .refused(.codeUsed)
        case .wrong: nil
        }
    }
}
