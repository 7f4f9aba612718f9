package import CoreVocabulary
package import SyncCore

/// Any request of a console to the bank.
package enum Request: Hashable, Sendable {
    /// The beginning of a session with password and code, which are answered together.
    case signIn(SignInRequest)
    /// A renewal of the access token that is about to end.
    case renew(RenewRequest)
    /// The end of the session.
    case signOut
    /// The list of the user's sessions.
    case sessions
    /// The end of one of the user's sessions.
    case endSession(SessionID)
    /// The beginning of a synchronisation, with the position of this console.
    case beginSync(BeginSyncRequest)
    /// A page of the record as it was at a cursor.
    case snapshot(SnapshotRequest)
    /// Changes after a cursor.
    case feed(FeedRequest)
    /// One round of a comparison of both records at a cursor.
    case reconcile(ReconcileRequest)
    /// Entries of an account, to repair a difference that a comparison found.
    case entries(EntriesRequest)
    /// Accounts, their holds and the payees at a cursor, to repair damaged rows.
    case records(RecordsRequest)
    /// Evidence of faults that this console found, for the bank to record.
    case submitEvidence(SubmitEvidenceRequest)
    /// A transfer to be posted, at most once for its key.
    case submitIntent(SubmitIntentRequest)
    /// Transfers to be posted in this order, each at most once for its key.
    case submitIntents(SubmitIntentsRequest)
    /// The state of the transfer with a key.
    case intentStatus(IntentKey)
    /// The cancellation of a key, unless it was decided.
    case cancelIntent(IntentKey)
    /// The confirmation that this console has destroyed its record.
    case wiped(WipeReceipt)
}

/// The user's name, password and code.
package struct SignInRequest: Hashable, Sendable {
    /// The user's name, as it was typed.
    package let user: String
    /// The password in UTF-8; its creator overwrites its own copy.
    package let password: [UInt8]
    /// The code from the authenticator, in ASCII digits.
    package let code: [UInt8]

    /// Creates a request from its fields.
    package init(user: String, password: [UInt8], code: [UInt8]) {
        self.user = user
        self.password = password
        self.code = code
    }
}

/// A request for the changes after a cursor.
package struct FeedRequest: Hashable, Sendable {
    /// The longest wait for a change, in milliseconds.
    package static let waitLimitMilliseconds: Int64 = 25_000

    /// The cursor of this console; nil at the first contact.
    package let cursor: Cursor?
    /// The largest number of changes in the reply, 1 to ``FeedBatch/changeLimit``.
    package let limit: Int
    /// Milliseconds to wait for a change when there is none yet.
    package let waitMilliseconds: Int64

    /// Creates a request from its fields.
    package init(cursor: Cursor?, limit: Int, waitMilliseconds: Int64) {
        self.cursor = cursor
        self.limit = limit
        self.waitMilliseconds = waitMilliseconds
    }
}

/// A request with the token of its session.
package struct RequestEnvelope: Hashable, Sendable {
    /// The token, or nil to sign in.
    package let token: [UInt8]?
    /// The request that the envelope carries.
    package let request: Request

    /// Creates an envelope around a request.
    package init(token: [UInt8]?, request: Request) {
        self.token = token
        self.request = request
    }
}
