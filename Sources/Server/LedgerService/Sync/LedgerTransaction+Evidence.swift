import CoreVocabulary
import SyncCore
import WireProtocol

/// Verdicts on the items of one request.
struct JudgedEvidence: Sendable {
    /// A verdict on each item, in the order of the request.
    var verdicts: [EvidenceVerdict] = []
    /// The number of items that this request newly stored.
    var keptCount: Int64 = 0
}

extension LedgerTransaction {
    /// Stores the items that the books do not contain and appends one audit row for them.
    func keep(
        _ request: SubmitEvidenceRequest,
        of who: Admission,
        limit: Int64,
        at now: Instant
    ) throws -> JudgedEvidence {
        let known = try evidenceCount(of: who.user.id)
        var judged = JudgedEvidence()
        for item in request.items {
            let evidence = SubmittedEvidence(
                userID: who.user.id,
                sessionID: who.session.id,
                reason: item.reason,
                entry: item.entry,
                receivedAt: now
            )
            if try holds(item.entry) {
                judged.verdicts.append(.held)
            } else if try hasEvidence(evidence.digest, of: who.user.id) {
                judged.verdicts.append(.kept)
            } else if known + judged.keptCount < limit {
                try insert(evidence)
                judged.keptCount += 1
                judged.verdicts.append(.kept)
            } else {
                judged.verdicts.append(.full)
            }
        }
        if judged.keptCount > 0 {
            try audit(
                .evidenceSubmitted,
                by: who.user.id,
                of: request.accountID.rawValue,
                at: now,
                count: judged.keptCount
            )
        }
        return judged
    }
}
