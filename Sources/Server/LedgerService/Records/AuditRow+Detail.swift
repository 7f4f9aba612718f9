extension AuditRow {
    /// The fact encoded in the row's detail.
    ///
    /// It is nil for a row without a detail, and for one whose detail is a digest of journals.
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
