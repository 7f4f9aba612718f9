public import CoreVocabulary
import Cryptography

/// What the console sends in place of a code: proof that it was typed for one reviewed transfer.
///
/// An HMAC-SHA-256 under the session's authorisation key over the digest of the reviewed transfer,
/// the code, the time at which it was typed, and the session. The code itself is neither sent nor
/// stored: the bank computes what it must have been.
public struct AuthorisationProof: Hashable, Sendable {
    /// Bytes in an authorisation key.
    public static let keyByteCount = 32

    private static let tag = "counterfoil.authorisation-proof"
    private static let version: UInt8 = 1

    /// The session in which the code was typed.
    public let sessionID: SessionID
    /// When the code was typed, by the console's reckoning.
    public let claimedAt: Instant
    /// The 32 bytes of the HMAC.
    public let code: [UInt8]

    /// Takes up a proof that came over the wire or out of the outbox; nothing is checked yet.
    public init(sessionID: SessionID, claimedAt: Instant, code: [UInt8]) {
        self.sessionID = sessionID
        self.claimedAt = claimedAt
        self.code = code
    }

    /// Proves that a code was typed for a transfer.
    ///
    /// - Parameters:
    ///   - reviewed: Exactly what was shown.
    ///   - typed: The code.
    ///   - sessionID: The session in which it was typed.
    ///   - claimedAt: When. Reckon from the bank's time at sign-in plus what a steady clock has
    ///     counted since, so that a wrong clock on the host does no harm.
    ///   - sessionKey: The authorisation key of the session.
    public init(
        authorising reviewed: ReviewedTransfer,
        with typed: OneTimeCode,
        sessionID: SessionID,
        claimedAt: Instant,
        sessionKey: Span<UInt8>
    ) {
        invariant(sessionKey.count == Self.keyByteCount, "an authorisation key has 32 bytes")
        self.init(
            sessionID: sessionID,
            claimedAt: claimedAt,
            code: Self.code(
                over: reviewed.digest,
                typed: typed,
                sessionID: sessionID,
                claimedAt: claimedAt,
                sessionKey: sessionKey
            )
        )
    }

    /// Whether this proof was made with a code, for a digest, under a key.
    func isMade(
        with typed: OneTimeCode,
        for digest: Digest256,
        sessionKey: Span<UInt8>
    ) -> Bool {
        let expected = Self.code(
            over: digest,
            typed: typed,
            sessionID: sessionID,
            claimedAt: claimedAt,
            sessionKey: sessionKey
        )
        return constantTimeEquals(expected, code)
    }

    private static func code(
        over digest: Digest256,
        typed: OneTimeCode,
        sessionID: SessionID,
        claimedAt: Instant,
        sessionKey: Span<UInt8>
    ) -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(tag)
        encoder.write(version)
        encoder.write(digest.bytes)
        encoder.write(typed.value)
        encoder.write(UInt8(typed.digitCount))
        encoder.write(claimedAt)
        encoder.write(sessionID)
        return HMAC.code(for: encoder.bytes, key: sessionKey, using: .sha256)
    }
}
