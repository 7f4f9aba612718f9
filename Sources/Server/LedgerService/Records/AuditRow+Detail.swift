extension AuditRow {
    /// The fact encoded in the row's detail; nil if there is none, or a digest of journals.
    package var told: AuditDetail? {
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
