import CoreVocabulary
import SyncCore
import WireProtocol

extension LedgerTransaction {
    /// Stores the items that the books do not contain and appends one audit row for them.
    ///
    /// Returns a verdict on each item, in order, and the number of those that were newly stored.
    func keep(
        _ request: SubmitEvidenceRequest,
        of who: Admission,
        limit: Int64,
        at now: Instant
    ) throws -> (verdicts: [EvidenceVerdict], keptCount: Int64) {
        let known = try evidenceCount(of: who.user.id)
        var verdicts: [EvidenceVerdict] = []
        var keptCount: Int64 = 0
        for item in request.items {
            let evidence = SubmittedEvidence(
                userID: who.user.id,
                sessionID: who.session.id,
                reason: item.reason,
                entry: item.entry,
                receivedAt: now
            )
            if try holds(item.entry) {
                verdicts.append(.held)
            } else if try hasEvidence(evidence.digest, of: who.user.id) {
                verdicts.append(.kept)
            } else if known + keptCount < limit {
                try insert(evidence)
                keptCount += 1
                verdicts.append(.kept)
            } else {
                verdicts.append(.full)
            }
        }
        if keptCount > 0 {
            try audit(
                .evidenceSubmitted,
                by: who.user.id,
                of: request.accountID.rawValue,
                at: now,
                count: keptCount
            )
        }
        return (verdicts, keptCount)
    }
}
