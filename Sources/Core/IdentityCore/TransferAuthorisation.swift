public import CoreVocabulary

/// Decides whether a proof authorises a reviewed transfer, now or late.
///
/// Live, the code must be right for the server's present step, the one before or the next, whatever
/// time the console or the session's opening names: a clock that was set back since makes a right
/// code no worse. Late, when the line was down as the person typed, it must be right for the time
/// that the proof claims, or show next: a claim is behind the server's time by as much as the
/// console's sign-in took. Why that is safe stands in docs/decisions/0005-late-authorisation.md and
/// 0015-code-of-the-next-step.md. Either way a step counts once.
public struct TransferAuthorisation: Hashable, Sendable {
    /// How long after it was typed a code may still arrive, in seconds: 72 hours.
    ///
    /// The same as the offline lease: a console that may not show cached figures any more has
    /// nothing to send either.
    public static let lateLimitSeconds: Int64 = 72 * 3_600

    /// The session in which the code was typed.
    public struct Session: Hashable, Sendable {
        /// Names the session.
        public let id: SessionID
        /// When it was opened, by the server's clock.
        public let openedAt: Instant
        /// When it ends at the latest.
        public let endsAt: Instant
        /// When somebody ended it before that, by the server's clock; nil if nobody did.
        public let endedAt: Instant?

        /// Makes it from what the server has stored.
        public init(
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

        /// True if the session lived at an instant that is claimed.
        public func contains(_ instant: Instant) -> Bool {
            openedAt <= instant && instant < min(endsAt, endedAt ?? endsAt)
        }

        /// True if the session lives, by the server's clock as it is now.
        ///
        /// Somebody ended it or nobody did, whatever the clock said then; and what was opened is
        /// open, even if the clock has been set back to before that.
        public func isLive(at now: Instant) -> Bool {
            endedAt == nil && now < endsAt
        }
    }

    /// What became of a proof.
    public enum Verdict: Hashable, Sendable {
        /// It authorises the transfer, and this step is to be marked as spent.
        case accepted(TimeStep)
        /// It does not.
        case refused(Refusal)
    }

    /// Why a proof is refused, in the order in which the reasons are looked for.
    public enum Refusal: UInt16, Hashable, Sendable, CaseIterable {
        /// The proof names another session than the one it is checked against.
        case otherSession = 1
        /// The code is not right now, and the time it claims lies outside the session's life.
        case claimOutsideSession = 2
        /// The code is not right now, and the time it claims is still to come.
        case claimInFuture = 3
        /// The code is not right now, and the time it claims is more than 72 hours ago.
        case claimTooOld = 4
        /// The code is right, now or for the time it claims, and was spent.
        case codeUsed = 5
        /// The code, the transfer or the key is another: which one cannot be told.
        case proofWrong = 6
    }

    /// How the user's authenticator makes codes.
    public let totp: TOTP
    /// The session in which the code was typed.
    public let session: Session

    /// Makes the judge of the proofs of one session.
    public init(totp: TOTP, session: Session) {
        self.totp = totp
        self.session = session
    }

    /// Judges a proof; changes nothing.
    ///
    /// Whoever acts on an accepted step marks it as spent in the same database transaction.
    ///
    /// - Parameters:
    ///   - proof: What the console sent.
    ///   - reviewed: The transfer that is about to be posted.
    ///   - sessionKey: The authorisation key of the session.
    ///   - secret: The secret of the user's authenticator.
    ///   - usedSteps: What the user has spent.
    ///   - now: The server's time.
    /// - Returns: Whether it authorises the transfer.
    public func verify(
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

    /// True if the code of a proof is right for the time that the proof claims, even if that time
    /// does not count.
    ///
    /// A proof that is refused for its time alone is no guess: somebody read the code off the
    /// authenticator, and a clock was set meanwhile, or the line was down for too long. Whoever
    /// guesses is right as seldom as with a late code, so that this opens no other way.
    ///
    /// - Parameters:
    ///   - proof: What the console sent.
    ///   - reviewed: The transfer that it is for.
    ///   - sessionKey: The authorisation key of the session.
    ///   - secret: The secret of the user's authenticator.
    /// - Returns: Whether it is right for one of the steps around its claim.
    public func isRightWhenClaimed(
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

    // Every step is computed, so that the time does not tell which one was right.
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

    /// The oldest step that a proof can be accepted for: no spent step before it needs looking up.
    public func oldestStep(of proof: AuthorisationProof, now: Instant) -> TimeStep {
        let claimed = totp.step(at: min(proof.claimedAt, now)).previous
        return max(claimed, Self.oldestAcceptableStep(of: totp, now: now))
    }

    // What a claim is right for; the step after it only once it has begun.
    private func lateSteps(at claimedAt: Instant, now: Instant) -> [TimeStep] {
        totp.acceptedSteps(at: claimedAt).filter { totp.start(of: $0) <= now }
    }

    /// The oldest step that can still be accepted; used steps before it may be forgotten.
    public static func oldestAcceptableStep(of totp: TOTP, now: Instant) -> TimeStep {
        totp.step(at: now.adding(seconds: -lateLimitSeconds)).previous
    }

    // A late proof stands or falls with the time it claims, so the claim is checked first.
    private func refusalOfClaim(_ claimedAt: Instant, now: Instant) -> Refusal? {
        guard session.contains(claimedAt) else { return .claimOutsideSession }
        guard claimedAt <= now else { return .claimInFuture }
        let oldest = now.adding(seconds: -Self.lateLimitSeconds)
        return claimedAt < oldest ? .claimTooOld : nil
    }

    // nil when the code is right for none of the steps, and another time may be tried.
    private static func verdict(of verdict: TOTPGuard.Verdict) -> Verdict? {
        switch verdict {
        case .accepted(let step): .accepted(step)
        case .used: .refused(.codeUsed)
        case .wrong: nil
        }
    }
}
