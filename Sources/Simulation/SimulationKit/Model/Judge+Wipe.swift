import CoreVocabulary
import WireProtocol

/// The record of wipe orders that the bank has given.
extension Judge {
    /// Remembers the user and session of a wipe order, by its nonce.
    func learn(_ act: Act, _ problem: Problem) {
        guard let nonce = problem.wipeNonce, case .request(let envelope?) = act.wish else { return }
        let session: SessionID?
        switch envelope.request {
        case .signIn(let request):
            let name = request.user.lowercased()
            guard let person = Town.people.first(where: { $0.name == name }) else { return }
            return note(nonce, about: person.id, nil)
        case .renew(let request): session = Token(refresh: request.refresh)?.session
        default: session = access(of: act)?.session
        }
        guard let session, let user = owner(of: session) else { return }
        note(nonce, about: user, session)
    }

    private func note(_ nonce: [UInt8], about user: UserID, _ session: SessionID?) {
        let order = Given.Wipe(user: user, session: session, epoch: now.epoch)
        state.value.given.wipes[nonce] = order
    }
}
