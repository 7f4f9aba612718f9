public import CoreVocabulary

/// What a session is proved with.
///
/// The access token is shown with every request and ends soon; the refresh token is shown to get
/// the next pair, and is worth nothing afterwards.
public struct SessionTokens: Hashable, Sendable {
    /// What every request carries.
    public let access: [UInt8]
    /// When the access token ends, by the bank's clock.
    public let accessEndsAt: Instant
    /// What the next pair is asked for with; empty when there is no next.
    public let refresh: [UInt8]
    /// When the refresh token ends if it is not used, by the bank's clock.
    public let idleEndsAt: Instant

    /// Makes a pair.
    public init(access: [UInt8], accessEndsAt: Instant, refresh: [UInt8], idleEndsAt: Instant) {
        self.access = access
        self.accessEndsAt = accessEndsAt
        self.refresh = refresh
        self.idleEndsAt = idleEndsAt
    }
}

/// Asks for the next tokens; this request carries no access token.
public struct RenewRequest: Hashable, Sendable {
    /// Bytes in the nonce.
    public static let nonceByteCount = 16

    /// The refresh token.
    public let refresh: [UInt8]
    /// Random, made once for this refresh token and kept until the answer is there: the same token
    /// with the same nonce soon gets the same tokens, with another one ends the session.
    public let nonce: [UInt8]

    /// Makes the request.
    public init(refresh: [UInt8], nonce: [UInt8]) {
        self.refresh = refresh
        self.nonce = nonce
    }
}

/// The next tokens.
public struct RenewReply: Hashable, Sendable {
    /// The next access token, and the refresh token for the renewal after this.
    public let tokens: SessionTokens
    /// Until when this console may show what it holds without the bank, by the bank's clock.
    public let leaseEndsAt: Instant
    /// The bank's time.
    public let serverTime: Instant

    /// Makes the reply.
    public init(tokens: SessionTokens, leaseEndsAt: Instant, serverTime: Instant) {
        self.tokens = tokens
        self.leaseEndsAt = leaseEndsAt
        self.serverTime = serverTime
    }
}

/// One of the sessions of a user.
public struct SessionSummary: Hashable, Sendable {
    /// The session's public name.
    public let id: SessionID
    /// When it was opened.
    public let openedAt: Instant
    /// When it last asked for tokens.
    public let seenAt: Instant
    /// When it ends at the latest.
    public let endsAt: Instant
    /// The terminal that it was opened at, as its certificate has it; nil for none.
    public let terminal: String?
    /// Whether it is the one that asks.
    public let isCurrent: Bool

    /// Makes a summary.
    public init(
        id: SessionID,
        openedAt: Instant,
        seenAt: Instant,
        endsAt: Instant,
        terminal: String?,
        isCurrent: Bool
    ) {
        self.id = id
        self.openedAt = openedAt
        self.seenAt = seenAt
        self.endsAt = endsAt
        self.terminal = terminal
        self.isCurrent = isCurrent
    }
}
