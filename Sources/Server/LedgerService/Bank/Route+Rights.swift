import IdentityCore
import WireProtocol

extension Route {
    /// What the role of whoever asks must allow; nil where nobody has a role yet or any more.
    ///
    /// No default: a route that is added does not compile before somebody decided about it.
    var permission: Permission? {
        switch self {
        case .signIn, .renew, .wiped: nil
        case .signOut, .sessions, .endSession: .manageOwnSessions
        case .beginSync, .snapshot, .feed, .stream, .reconcile, .entries, .records,
            .submitEvidence, .intentStatus:
            .viewAccounts
        case .submitIntent, .cancelIntent: .makeTransfer
        }
    }

    /// Whether many records are read for it at once, so that it has a budget of its own.
    var isBulkRead: Bool {
        switch self {
        case .beginSync, .snapshot, .reconcile, .entries, .records: true
        case .signIn, .renew, .wiped, .signOut, .sessions, .endSession, .feed, .stream,
            .submitEvidence, .intentStatus, .submitIntent, .cancelIntent:
            false
        }
    }
}
