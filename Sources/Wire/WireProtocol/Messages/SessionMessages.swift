package import CoreVocabulary

/// The pair of tokens that proves a session.
///
/// The access token is shown with every request and ends soon; the refresh token is shown to get
/// the next pair, and is worth nothing afterwards.
package struct SessionTokens: Hashable, Sendable {
    /// The access token, which every request carries.
    package let access: [UInt8]
    /// The end of the access token, by the bank's clock.
    package let accessEndsAt: Instant
    /// The refresh token, which gets the next pair; empty when there is no next pair.
    package let refresh: [UInt8]
    /// The end of an unused refresh token, by the bank's clock.
    package let idleEndsAt: Instant

    /// Creates a pair of tokens.
    package init(access: [UInt8], accessEndsAt: Instant, refresh: [UInt8], idleEndsAt: Instant) {
        self.access = access
        self.accessEndsAt = accessEndsAt
        self.refresh = refresh
        self.idleEndsAt = idleEndsAt
    }
}

/// Asks for the next tokens; this request carries no access token.
package struct RenewRequest: Hashable, Sendable {
    /// Number of bytes in the nonce.
    package static let nonceByteCount = 16

    /// The refresh token of the session.
    package let refresh: [UInt8]
    /// The random nonce of this refresh token, kept until the answer arrives: a repeat with it soon
    /// gets the same tokens, and another nonce ends the session.
    package let nonce: [UInt8]

    /// Creates a request from its fields.
    package init(refresh: [UInt8], nonce: [UInt8]) {
        self.refresh = refresh
        self.nonce = nonce
    }
}

/// The reply that carries the next tokens.
package struct RenewReply: Hashable, Sendable {
    /// The next access token, and the refresh token for the renewal after this.
    package let tokens: SessionTokens
    /// The end of the lease, by the bank's clock.
    package let leaseEndsAt: Instant
    /// The bank's time when it replied.
    package let serverTime: Instant

    /// Creates a reply from its fields.
    package init(tokens: SessionTokens, leaseEndsAt: Instant, serverTime: Instant) {
        self.tokens = tokens
        self.leaseEndsAt = leaseEndsAt
        self.serverTime = serverTime
    }
}

/// One of the sessions of a user.
package struct SessionSummary: Hashable, Sendable {
    /// The session's public name.
    package let id: SessionID
    /// The moment when the session was opened.
    package let openedAt: Instant
    /// The moment when the session last asked for tokens.
    package let seenAt: Instant
    /// The latest possible end of the session.
    package let endsAt: Instant
    /// The terminal of the session, by its certificate; nil for none.
    package let terminal: String?
    /// True if it is the session that asks.
    package let isCurrent: Bool

    /// Creates a summary from its fields.
    package init(
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
