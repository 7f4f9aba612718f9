package import CoreVocabulary
import Cryptography

/// Proof that a one-time code was typed for one reviewed transfer, sent in place of the code.
///
/// It is an HMAC-SHA-256 under the session's authorisation key over the digest of the reviewed
/// transfer, the code, the time at which it was typed, and the session. The code itself is neither
/// sent nor stored: the bank computes which code it must have been.
package struct AuthorisationProof: Hashable, Sendable {
    /// Length of an authorisation key in bytes.
    package static let keyByteCount = 32

    private static let tag = "counterfoil.authorisation-proof"
    private static let version: UInt8 = 1

    /// The session in which the code was typed.
    package let sessionID: SessionID
    /// Time at which the code was typed, as estimated by the console.
    package let claimedAt: Instant
    /// The 32 bytes of the HMAC.
    package let code: [UInt8]

    /// Creates a proof from received or stored parts, without any check.
    package init(sessionID: SessionID, claimedAt: Instant, code: [UInt8]) {
        self.sessionID = sessionID
        self.claimedAt = claimedAt
        self.code = code
    }

    /// Creates the proof that a code was typed for a transfer.
    ///
    /// The claimed time is the bank's time at sign-in plus the time elapsed on a monotonic clock, so
    /// that a wrong clock on the host does no harm.
    package init(
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

    /// Returns true if this proof was made with the code, for the digest, under the key.
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
