import IdentityCore
import WireProtocol

extension Route {
    /// The permission that the caller's role must have; nil for routes without a session.
    ///
    /// The switch has no default, so a new route does not compile until its permission is decided.
    var permission: Permission? {
        switch self {
        case .signIn, .renew, .wiped: nil
        case .signOut, .sessions, .endSession: .manageOwnSessions
        case .beginSync, .snapshot, .feed, .stream, .reconcile, .entries, .records,
            .submitEvidence, .intentStatus:
            .viewAccounts
        case .submitIntent, .submitIntents, .cancelIntent: .makeTransfer
        }
    }

    /// True if the route reads many records at once and therefore has a separate budget.
    var isBulkRead: Bool {
        switch self {
        case .beginSync, .snapshot, .reconcile, .entries, .records: true
        case .signIn, .renew, .wiped, .signOut, .sessions, .endSession, .feed, .stream,
            .submitEvidence, .intentStatus, .submitIntent, .submitIntents, .cancelIntent:
            false
        }
    }
}
