/// Something that a user may or may not do.
///
/// A permission opens a kind of act; which accounts it reaches is decided by ownership and grants.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See one's own sessions, renew and end them.
    case manageOwnSessions
    /// See accounts with their balances and entries.
    case viewAccounts
    /// See accounts of customers whom one was not assigned to.
    case viewAnyAccount
    /// See and search statements.
    case viewStatements
    /// Write entries to a file.
    case exportJournal
    /// Move money.
    case makeTransfer
    /// Add, change and remove payees.
    case managePayees
    /// Approve what another person made.
    case approveTransfer
    /// Lift the delay that failed sign-ins have earned a user.
    case unlockUser
    /// Read the audit log.
    case viewAudit

    /// Whether it changes anything at the bank.
    public var isWriting: Bool {
        switch self {
        case .manageOwnSessions, .viewAccounts, .viewAnyAccount, .viewStatements, .exportJournal,
            .viewAudit:
            false
        case .makeTransfer, .managePayees, .approveTransfer, .unlockUser: true
        }
    }
}
