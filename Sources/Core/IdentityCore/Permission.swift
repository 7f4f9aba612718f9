/// Something that a user may or may not do.
///
/// A permission opens a kind of act; which accounts it reaches is decided by ownership and grants. What
/// operators do at the bank's host needs none.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See one's own sessions, renew and end them.
    case manageOwnSessions
    /// See accounts with their balances and entries.
    case viewAccounts
    /// Move money.
    case makeTransfer

    /// Whether it changes anything at the bank.
    public var isWriting: Bool {
        switch self {
        case .manageOwnSessions, .viewAccounts: false
        case .makeTransfer: true
        }
    }
}
