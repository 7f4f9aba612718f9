import CoreVocabulary
import LedgerService
import SyncCore
import WireProtocol

extension Foresight {
    /// Judges entries that a console holds and that the books lack or contradict.
    func evidence(_ request: SubmitEvidenceRequest, _ who: Who) -> Move {
        guard who.person.everGranted.contains(request.accountID) else { return .problem(.notFound) }
        var after = state
        let budget = LimitKey(.evidenceOfUser, of: who.user.rawValue)
        guard var facts = after.count(budget, sizes.rates[.evidenceOfUser], at: now) else {
            return Move(answer: .slowDown)
        }
        let booked = state.ledger.accounts[request.accountID]?.entries ?? []
        var kept = state.evidence[who.user] ?? []
        var verdicts: [EvidenceVerdict] = []
        var newCount: Int64 = 0
        for item in request.items {
            let place = Int(item.entry.accountSequence) - 1
            if booked.indices.contains(place), booked[place] == item.entry {
                verdicts.append(.held)
            } else if kept.contains(item.entry) {
                verdicts.append(.kept)
            } else if kept.count < sizes.bank.counts.evidenceOfUser {
                kept.insert(item.entry)
                facts.append(.evidence(item.entry, item.reason, who.user, who.session, at: now))
                newCount += 1
                verdicts.append(.kept)
            } else {
                verdicts.append(.full)
            }
        }
        after.evidence[who.user] = kept
        if newCount > 0 {
            let account = request.accountID.rawValue
            facts.append(audited(.evidenceSubmitted, by: who.user, of: account, count: newCount))
        }
        return Move(facts: facts, after: after, answer: .evidence(verdicts))
    }
}
