package import CoreVocabulary
package import SyncCore

/// Any answer of the bank to a request.
package enum Reply: Hashable, Sendable {
    /// The session has begun.
    case signedIn(SignInReply)
    /// The next tokens of the session.
    case renewed(RenewReply)
    /// The session has ended.
    case signedOut
    /// The user's sessions, the oldest first.
    case sessions([SessionSummary])
    /// The way in which the console synchronises.
    case syncBegun(BeginSyncReply)
    /// A page of a snapshot.
    case snapshot(SnapshotReply)
    /// Changes, and the bank's time.
    case feed(FeedReply)
    /// The answer to a round of a comparison.
    case reconcile(ReconcileAnswer)
    /// Entries of an account, in order.
    case entries([EntryRecord])
    /// Accounts, their holds and the payees at a cursor.
    case records(RecordsAnswer)
    /// The bank's answer to each entry that was submitted as evidence, in the order of the request.
    case evidence([EvidenceVerdict])
    /// The state of a transfer.
    case intent(IntentReply)
    /// The answer to each transfer of a batch, in the order of the request.
    case intents([IntentAnswer])
    /// The request was carried out, and has no result.
    case done
    /// The request was not carried out, for this reason.
    case problem(Problem)
}

/// The reply to an accepted sign-in.
///
/// The keys live in memory only.
package struct SignInReply: Hashable, Sendable {
    /// The tokens that prove the session in later requests.
    package let tokens: SessionTokens
    /// The session's public name.
    package let sessionID: SessionID
    /// The user who signed in.
    package let userID: UserID
    /// The name to show; text from outside.
    package let displayName: String
    /// The role's stable word, such as `customer`.
    package let role: String
    /// 32 bytes that seal the user's cache and outbox on this console.
    package let storageKey: [UInt8]
    /// The key of 32 bytes that binds codes to reviewed transfers.
    package let authorisationKey: [UInt8]
    /// The end of the lease, by the bank's clock.
    package let leaseEndsAt: Instant
    /// The bank's time when it replied.
    package let serverTime: Instant
    /// The latest possible end of the session.
    package let endsAt: Instant
    /// Offset of the zone in which the bank counts its days; nil from a bank of an earlier release.
    package let zone: ZoneOffset?

    /// Creates a reply from its fields.
    package init(
        tokens: SessionTokens,
        sessionID: SessionID,
        userID: UserID,
        displayName: String,
        role: String,
        storageKey: [UInt8],
        authorisationKey: [UInt8],
        leaseEndsAt: Instant,
        serverTime: Instant,
        endsAt: Instant,
        zone: ZoneOffset? = nil
    ) {
        self.tokens = tokens
        self.sessionID = sessionID
        self.userID = userID
        self.displayName = displayName
        self.role = role
        self.storageKey = storageKey
        self.authorisationKey = authorisationKey
        self.leaseEndsAt = leaseEndsAt
        self.serverTime = serverTime
        self.endsAt = endsAt
        self.zone = zone
    }
}

/// Changes, and the bank's time when it answered.
package struct FeedReply: Hashable, Sendable {
    /// The changes of the feed, in their order.
    package let batch: FeedBatch
    /// The bank's time when it replied.
    package let serverTime: Instant

    /// Creates a reply from its fields.
    package init(batch: FeedBatch, serverTime: Instant) {
        self.batch = batch
        self.serverTime = serverTime
    }
}

/// A refusal of a request, which decides nothing.
package struct Problem: Hashable, Sendable {
    /// The stable codes; the console has a sentence for each.
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The name, the password or the code is not right; which one is not told.
        case signInRefused = "sign-in-refused"
        /// Too many tries under this name from this place, or from all places together that are new to
        /// the user.
        case tooManyTries = "too-many-tries"
        /// The session has ended.
        case sessionEnded = "session-ended"
        /// The access token has expired; the session may go on.
        case tokenExpired = "token-expired"
        /// The terminal has no certificate that the bank knows.
        case terminalUnknown = "terminal-unknown"
        /// The order to destroy this console's record of the user.
        case wipe = "wipe"
        /// The object does not exist, or this user may not know of it.
        case notFound = "not-found"
        /// The bank did not give this cursor to this user.
        case cursorInvalid = "cursor-invalid"
        /// The bank no longer serves this release.
        case upgradeNeeded = "upgrade-needed"
        /// Too many requests; a pause is due.
        case slowDown = "slow-down"
        /// The role does not allow it.
        case notAllowed = "not-allowed"
        /// The message breaks the protocol.
        case malformed = "malformed"
        /// The bank is busy; the same request may be sent again.
        case busy = "busy"
        /// The bank failed; the same request may be sent again.
        case internalFailure = "internal-failure"

        /// True if the same request may get another answer when it is sent again.
        package var isTransient: Bool {
            switch self {
            case .slowDown, .busy, .internalFailure: true
            case .signInRefused, .tooManyTries, .sessionEnded, .tokenExpired, .terminalUnknown,
                .wipe, .notFound, .cursorInvalid, .upgradeNeeded, .notAllowed, .malformed:
                false
            }
        }
    }

    /// The kind of the problem.
    package let code: Code
    /// Seconds to wait before the next attempt, if they are known.
    package let retryAfterSeconds: Int64?
    /// The nonce that the receipt of a wipe must carry; nil unless a wipe is ordered.
    package let wipeNonce: [UInt8]?

    /// Creates a problem from its fields.
    package init(code: Code, retryAfterSeconds: Int64? = nil, wipeNonce: [UInt8]? = nil) {
        self.code = code
        self.retryAfterSeconds = retryAfterSeconds
        self.wipeNonce = wipeNonce
    }
}
