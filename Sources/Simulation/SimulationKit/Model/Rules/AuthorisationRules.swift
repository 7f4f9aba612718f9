import CoreVocabulary
import IdentityCore
import LedgerService
import WireProtocol

/// Rules for the code that authorises a transfer.
struct AuthorisationRules: ActRules {
    let foresight: Foresight

    /// The verdict on the proof of a transfer.
    enum Proof {
        /// The proof authorises the transfer with the code of a step.
        case given(step: Int64)
        /// The proof is refused.
        case refused(AuthorisationRefusal, isCounted: Bool)
    }

    /// Judges a proof now, or as a late one at the time that it claims; each code counts once.
    func proof(
        of request: SubmitIntentRequest,
        _ reviewed: ReviewedTransfer,
        _ user: UserID,
        _ person: ModelState.Person
    ) -> Proof {
        if person.tries.mustWait(at: now) { return .refused(.mustWait, isCounted: false) }
        let id = request.sessionID
        guard let session = state.sessions[id], session.user == user else {
            return .refused(.codeTooOld, isCounted: false)
        }
        switch session.endedFor {
        case .tokenReused, .consoleRevoked: return .refused(.codeTooOld, isCounted: false)
        case .userDisabled, nil: break
        default:
            if state.wipeOrders.contains(id) { return .refused(.codeTooOld, isCounted: false) }
        }
        if !session.hasKeys { return .refused(.codeTooOld, isCounted: false) }
        func verdict(_ steps: [Int64]) -> Proof? {
            let right = steps.filter { isRight($0, request, reviewed, user) }
            guard !right.isEmpty else { return nil }
            guard let step = right.first(where: { !person.spentSteps.contains($0) }) else {
                return .refused(.codeUsed, isCounted: false)
            }
            return .given(step: step)
        }
        if session.lives(at: now), let verdict = verdict(Codes.acceptedSteps(at: now)) {
            return verdict
        }
        let claimed = request.claimedAt
        // The code is right for the claimed time, so it was read off the authenticator and not
        // guessed.
        let isGuess = !Codes.acceptedSteps(at: claimed).contains {
            isRight($0, request, reviewed, user)
        }
        let isInSession = session.openedAt <= claimed && claimed < session.lastsUntil
        let isTooOld = claimed < now.adding(seconds: -Codes.lateSeconds)
        guard isInSession, claimed <= now, !isTooOld else {
            return .refused(.codeTooOld, isCounted: isGuess)
        }
        let late = Codes.acceptedSteps(at: claimed).filter { Codes.start(of: $0) <= now }
        return verdict(late) ?? .refused(.codeWrong, isCounted: isGuess)
    }

    /// Returns true if the proof was made with the code of a step, in the way a console makes it.
    private func isRight(
        _ step: Int64,
        _ request: SubmitIntentRequest,
        _ reviewed: ReviewedTransfer,
        _ user: UserID
    ) -> Bool {
        if let known = act.rightCodes.value[step] { return known }
        guard let key = foresight.given.keys[request.sessionID],
            let person = Town.people.first(where: { $0.id == user })
        else { return false }
        let made = AuthorisationProof(
            authorising: reviewed,
            with: Codes.oneTimeCode(of: person, step: step),
            sessionID: request.sessionID,
            claimedAt: request.claimedAt,
            sessionKey: key.span
        )
        let isRight = made.code == request.proof
        act.rightCodes.value[step] = isRight
        return isRight
    }
}
