public import CoreVocabulary
public import SyncCore

/// What a console asks of the bank.
public enum Request: Hashable, Sendable {
    /// Begin a session with password and code, which are answered together.
    case signIn(SignInRequest)
    /// Another access token for the one that is about to end.
    case renew(RenewRequest)
    /// End the session.
    case signOut
    /// The user's sessions.
    case sessions
    /// End one of the user's sessions.
    case endSession(SessionID)
    /// Begin to synchronise: what this console has, and what it may have.
    case beginSync(BeginSyncRequest)
    /// A page of the record as it was at a cursor.
    case snapshot(SnapshotRequest)
    /// Changes after a cursor.
    case feed(FeedRequest)
    /// Compare the records of both sides at a cursor.
    case reconcile(ReconcileRequest)
    /// Entries of an account, to put right what a comparison found wrong.
    case entries(EntriesRequest)
    /// Accounts, their holds and the payees at a cursor, to put right what is damaged here.
    case records(RecordsRequest)
    /// What this console found wrong, for the bank to know.
    case submitEvidence(SubmitEvidenceRequest)
    /// Post a transfer, at most once for its key.
    case submitIntent(SubmitIntentRequest)
    /// What became of a key.
    case intentStatus(IntentKey)
    /// Let a key come to nothing, unless it was decided.
    case cancelIntent(IntentKey)
    /// This console has destroyed what it held.
    case wiped(WipeReceipt)
}

/// Who signs in, and with what.
public struct SignInRequest: Hashable, Sendable {
    /// The name.
    public let user: String
    /// The password in UTF-8; whoever made it overwrites its own copy.
    public let password: [UInt8]
    /// The code from the authenticator, in ASCII digits.
    public let code: [UInt8]

    /// Makes the request.
    public init(user: String, password: [UInt8], code: [UInt8]) {
        self.user = user
        self.password = password
        self.code = code
    }
}

/// Which changes are wanted.
public struct FeedRequest: Hashable, Sendable {
    /// The longest wait for a change, in milliseconds.
    public static let waitLimitMilliseconds: Int64 = 25_000

    /// Where this console is; nil at the first contact.
    public let cursor: Cursor?
    /// How many changes at most, 1 to ``FeedBatch/changeLimit``.
    public let limit: Int
    /// How long to wait for a change when there is none, in milliseconds.
    public let waitMilliseconds: Int64

    /// Makes the request.
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
    /// The canonical bytes of the reviewed transfer, which hold the key too: the bytes that were
    /// authorised are the bytes that are acted on.
    public let reviewed: [UInt8]
    /// The session in which the code was typed.
    public let sessionID: SessionID
    /// When the code was typed, by the console's clock.
    public let claimedAt: Instant
    /// The proof over the reviewed bytes and the code.
    public let proof: [UInt8]
    /// Where it stands in what this console sent; nil from a console that keeps no sequence.
    public let stamp: DeviceStamp?

    /// Makes the request.
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
    /// What is asked.
    public let request: Request

    /// Makes an envelope.
    public init(token: [UInt8]?, request: Request) {
        self.token = token
        self.request = request
    }
}
