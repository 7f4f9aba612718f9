package import CoreVocabulary
package import Cryptography
package import WireProtocol

/// Local service of a console, which answers every question from the local record.
///
/// Reads never wait for the network. Changes are announced through ``events()``, after which an
/// observer reads the figures again. A client serves one signed-in user.
package protocol BankClient: RecordReading {
    /// Returns the stream of events, in order; it has one listener.
    func events() async -> AsyncStream<ClientEvent>

    /// Signs in with password and code together; both secrets are wiped afterwards.
    func signIn(user: String, password: SharedSecret, code: SharedSecret) async -> SignInOutcome

    /// Opens this console's record of a user without the bank.
    ///
    /// The password is enough, until the lease ends. Nothing can be sent before a sign-in. The outbox
    /// keeps its queue.
    func openOffline(user: String, password: SharedSecret) async -> OfflineOutcome

    /// Signs out: destroys the keys and keeps the queue.
    ///
    /// If the bank cannot be told, the status says so, and the next sign-in here makes the bank end
    /// the session.
    func signOut() async

    /// Compares the password with the one typed at sign-in, without the network.
    ///
    /// After ``unlockTryLimit`` wrong tries the session is signed out.
    func unlock(password: SharedSecret) async -> UnlockOutcome

    /// Returns the state of the link and of the local record.
    func status() async -> SyncStatus

    /// Searches for entries that match a filter, newest first, in bounded memory.
    ///
    /// The stream reports progress, the first matches at once, and ends when all entries are read.
    /// Cancel the task that reads it to stop the search.
    func search(_ filter: EntryFilter, in accountID: AccountID) async -> AsyncStream<SearchProgress>

    /// Makes the review of a draft; the transfer gets its permanent key here.
    func review(_ draft: TransferDraft) async -> ReviewOutcome

    /// Authorises a reviewed transfer with a code, stores it in the outbox, and sends it.
    ///
    /// It returns when the bank has decided, or when the link is down and the transfer waits in the
    /// outbox. The code is wiped afterwards.
    func authorise(_ review: TransferReview, code: SharedSecret) async -> TransferOutcome

    /// Cancels a transfer, or asks the bank to if it may have been sent.
    ///
    /// A transfer that was never sent is taken out of the outbox. For one that may have been sent,
    /// the bank decides.
    func cancel(_ key: IntentKey) async throws -> CancelOutcome

    /// Authorises a waiting transfer with a new code, after the first was refused.
    func reauthorise(_ key: IntentKey, code: SharedSecret) async -> TransferOutcome

    /// Marks a decision as seen by the user.
    func acknowledge(_ key: IntentKey) async throws

    /// Records that the user has read the notice about new books and what they lack.
    func readNotice() async

    /// Returns the user's sessions at the bank, oldest first; nil if the bank cannot be asked.
    func sessions() async -> [SessionSummary]?

    /// Ends one of the user's sessions; returns true if the bank did.
    func endSession(_ id: SessionID) async -> Bool

    /// Requests news from the bank now.
    func refresh() async
}

/// Number of wrong passwords at a locked screen after which it signs out.
package let unlockTryLimit = 5
