package import CoreVocabulary
package import Cryptography

/// Access token that a console shows with every request: user, session, role and expiry.
///
/// It is sent as a signed JSON Web Token in the one form that ``signed(with:keyID:)`` prints: fixed
/// members in a fixed order, one algorithm, one type. Anything else that RFC 7515 allows is
/// refused, so that the two sides cannot read it differently.
///
/// A token is not a permission by itself: session and user are looked up at every use.
///
/// Sources: RFC 7515, RFC 7519, RFC 8037 (EdDSA), RFC 8725 (security practice), RFC 9068
/// (`at+jwt`).
package struct AccessToken: Hashable, Sendable {
    /// Lifetime of a token, in seconds: ten minutes.
    ///
    /// It limits how long a stolen token is useful. Source: OWASP ASVS 5.0 9.2.1.
    package static let lifeSeconds: Int64 = 600
    /// Maximum clock difference that is tolerated, in seconds.
    package static let skewSeconds: Int64 = 30
    /// Issuer of every token, its `iss` claim.
    package static let issuer = "counterfoil-bank"
    /// Audience of every token, its `aud` claim.
    package static let audience = "counterfoil-api"
    /// Client for which tokens are issued, the `client_id` that RFC 9068 §2.2 requires.
    package static let client = "counterfoil"
    /// Type of the token; nothing else that is signed may have the same type.
    package static let type = "at+jwt"

    /// The user who makes the request.
    package let userID: UserID
    /// The session of the request.
    package let sessionID: SessionID
    /// The user's role when the token was issued.
    package let role: Role
    /// Time of issue, in seconds since 1970.
    package let issuedAtSeconds: Int64
    /// Expiry, in seconds since 1970.
    package let endsAtSeconds: Int64
    /// Identifier of the token, its `jti` claim.
    package let id: AccessTokenID
    /// SHA-256 of the name of the only terminal that may show the token; nil for any sender.
    ///
    /// Source: RFC 7800 §3.1, with a member of the bank's own. The peer's certificate names the
    /// terminal, and a new certificate for the same terminal must not end its sessions.
    package let terminal: Digest256?

    /// Creates a token that lasts ``lifeSeconds``, or less if its session ends before.
    package init(
        userID: UserID,
        sessionID: SessionID,
        role: Role,
        issuedAt instant: Instant,
        sessionEndsAt: Instant,
        id: AccessTokenID,
        terminal: String?
    ) {
        let start = instant.secondsSinceEpoch
        let end = min(start + Self.lifeSeconds, sessionEndsAt.secondsSinceEpoch)
        self.init(
            userID: userID,
            sessionID: sessionID,
            role: role,
            issuedAtSeconds: start,
            endsAtSeconds: max(start + 1, end),
            id: id,
            terminal: terminal.map(Self.thumbprint)
        )
    }

    init(
        userID: UserID,
        sessionID: SessionID,
        role: Role,
        issuedAtSeconds: Int64,
        endsAtSeconds: Int64,
        id: AccessTokenID,
        terminal: Digest256?
    ) {
        self.userID = userID
        self.sessionID = sessionID
        self.role = role
        self.issuedAtSeconds = issuedAtSeconds
        self.endsAtSeconds = endsAtSeconds
        self.id = id
        self.terminal = terminal
    }

    /// Expiry of the token as an instant.
    package var endsAt: Instant { Instant(secondsSinceEpoch: endsAtSeconds) }

    /// Returns true if a sender at this terminal, or at none, may show the token.
    package func isBound(to sender: String?) -> Bool {
        guard let terminal else { return true }
        return sender.map(Self.thumbprint) == terminal
    }

    /// Returns the SHA-256 of a terminal's name.
    static func thumbprint(of terminal: String) -> Digest256 {
        Digest256(hashing: Array(terminal.utf8))
    }
}
