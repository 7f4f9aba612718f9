import CoreVocabulary
import Cryptography
import IdentityCore
import WireProtocol

extension IntentDesk {
    /// Judges the proof, and spends its code; the reason when it does not authorise the transfer.
    ///
    /// A wrong code counts as a failed try of the user, here as at sign-in.
    func authorise(
        _ asked: AskedTransfer,
        of user: UserRecord,
        in transaction: any LedgerTransaction
    ) throws -> AuthorisationRefusal? {
        let key = GuardKey.user(user.id)
        var tries = try transaction.tries(under: key)
        if let until = tries.state.blockedUntil, now < until { return .mustWait }
        switch try verdict(on: asked.proof, for: asked.reviewed, of: user, in: transaction) {
        case .accepted(let step):
            guard try transaction.insertUsedStep(step, of: user.id, at: now) else {
                return .codeUsed
            }
            return nil
        case .refused(let refusal):
            if refusal.isWrongCode {
                tries.state.failed(at: now)
                try transaction.update(tries, under: key)
            }
            return refusal.answer
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
        let oldest = TransferAuthorisation.oldestAcceptableStep(of: user.totp, now: now)
        let used = try transaction.usedSteps(of: user.id, since: oldest)
        let authorisation = TransferAuthorisation(
            totp: user.totp,
            session: .init(
                id: session.id,
                openedAt: session.openedAt,
                endsAt: session.lastsUntil
            )
        )
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
