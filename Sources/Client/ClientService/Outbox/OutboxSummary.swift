/// Summary of an outbox for the status; empty without one.
struct OutboxSummary {
    private(set) var openCount = 0
    private(set) var needsCodeCount = 0
    private(set) var unseenDecisionCount = 0
    private var hasUnreadEpoch = false
    private var hasUnreadLoss = false
    private var isUnwritable = false
    private var isDamaged = false

    /// Reads the summary of an outbox.
    static func read(_ outbox: Outbox?) async -> OutboxSummary {
        var summary = OutboxSummary()
        guard let outbox else { return summary }
        summary.openCount = await outbox.openCount
        summary.needsCodeCount = await outbox.needsCodeCount
        summary.unseenDecisionCount = await outbox.unseenDecisionCount
        summary.hasUnreadEpoch = await outbox.hasUnreadEpoch
        summary.hasUnreadLoss = await outbox.hasUnreadLoss
        summary.isUnwritable = await outbox.isUnwritable
        summary.isDamaged = outbox.isDamaged
        return summary
    }

    /// Returns the notice about the outbox that matters most; nil if there is none.
    ///
    /// - Parameter tellsOfDamage: False while something else has to be told that passes, since damage
    ///   stays.
    /// - Returns: The notice.
    func notice(tellsOfDamage: Bool) -> StatusNotice? {
        if isUnwritable { return .outboxUnwritable }
        if hasUnreadEpoch { return .booksRestored }
        if hasUnreadLoss { return .booksLackEntries }
        return isDamaged && tellsOfDamage ? .outboxDamaged : nil
    }
}
