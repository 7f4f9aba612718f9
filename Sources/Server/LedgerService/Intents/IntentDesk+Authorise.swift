import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

extension IntentDesk {
    /// What became of a proof.
    enum Authorisation {
        /// It authorises the transfer, and its code first showed at this instant.
        case given(Instant)
        /// It does not.
        case refused(AuthorisationRefusal)
    }

    /// Judges the proof, and spends its code.
    ///
    /// A wrong code counts as a failed try of the user's transfers, and a right one clears those
    /// before it. One that is right for the time it claims is no wrong code, even if that time does
    /// not count: a clock may have been set since. Sign-ins are counted apart: whoever knows a name
    /// must not stop its sessions.
    func authorise(
        _ asked: AskedTransfer,
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> Authorisation {
        let key = GuardKey.transfers(user.id)
        var tries = try transaction.tries(under: key)
        if tries.state.delayEnd(at: now) != nil { return .refused(.mustWait) }
        let judgement = try judge(asked.proof, for: asked.reviewed, of: user, in: transaction)
        switch judgement.verdict {
        case .accepted(let step):
            guard try transaction.insertUsedStep(step, of: user.id, at: now) else {
                return .refused(.codeUsed)
            }
            if tries.state.failureCount > 0 {
                try transaction.update(GuardRecord(countedAt: now), under: key)
            }
            // Of the time that the proof claims nothing is known when its code was right at once. An
            // authenticator that runs ahead shows a code before its step.
            return .given(min(user.totp.start(of: step), now))
        case .refused(let refusal):
            if judgement.isWrongCode {
                tries.failed(at: now)
                try transaction.update(tries, under: key)
            }
            return .refused(refusal.answer)
        }
    }

    /// A verdict on a proof, and whether it counts as a failed try of the user's transfers.
    private struct Judgement {
        let verdict: TransferAuthorisation.Verdict
        var isWrongCode = false
    }

    private func judge(
        _ proof: AuthorisationProof,
        for reviewed: ReviewedTransfer,
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> Judgement {
        // The session may be an earlier one of the same user: the transfer waited for the line.
        guard let session = try transaction.session(proof.sessionID), session.userID == user.id
        else { return Judgement(verdict: .refused(.otherSession)) }
        guard try !transaction.isDistrusted(session) else {
            return Judgement(verdict: .refused(.otherSession))
        }
        // Destroyed when no proof under it could be taken any more: no code is compared.
        guard !session.sealedAuthorisationKey.isEmpty else {
            return Judgement(verdict: .refused(.claimTooOld))
        }
        guard
            let secret = masterKey.open(
                user.sealedTOTPSecret,
                .totpSecret,
                ownerBits: user.id.rawValue
            ),
            let key = masterKey.open(
                session.sealedAuthorisationKey,
                .authorisationKey,
                ownerBits: session.id.rawValue
            )
        else { throw SealBroken() }
        let authorisation = TransferAuthorisation(
            totp: user.totp,
            session: .init(
                id: session.id,
                openedAt: session.openedAt,
                endsAt: session.endsAt,
                endedAt: session.endedAt
            )
        )
        let oldest = authorisation.oldestStep(of: proof, now: now)
        let used = try transaction.usedSteps(of: user.id, since: oldest)
        let keyCopy = key.duplicate()
        let secretCopy = secret.duplicate()
        return keyCopy.withBytes { keyBytes in
            secretCopy.withBytes { secretBytes in
                let verdict = authorisation.verify(
                    proof,
                    for: reviewed,
                    sessionKey: keyBytes,
                    secret: secretBytes,
                    usedSteps: used,
                    now: now
                )
                guard case .refused(let refusal) = verdict, refusal.mayBeGuess else {
                    return Judgement(verdict: verdict)
                }
                let isRight = authorisation.isRightWhenClaimed(
                    proof,
                    for: reviewed,
                    sessionKey: keyBytes,
                    secret: secretBytes
                )
                return Judgement(verdict: verdict, isWrongCode: !isRight)
            }
        }
    }
}

extension LedgerReading {
    /// Whether nothing counts any more that was authorised in a session, because its key may be in
    /// wrong hands.
    ///
    /// An order to wipe that the end of a disabled user led to is none of the session's: what they
    /// queued must not be lost when they are enabled again.
    fileprivate func isDistrusted(_ session: SessionRecord) throws -> Bool {
        if let terminal = session.terminal, try isRevoked(terminal: terminal) { return true }
        guard let reason = session.endedFor else { return false }
        if reason.isForCause { return true }
        return try reason != .userDisabled && wipeOrder(of: session.id) != nil
    }
}

extension TransferAuthorisation.Refusal {
    /// True if the proof may be a guess.
    ///
    /// One of another session, or of a code that was spent, is none.
    fileprivate var mayBeGuess: Bool {
        switch self {
        case .proofWrong, .claimOutsideSession, .claimInFuture, .claimTooOld: true
        case .otherSession, .codeUsed: false
        }
    }

    /// The refusal in the words of the protocol.
    fileprivate var answer: AuthorisationRefusal {
        switch self {
        case .proofWrong: .codeWrong
        case .codeUsed: .codeUsed
        case .otherSession, .claimOutsideSession, .claimInFuture, .claimTooOld: .codeTooOld
        }
    }
}
