package import ClientService
package import CoreVocabulary
package import SyncCore
package import WireProtocol

/// Reply to a ``ClientEffect``.
package enum ClientReply: Sendable {
    /// The outcome of an attempt to sign in.
    case signedIn(SignInOutcome)
    /// The outcome of an attempt to open the record without the bank.
    case openedOffline(OfflineOutcome)
    /// The session has ended.
    case signedOut
    /// The outcome of an attempt to unlock.
    case unlocked(UnlockOutcome)
    /// The state of link and record.
    case status(SyncStatus)
    /// The accounts that the user may see, with their figures.
    case accounts([AccountSummary])
    /// The newest entries over all accounts.
    case activity([EntryRecord])
    /// All payees of the user.
    case payees([PayeeRecord])
    /// Transfers that wait, and decisions not yet marked as seen.
    case outbox([OutboxItem])
    /// The reply to a screen's query.
    case query(QueryReply)
    /// The progress of a search.
    case searchProgress(RequestID, SearchProgress)
    /// A search has ended: complete, cancelled or failed.
    case searchEnded(RequestID)
    /// The outcome of reviewing a draft.
    case reviewed(RequestID, ReviewOutcome)
    /// The outcome of authorising a transfer.
    case transferred(IntentKey, TransferOutcome)
    /// The outcome of cancelling a transfer.
    case cancelled(IntentKey, CancelOutcome)
    /// A decision was marked as seen.
    case acknowledged(IntentKey)
    /// The user's sessions; nil if the bank could not be asked.
    case sessions([SessionSummary]?)
    /// The result of ending a session; true if the bank has ended it.
    case sessionEnded(SessionID, Bool)
    /// The bank has been asked for news.
    case refreshed
    /// The credentials to fill in, nil for an unknown name, and whether to sign in with them at
    /// once.
    case filledIn(DemoCredentials?, signsIn: Bool)
    /// The new condition of the demo's link.
    case line(LineCommand)
    /// The effect is complete and has no result.
    case done
    /// The local record could not be read or changed.
    case failed(FailedLoad)
}

/// Request that the local record could not answer.
package enum FailedLoad: Hashable, Sendable {
    /// The accounts that the user may see.
    case accounts
    /// The newest entries over all accounts.
    case activity
    /// The payees of the user.
    case payees
    /// The transfers that wait, and the decisions.
    case outbox
    /// The cancellation of a transfer.
    case cancel(IntentKey)
    /// Marking a decision as seen.
    case acknowledge(IntentKey)
}
