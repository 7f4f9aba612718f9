public import ClientService
public import CoreVocabulary
public import Cryptography

/// What the console wants done outside itself; every effect is answered by an event.
public enum Effect: Sendable {
    /// Something for the local service; ``EffectRunner`` does it and reports a ``ClientReply``.
    case client(ClientEffect)
    /// Something for whoever drives the console.
    case shell(ShellEffect)
}

/// What only the program around the console can do.
public enum ShellEffect: Hashable, Sendable {
    /// Ends the program.
    case quit
    /// Stops the program until the shell's `fg`.
    case suspend
    /// Paints every cell again.
    case redraw
}

/// What the line to the bank is made to do in a demonstration.
public enum LineCommand: String, Hashable, Sendable, CaseIterable {
    /// Nothing gets through.
    case cut
    /// Everything gets through again, at once.
    case mend
    /// Everything takes seconds.
    case slow
    /// Requests arrive, and their replies are lost.
    case loseReplies
}

/// A question or order to the local service.
public enum ClientEffect: Sendable {
    /// Signs in; both secrets are cleared afterwards.
    case signIn(user: String, password: SharedSecret, code: SharedSecret)
    /// Opens what this console holds, without the bank; the password is cleared afterwards.
    case openOffline(user: String, password: SharedSecret)
    /// Signs out.
    case signOut
    /// Checks the password at a locked screen.
    case unlock(password: SharedSecret)
    /// Asks how link and record stand.
    case status
    /// Asks for the accounts.
    case accounts
    /// Asks for the newest entries over all accounts.
    case activity(limit: Int)
    /// Asks for the payees.
    case payees
    /// Asks for the outbox.
    case outbox
    /// Asks for the pending holds of an account.
    case holds(AccountID)
    /// Asks for a run of entries.
    case entries(EntriesRequest)
    /// Starts to look for entries; several reports follow.
    case search(SearchRequest)
    /// Stops a search.
    case cancelSearch(RequestID)
    /// Makes what is to be reviewed.
    case review(RequestID, TransferDraft)
    /// Authorises what was reviewed.
    case authorise(TransferReview, code: SharedSecret)
    /// Gives a waiting transfer a new code.
    case reauthorise(IntentKey, code: SharedSecret)
    /// Takes a transfer back; what was sent, the bank decides about.
    case cancel(IntentKey)
    /// Marks a decision as seen.
    case acknowledge(IntentKey)
    /// Asks for which months an account has statements.
    case statementMonths(AccountID)
    /// Asks for the statement of a month.
    case statement(AccountID, StatementMonth)
    /// Asks how line, record and queue stand, in full.
    case syncReport
    /// Notes that the user has read what the bank's restored books lack.
    case readNotice
    /// Asks for the user's sessions.
    case sessions
    /// Ends one of the user's sessions.
    case endSession(SessionID)
    /// Asks the bank for news.
    case refresh
    /// Asks what somebody would type now, to sign in at once or to be filled in; in a demonstration
    /// only.
    case fillIn(user: String, signsIn: Bool)
    /// Does something to the line; in a demonstration only.
    case line(LineCommand)
}

/// Tells one request from the next, so that a late answer is known to be late.
public struct RequestID: Hashable, Sendable {
    /// Counts requests, from 1.
    let number: Int

    /// Names the request with a number.
    init(number: Int) {
        self.number = number
    }
}

/// A run of entries, by place.
public struct EntriesRequest: Sendable {
    /// Which request this is.
    public let id: RequestID
    /// Whose entries.
    public let accountID: AccountID
    /// Which, place 0 being the newest.
    public let places: Range<Int>
    /// Count only these; nil for all.
    public let matches: MatchSet?
}

/// A search among the entries of an account.
public struct SearchRequest: Sendable {
    /// Which request this is.
    public let id: RequestID
    /// Whose entries.
    public let accountID: AccountID
    /// What to look for.
    public let filter: EntryFilter
}
