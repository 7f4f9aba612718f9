/// The judgement on one transfer.
enum TransferVerdict: Sendable {
    /// It breaks this rule.
    case refused(Rejection)
    /// It breaks none.
    case allowed(TransferPlan)
}
