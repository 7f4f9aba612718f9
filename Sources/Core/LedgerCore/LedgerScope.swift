/// How much of the ledger a state holds.
public enum LedgerScope: Hashable, Sendable {
    /// What some commands touch: every account can be judged, the sums cannot.
    case workingSet
    /// Every account, transfer and journal since the beginning.
    case wholeLedger
}
