public import CoreVocabulary
public import SyncCore

/// What the bank answers.
public enum Reply: Hashable, Sendable {
    /// The session has begun.
    case signedIn(SignInReply)
    /// The session has ended.
    case signedOut
    /// Changes, and the bank's time.
    case feed(FeedReply)
    /// How a transfer stands.
    case intent(IntentReply)
    /// It was not done, for this reason.
    case problem(Problem)
}

/// What a console gets at sign-in.
///
/// The keys live in memory only.
public struct SignInReply: Hashable, Sendable {
    /// What every later request carries.
    public let token: [UInt8]
    /// The session's public name.
    public let sessionID: SessionID
    /// Who signed in.
    public let userID: UserID
    /// The name to show; text from outside.
    public let displayName: String
    /// The role's stable word, such as `customer`.
    public let role: String
    /// 32 bytes that seal the user's cache and outbox on this console.
    public let storageKey: [UInt8]
    /// 32 bytes under which codes are bound to what was reviewed.
    public let authorisationKey: [UInt8]
    /// The bank's time.
    public let serverTime: Instant
    /// When the session ends at the latest.
    public let endsAt: Instant

    /// Makes the reply.
    public init(
        token: [UInt8],
        sessionID: SessionID,
        userID: UserID,
        displayName: String,
        role: String,
        storageKey: [UInt8],
        authorisationKey: [UInt8],
        serverTime: Instant,
        endsAt: Instant
    ) {
        self.token = token
        self.sessionID = sessionID
        self.userID = userID
        self.displayName = displayName
        self.role = role
        self.storageKey = storageKey
        self.authorisationKey = authorisationKey
        self.serverTime = serverTime
        self.endsAt = endsAt
    }
}

/// Changes, and the bank's time when it answered.
public struct FeedReply: Hashable, Sendable {
    /// The changes.
    public let batch: FeedBatch
    /// The bank's time.
    public let serverTime: Instant

    /// Makes the reply.
    public init(batch: FeedBatch, serverTime: Instant) {
        self.batch = batch
        self.serverTime = serverTime
    }
}

/// How a transfer stands: explained, so that a retry is never a guess.
public enum IntentReply: Hashable, Sendable {
    /// It was decided by this request.
    case created(IntentDecision)
    /// It was decided before; this is the first outcome again.
    case exists(IntentDecision)
    /// The key was used before for something that differs in this field.
    case existsWithDifferent(field: String)
    /// The bank knows no such key.
    case unknown
    /// The code did not authorise it; nothing was decided, and the key is still good.
    case notAuthorised(AuthorisationRefusal)
}

/// Why a code did not authorise a transfer.
public enum AuthorisationRefusal: String, Hashable, Sendable, CaseIterable {
    /// The code is not right for what was reviewed.
    case codeWrong = "code-wrong"
    /// The code was used before.
    case codeUsed = "code-used"
    /// The code was typed too long ago, or outside its session.
    case codeTooOld = "code-too-old"
    /// Too many wrong codes; a pause is due.
    case mustWait = "must-wait"
}

/// A refusal that is no decision.
public struct Problem: Hashable, Sendable {
    /// The stable codes; the console has a sentence for each.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The name, the password or the code is not right; which one is not told.
        case signInRefused = "sign-in-refused"
        /// Too many tries for this name.
        case tooManyTries = "too-many-tries"
        /// The session is over.
        case sessionEnded = "session-ended"
        /// The role does not allow it.
        case notAllowed = "not-allowed"
        /// The message is not as the protocol has it.
        case malformed = "malformed"
        /// The bank is busy; the same request may be sent again.
        case busy = "busy"
        /// The bank failed; the same request may be sent again.
        case internalFailure = "internal-failure"
    }

    /// What happened.
    public let code: Code
    /// How long to wait before the next try, in seconds, if that is known.
    public let retryAfterSeconds: Int64?

    /// Makes a problem.
    public init(code: Code, retryAfterSeconds: Int64? = nil) {
        self.code = code
        self.retryAfterSeconds = retryAfterSeconds
    }
}
