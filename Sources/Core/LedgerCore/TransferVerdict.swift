/// Result of judging one transfer.
enum TransferVerdict: Sendable {
    /// The transfer breaks this rule.
    case refused(Rejection)
    /// The transfer breaks no rule; the value is what it will change.
    case allowed(TransferPlan)
}
