public import ClientService
public import CoreVocabulary
public import SyncCore
public import WireProtocol

/// The answer to a ``ClientEffect``.
public enum ClientReply: Sendable {
    /// How the attempt to sign in ended.
    case signedIn(SignInOutcome)
    /// How the attempt to open the record without the bank ended.
    case openedOffline(OfflineOutcome)
    /// The session is over.
    case signedOut
    /// How the attempt to unlock ended.
    case unlocked(UnlockOutcome)
    /// How link and record stand.
    case status(SyncStatus)
    /// The accounts that the user may see, with their figures.
    case accounts([AccountSummary])
    /// The newest entries over all accounts.
    case activity([EntryRecord])
    /// All payees of the user.
    case payees([PayeeRecord])
    /// All that waits, and what was decided and not yet marked as seen.
    case outbox([OutboxItem])
    /// The pending holds of an account.
    case holds(AccountID, [HoldRecord])
    /// A run of entries; fewer than asked for when there are no more.
    case entries(EntriesRequest, [EntryRecord])
    /// How far a search has come.
    case searchProgress(RequestID, SearchProgress)
    /// A search is over: complete, cancelled or failed.
    case searchEnded(RequestID)
    /// What became of a draft.
    case reviewed(RequestID, ReviewOutcome)
    /// What became of a transfer.
    case transferred(IntentKey, TransferOutcome)
    /// What became of taking a transfer back.
    case cancelled(IntentKey, CancelOutcome)
    /// A decision was marked as seen.
    case acknowledged(IntentKey)
    /// The months with a statement.
    case statementMonths(AccountID, [StatementMonth])
    /// The statement of a month.
    case statement(Statement)
    /// How line, record and queue stand, in full.
    case syncReport(SyncReport)
    /// The user's sessions; nil when the bank could not be asked.
    case sessions([SessionSummary]?)
    /// Whether the bank ended a session.
    case sessionEnded(SessionID, Bool)
    /// The bank was asked for news.
    case refreshed
    /// What somebody would type now, and whether it is sent at once; nil when nobody has that name.
    case filledIn(DemoCredentials?, signsIn: Bool)
    /// The line does as it was told.
    case line(LineCommand)
    /// The effect is done, and there is nothing to say of it.
    case done
    /// The local record could not answer.
    case failed(FailedLoad)
    /// The user has no such account any more, so there was nothing to answer; nothing is wrong with
    /// the record.
    case accountGone(AccountID, FailedLoad)
}

/// What the local record could not answer.
public enum FailedLoad: Hashable, Sendable {
    /// The accounts that the user may see.
    case accounts
    /// The newest entries over all accounts.
    case activity
    /// The payees of the user.
    case payees
    /// What waits, and what was decided.
    case outbox
    /// The pending holds of an account.
    case holds
    /// A run of entries.
    case entries(RequestID)
    /// Whether a transfer could be taken back.
    case cancel(IntentKey)
    /// That a decision was seen.
    case acknowledge(IntentKey)
    /// The months with a statement.
    case statementMonths
    /// The statement of a month.
    case statement
    /// How line, record and queue stand.
    case syncReport
}
