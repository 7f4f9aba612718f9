import CoreVocabulary
import SyncCore
import WireProtocol

extension Bank {
    /// Stores what a console found wrong with an account, as a claim of its user.
    ///
    /// The bank verifies what it can. An entry that the books contain in the same place and with
    /// the same bytes is answered as held and not stored. Anything else is stored once. Evidence
    /// moves no money.
    func submitEvidence(
        _ request: SubmitEvidenceRequest,
        _ caller: Caller
    ) async throws -> Reply {
        let now = clock.now()
        let judged: JudgedEvidence = try await commit { [configuration] transaction in
            let who = try transaction.admit(caller, to: .submitEvidence, at: now)
            try transaction.checkRights(
                of: who,
                to: .submitEvidence,
                onPresentOrPast: request.accountID
            )
            let budget = LimitKey(.evidenceOfUser, of: who.user.id.rawValue)
            try transaction.count(budget, configuration.limits, at: now)
            let limit = configuration.counts.evidenceOfUser
            return try transaction.keep(request, of: who, limit: limit, at: now)
        }
        if judged.keptCount > 0 { metrics.count(.evidenceSubmitted) }
        return .evidence(judged.verdicts)
    }
}

/// Verdicts on the items of one request.
private struct JudgedEvidence: Sendable {
    /// A verdict on each item, in the order of the request.
    var verdicts: [EvidenceVerdict] = []
    /// The number of items that this request newly stored.
    var keptCount: Int64 = 0
}

extension LedgerTransaction {
    /// Stores the items that the books do not contain and appends one audit row for them.
    fileprivate func keep(
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
                objectBits: request.accountID.rawValue,
                at: now,
                count: judged.keptCount
            )
        }
        return judged
    }
}
