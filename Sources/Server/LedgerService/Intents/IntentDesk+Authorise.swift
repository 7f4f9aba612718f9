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
    /// A wrong code counts as a failed try of the user, here as at sign-in.
    func authorise(
        _ asked: AskedTransfer,
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> Authorisation {
        let key = GuardKey.user(user.id)
        var tries = try transaction.tries(under: key)
        if let until = tries.state.blockedUntil, now < until { return .refused(.mustWait) }
        switch try verdict(on: asked.proof, for: asked.reviewed, of: user, in: transaction) {
        case .accepted(let step):
            guard try transaction.insertUsedStep(step, of: user.id, at: now) else {
                return .refused(.codeUsed)
            }
            // Of the time that the proof claims nothing is known when its code was right at once.
            return .given(user.totp.start(of: step))
        case .refused(let refusal):
            if refusal.isWrongCode {
                tries.state.failed(at: now)
                try transaction.update(tries, under: key)
            }
            return .refused(refusal.answer)
        }
    }

    private func verdict(
        on proof: AuthorisationProof,
        for reviewed: ReviewedTransfer,
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> TransferAuthorisation.Verdict {
        // The session may be an earlier one of the same user: the transfer waited for the line.
        guard let session = try transaction.session(proof.sessionID), session.userID == user.id
        else { return .refused(.otherSession) }
        guard try !transaction.isDistrusted(session) else { return .refused(.otherSession) }
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
                endsAt: session.lastsUntil
            )
        )
        let oldest = authorisation.oldestStep(of: proof, now: now)
        let used = try transaction.usedSteps(of: user.id, since: oldest)
        let keyCopy = key.duplicate()
        let secretCopy = secret.duplicate()
        return keyCopy.withBytes { keyBytes in
            secretCopy.withBytes { secretBytes in
                authorisation.verify(
                    proof,
                    for: reviewed,
                    sessionKey: keyBytes,
                    secret: secretBytes,
                    usedSteps: used,
                    now: now
                )
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
    /// Whether the code was tried and found wrong for the time now, whatever time it claims: such
    /// a try may have been a guess, and is counted.
    fileprivate var isWrongCode: Bool {
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
