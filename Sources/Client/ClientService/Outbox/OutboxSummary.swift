/// Summary of an outbox for the status; empty without one.
struct OutboxSummary {
    /// Number of transfers that the bank has not decided.
    var openCount = 0
    /// Number of open transfers that need another code from the user before they are sent.
    var needsCodeCount = 0
    /// Number of decisions that the user has not seen.
    var unseenDecisionCount = 0
    fileprivate var hasUnreadEpoch = false
    fileprivate var hasUnreadLoss = false
    fileprivate var isUnwritable = false
    fileprivate var isDamaged = false

    /// Returns the notice about the outbox that matters most; nil if there is none.
    ///
    /// Damage stays, so it is told only while nothing else has to be told that passes
    /// (`tellsOfDamage`).
    func notice(tellsOfDamage: Bool) -> StatusNotice? {
        if isUnwritable { return .outboxUnwritable }
        if hasUnreadEpoch { return .booksRestored }
        if hasUnreadLoss { return .booksLackEntries }
        return isDamaged && tellsOfDamage ? .outboxDamaged : nil
    }
}

extension Outbox {
    /// Summary of the outbox as it is now.
    var summary: OutboxSummary {
        var summary = OutboxSummary(
            hasUnreadEpoch: hasUnreadEpoch,
            hasUnreadLoss: hasUnreadLoss,
            isUnwritable: isUnwritable,
            isDamaged: isDamaged
        )
        for record in records {
            if record.isOpen { summary.openCount += 1 }
            switch record.state {
            case .needsCode: summary.needsCodeCount += 1
            case .decided: summary.unseenDecisionCount += 1
            case .queued, .sending, .unknown, .cancelAsked, .cancelled: break
            }
        }
        return summary
    }
}
