public import CoreVocabulary
public import SyncCore

/// Any request of a console to the bank.
public enum Request: Hashable, Sendable {
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
    /// The state of the transfer with a key.
    case intentStatus(IntentKey)
    /// The cancellation of a key, unless it was decided.
    case cancelIntent(IntentKey)
    /// The confirmation that this console has destroyed its record.
    case wiped(WipeReceipt)
}

/// The user's name, password and code.
public struct SignInRequest: Hashable, Sendable {
    /// The user's name, as it was typed.
    public let user: String
    /// The password in UTF-8; its creator overwrites its own copy.
    public let password: [UInt8]
    /// The code from the authenticator, in ASCII digits.
    public let code: [UInt8]

    /// Creates a request from its fields.
    public init(user: String, password: [UInt8], code: [UInt8]) {
        self.user = user
        self.password = password
        self.code = code
    }
}

/// A request for the changes after a cursor.
public struct FeedRequest: Hashable, Sendable {
    /// The longest wait for a change, in milliseconds.
    public static let waitLimitMilliseconds: Int64 = 25_000

    /// The cursor of this console; nil at the first contact.
    public let cursor: Cursor?
    /// The largest number of changes in the reply, 1 to ``FeedBatch/changeLimit``.
    public let limit: Int
    /// Milliseconds to wait for a change when there is none yet.
    public let waitMilliseconds: Int64

    /// Creates a request from its fields.
    public init(cursor: Cursor?, limit: Int, waitMilliseconds: Int64) {
        self.cursor = cursor
        self.limit = limit
        self.waitMilliseconds = waitMilliseconds
    }
}

/// A transfer as it was reviewed, and the proof that the user authorised exactly it.
public struct SubmitIntentRequest: Hashable, Sendable {
    /// The key, the same as in the reviewed transfer; it stands in the path.
    public let key: IntentKey
    /// The canonical bytes of the reviewed transfer, with the key: the authorised bytes are those
    /// that the bank executes.
    public let reviewed: [UInt8]
    /// The session in which the code was typed.
    public let sessionID: SessionID
    /// The moment when the code was typed, by the console's clock.
    public let claimedAt: Instant
    /// The proof over the reviewed bytes and the code.
    public let proof: [UInt8]
    /// The place of the transfer in the device sequence; nil from a console that keeps none.
    public let stamp: DeviceStamp?

    /// Creates a request from its fields.
    public init(
        key: IntentKey,
        reviewed: [UInt8],
        sessionID: SessionID,
        claimedAt: Instant,
        proof: [UInt8],
        stamp: DeviceStamp? = nil
    ) {
        self.key = key
        self.reviewed = reviewed
        self.sessionID = sessionID
        self.claimedAt = claimedAt
        self.proof = proof
        self.stamp = stamp
    }
}

/// A request with the token of its session.
public struct RequestEnvelope: Hashable, Sendable {
    /// The token, or nil to sign in.
    public let token: [UInt8]?
    /// The request that the envelope carries.
    public let request: Request

    /// Creates an envelope around a request.
    public init(token: [UInt8]?, request: Request) {
        self.token = token
        self.request = request
    }
}
