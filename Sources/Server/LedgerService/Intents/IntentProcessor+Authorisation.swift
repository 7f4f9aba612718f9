import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

extension IntentProcessor {
    /// Outcome of verifying a proof.
    enum Authorisation {
        /// It authorises the transfer, and its code was first shown at this instant.
        case given(Instant)
        /// It does not authorise the transfer, for this reason.
        case refused(AuthorisationRefusal)
    }

    /// Verifies the proof and marks its code as used.
    ///
    /// A wrong code counts as a failed try of the user's transfers, and a right one clears earlier
    /// failures. A code that is right for its claimed time is not counted as wrong, even if that
    /// time is not accepted, because a clock may have been set since. Failed sign-ins are counted
    /// separately, so that knowing a name is not enough to stop its sessions.
    func authorise(_ asked: AskedTransfer, of user: UserRecord) throws -> Authorisation {
        let key = AttemptKey.transfers(user.id)
        var tries = try transaction.tries(under: key)
        if tries.state.delayEnd(at: now) != nil { return .refused(.mustWait) }
        let judgement = try judge(asked.proof, for: asked.reviewed, of: user)
        switch judgement.verdict {
        case .accepted(let step):
            guard try transaction.insertUsedStep(step, of: user.id, at: now) else {
                return .refused(.codeUsed)
            }
            if tries.state.failureCount > 0 {
                try transaction.update(AttemptRecord(countedAt: now), under: key)
            }
            // If the code was right at once, the claimed time proves nothing. An authenticator
            // whose clock runs ahead shows a code before its step.
            return .given(min(user.totp.start(of: step), now))
        case .refused(let refusal):
            if judgement.isWrongCode {
                tries.failed(at: now)
                try transaction.update(tries, under: key)
            }
            return .refused(refusal.answer)
        }
    }

    /// Returns the verdict on a proof, and true if it counts as a failed try of its user.
    private func judge(
        _ proof: AuthorisationProof,
        for reviewed: ReviewedTransfer,
        of user: UserRecord
    ) throws -> (verdict: TransferAuthorisation.Verdict, isWrongCode: Bool) {
        // The session may be an earlier one of the same user, because the transfer was queued while
        // the link was down.
        guard let session = try transaction.session(proof.sessionID), session.userID == user.id
        else { return (.refused(.otherSession), isWrongCode: false) }
        guard try !transaction.isDistrusted(session) else {
            return (.refused(.otherSession), isWrongCode: false)
        }
        // An empty key was destroyed when no proof under it could be accepted any more. No code is
        // compared.
        guard !session.sealedAuthorisationKey.isEmpty else {
            return (.refused(.claimTooOld), isWrongCode: false)
        }
        let secret = try context.masterKey.reveal(
            user.sealedTOTPSecret,
            .totpSecret,
            ownerBits: user.id.rawValue
        )
        let key = try context.masterKey.reveal(
            session.sealedAuthorisationKey,
            .authorisationKey,
            ownerBits: session.id.rawValue
        )
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
                    return (verdict, isWrongCode: false)
                }
                let isRight = authorisation.isRightWhenClaimed(
                    proof,
                    for: reviewed,
                    sessionKey: keyBytes,
                    secret: secretBytes
                )
                return (verdict, isWrongCode: !isRight)
            }
        }
    }
}

extension LedgerReading {
    /// Returns true if proofs of a session are void because its key may be compromised.
    ///
    /// A wipe order that follows from disabling the user does not count, because the transfers that
    /// they queued must survive until they are enabled again.
    fileprivate func isDistrusted(_ session: SessionRecord) throws -> Bool {
        if let terminal = session.terminal, try isRevoked(terminal: terminal) { return true }
        guard let reason = session.endedFor else { return false }
        if reason.isForCause { return true }
        return try reason != .userDisabled && wipeOrder(of: session.id) != nil
    }
}

extension TransferAuthorisation.Refusal {
    /// True if the proof may be a guessed code: not of another session, and not used before.
    fileprivate var mayBeGuess: Bool {
        switch self {
        case .proofWrong, .claimOutsideSession, .claimInFuture, .claimTooOld: true
        case .otherSession, .codeUsed: false
        }
    }

    fileprivate var answer: AuthorisationRefusal {
        switch self {
        case .proofWrong: .codeWrong
        case .codeUsed: .codeUsed
        case .otherSession, .claimOutsideSession, .claimInFuture, .claimTooOld: .codeTooOld
        }
    }
}
