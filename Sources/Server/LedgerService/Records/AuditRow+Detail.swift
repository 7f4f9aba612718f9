extension AuditRow {
    /// The fact that the line tells in its detail; nil for a line without one, and for one whose
    /// detail binds the journals that it stands for.
    public var told: AuditDetail? {
        guard let detail else { return nil }
        switch (action, result) {
        case (.limitsChanged, _), (.accountOpened, .done): return AuditDetail.readLimits(detail)
        case (.accountOpened, .refused): return AuditDetail.readNumber(detail)
        case (.accessChanged, .done), (.roleChanged, .done): return AuditDetail.readBefore(detail)
        case (.payeeChanged, .done): return AuditDetail.readPayee(detail)
        default: return nil
        }
    }
}
