public import CoreVocabulary
public import Cryptography
public import IdentityCore

/// What a console shows with every request: who asks, in which session, and until when.
///
/// It travels as a signed JSON Web Token in the one form that ``signed(with:keyID:)`` prints: fixed
/// members in a fixed order, one algorithm, one type. Whatever else RFC 7515 would allow is refused,
/// so there is nothing for the two sides to read differently.
///
/// A token is no permission by itself: session and user are looked up whenever it is used.
///
/// Sources: RFC 7515, RFC 7519, RFC 8037 (EdDSA), RFC 8725 (what goes wrong), RFC 9068 (`at+jwt`).
public struct AccessToken: Hashable, Sendable {
    /// How long a token lasts, in seconds: ten minutes.
    ///
    /// Source: OWASP ASVS 5.0 9.2.1; it bounds what a stolen token is good for.
    public static let lifeSeconds: Int64 = 600
    /// By how much clocks may differ, in seconds.
    public static let skewSeconds: Int64 = 30
    /// Who makes tokens; the `iss` of every one.
    public static let issuer = "counterfoil-bank"
    /// For whom they are; the `aud` of every one.
    public static let audience = "counterfoil-api"
    /// Which program asks for them; the `client_id` that RFC 9068 §2.2 wants.
    public static let client = "counterfoil"
    /// The kind of token; nothing else that is ever signed may have the same one.
    public static let type = "at+jwt"

    /// Who asks.
    public let userID: UserID
    /// In which session.
    public let sessionID: SessionID
    /// What the user was at the bank when it was made.
    public let role: Role
    /// When it was made, in seconds since 1970.
    public let issuedAtSeconds: Int64
    /// When it ends, in seconds since 1970.
    public let endsAtSeconds: Int64
    /// Its own name.
    public let id: AccessTokenID
    /// The SHA-256 of the name of the terminal that alone may show it; nil for any sender.
    ///
    /// Source: RFC 7800 §3.1, with a member of our own: the peer's certificate names the terminal,
    /// and a new certificate for the same terminal must not end its sessions.
    public let terminal: Digest256?

    /// Makes a token that lasts ``lifeSeconds``, or less if its session ends before.
    ///
    /// - Parameters:
    ///   - userID: Who asks.
    ///   - sessionID: In which session.
    ///   - role: What the user is now.
    ///   - instant: The time.
    ///   - sessionEndsAt: When the session ends at the latest.
    ///   - id: Random.
    ///   - terminal: The name of the terminal that it is bound to; nil for none.
    public init(
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

    /// When it ends.
    public var endsAt: Instant { Instant(secondsSinceEpoch: endsAtSeconds) }

    /// Whether a sender at some terminal, or at none, may show it.
    public func isBound(to sender: String?) -> Bool {
        guard let terminal else { return true }
        return sender.map(Self.thumbprint) == terminal
    }

    /// The SHA-256 of a terminal's name.
    static func thumbprint(of terminal: String) -> Digest256 {
        Digest256(hashing: Array(terminal.utf8))
    }
}
