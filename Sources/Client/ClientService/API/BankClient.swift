public import CoreVocabulary
public import Cryptography
public import SyncCore
public import WireProtocol

/// The local service: all that a console can ask, answered from the local record.
///
/// Reads never wait for the network. What changes is told through ``events()``; whoever shows a
/// figure asks for it again. One client serves one signed-in user.
public protocol BankClient: Sendable {
    /// What happens, in order; one listener.
    func events() async -> AsyncStream<ClientEvent>

    /// Signs in with password and code together; both secrets are cleared afterwards.
    func signIn(user: String, password: SharedSecret, code: SharedSecret) async -> SignInOutcome

    /// Opens what this console holds of a user, without the bank: the password is enough, and only
    /// until the lease ends.
    ///
    /// Nothing can be sent before somebody signs in; what waits in the outbox stays there.
    func openOffline(user: String, password: SharedSecret) async -> OfflineOutcome

    /// Signs out: keys are forgotten, the queue stays.
    ///
    /// Where the bank cannot be told, the status says so, and the next sign-in here has the bank end
    /// the session.
    func signOut() async

    /// Checks the password against what was typed at sign-in, without the network.
    ///
    /// After ``unlockTryLimit`` wrong ones the session is signed out.
    func unlock(password: SharedSecret) async -> UnlockOutcome

    /// How the link and the local record stand.
    func status() async -> SyncStatus

    /// The accounts that the user may see, in the order to show them.
    func accounts() async throws -> [AccountSummary]

    /// The newest entries over all accounts, newest first.
    func recentActivity(limit: Int) async throws -> [EntryRecord]

    /// Entries of an account by place, newest first: place 0 is the newest.
    ///
    /// - Parameters:
    ///   - accountID: The account.
    ///   - places: Which; places beyond the last entry are left out.
    ///   - matches: Count only these entries, as a filter found them; nil for all.
    /// - Returns: The entries that there are.
    /// - Throws: `ClientError`.
    func entries(
        of accountID: AccountID,
        places: Range<Int>,
        among matches: MatchSet?
    ) async throws -> [EntryRecord]

    /// Looks for the entries that a filter lets through, newest first, in bounded memory.
    ///
    /// Tells of progress as it goes, the first matches at once; ends when all is read. Cancel the
    /// task that reads the stream to stop it.
    func search(_ filter: EntryFilter, in accountID: AccountID) async -> AsyncStream<SearchProgress>

    /// The holds of an account that are pending, oldest first.
    func holds(of accountID: AccountID) async throws -> [HoldRecord]

    /// The payees that are not removed, by name.
    func payees() async throws -> [PayeeRecord]

    /// Makes what the user is to review; it gets its key here, and keeps it.
    func review(_ draft: TransferDraft) async -> ReviewOutcome

    /// Authorises what was reviewed with a code, stores it in the outbox, and sends it.
    ///
    /// Returns when the bank has decided, or when the link is down and the transfer waits in the
    /// outbox. The code is cleared afterwards.
    func authorise(_ review: TransferReview, code: SharedSecret) async -> TransferOutcome

    /// What waits in the outbox or was decided and not yet acknowledged, oldest first.
    func outbox() async throws -> [OutboxItem]

    /// Takes a transfer back: out of the outbox if it was never sent, and by asking the bank, which
    /// decides, if it may have been.
    func cancel(_ key: IntentKey) async throws -> CancelOutcome

    /// Gives a waiting transfer a new code, after the first was refused.
    func reauthorise(_ key: IntentKey, code: SharedSecret) async -> TransferOutcome

    /// Marks a decision as seen.
    func acknowledge(_ key: IntentKey) async throws

    /// The months for which an account has a statement, newest first.
    func statementMonths(of accountID: AccountID) async throws -> [StatementMonth]

    /// The statement of a month.
    func statement(of accountID: AccountID, month: StatementMonth) async throws -> Statement

    /// How the local record, the line and the queue stand, in full.
    func syncReport() async throws -> SyncReport

    /// Notes that the user has read that the bank's books began a new life, and what they lack.
    func readNotice() async

    /// The user's sessions at the bank, the oldest first; nil when the bank cannot be asked.
    func sessions() async -> [SessionSummary]?

    /// Ends one of the user's sessions; whether the bank did.
    func endSession(_ id: SessionID) async -> Bool

    /// Asks the bank for news now.
    func refresh() async
}

/// How many wrong passwords may be tried at a locked screen before it signs out.
public let unlockTryLimit = 5
