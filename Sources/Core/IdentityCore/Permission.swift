/// Permission for a kind of action.
///
/// Ownership and grants decide which accounts the action may concern. Actions of operators at the
/// bank's host need no permission.
package enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See, renew and end one's own sessions.
    case manageOwnSessions
    /// See accounts with their balances and entries.
    case viewAccounts
    /// Move money from an account.
    case makeTransfer

    /// True if the permission allows a change at the bank.
    package var isWriting: Bool {
        switch self {
        case .manageOwnSessions, .viewAccounts: false
        case .makeTransfer: true
        }
    }
}
