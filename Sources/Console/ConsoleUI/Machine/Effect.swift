package import ClientService
package import CoreVocabulary
package import Cryptography
import IdentityCore

/// Action that the console requests from the program around it.
package enum Effect: Sendable {
    /// A request to the client service, which ``EffectRunner`` runs.
    ///
    /// It is answered by a ``ClientReply``, except for ``ClientEffect/cancelSearch(_:)``.
    case client(ClientEffect)
    /// A request to the shell that drives the console.
    case shell(ShellEffect)
}

extension Effect {
    /// Transfer whose outcome the reply to this effect reports; nil for other effects.
    var awaitedKey: IntentKey? {
        switch self {
        case .client(.authorise(let review, _)): review.reviewed.intentKey
        case .client(.reauthorise(let key, _)), .client(.cancel(let key)): key
        default: nil
        }
    }
}

/// Action that only the program around the console can do.
package enum ShellEffect: Hashable, Sendable {
    /// Ends the whole program.
    case quit
    /// Suspends the program until the shell's `fg`.
    case suspend
    /// Repaints every cell of the screen.
    case redraw
}

/// Condition of the link to the bank that a demo can simulate.
package enum LineCommand: String, Hashable, Sendable, CaseIterable {
    /// No message gets through.
    case cut
    /// The link works normally again.
    case mend
    /// Every answer takes more than a second.
    case slow
    /// Requests arrive, but their replies are lost.
    case loseReplies
}

/// Request to the client service.
package enum ClientEffect: Sendable {
    /// Signs in; both secrets are erased afterwards.
    case signIn(user: String, password: SharedSecret, code: SharedSecret)
    /// Opens the local record without the bank; the password is erased afterwards.
    case openOffline(user: String, password: SharedSecret)
    /// Ends the session by signing out.
    case signOut
    /// Checks the password of the lock.
    case unlock(password: SharedSecret)
    /// Requests the state of link and record.
    case status
    /// Requests the accounts with their figures.
    case accounts
    /// Requests the newest entries over all accounts.
    case activity(limit: Int)
    /// Requests the payees of the user.
    case payees
    /// Requests the transfers in the outbox.
    case outbox
    /// Asks a screen's query to the local record.
    case query(QueryRequest)
    /// Starts a search for entries, followed by several reports.
    case search(SearchRequest)
    /// Stops a running search.
    case cancelSearch(RequestID)
    /// Turns a draft into a transfer for review.
    case review(RequestID, TransferDraft)
    /// Authorises a reviewed transfer with a code.
    case authorise(TransferReview, code: SharedSecret)
    /// Authorises a waiting transfer with a new code.
    case reauthorise(IntentKey, code: SharedSecret)
    /// Cancels a transfer; if it was already sent, the bank decides.
    case cancel(IntentKey)
    /// Marks a decision as seen by the user.
    case acknowledge(IntentKey)
    /// Records that the user has read the notice about the bank's restored books.
    case readNotice
    /// Requests the sessions of the user.
    case sessions
    /// Ends one of the user's sessions.
    case endSession(SessionID)
    /// Requests news from the bank.
    case refresh
    /// Requests a demo user's credentials, to sign in at once or to fill them in.
    case fillIn(user: String, signsIn: Bool)
    /// Changes the condition of the link, in a demo only.
    case line(LineCommand)
}

/// Identifier that distinguishes requests, so that late answers are recognised.
package struct RequestID: Hashable, Sendable {
    /// Number of the request, counted from 1.
    let number: Int

    /// Creates the identifier of a request from its number.
    init(number: Int) {
        self.number = number
    }
}

/// Search among the entries of an account.
package struct SearchRequest: Sendable {
    /// Identifier of the request.
    package let id: RequestID
    /// Account whose entries are searched.
    package let accountID: AccountID
    /// Filter that entries must match.
    package let filter: EntryFilter
}
