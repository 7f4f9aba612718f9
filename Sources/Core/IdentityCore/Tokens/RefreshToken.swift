package import CoreVocabulary
import Cryptography

/// Token for requesting the next pair of tokens: session, number, and a MAC over both.
///
/// The MAC is made under a random 256-bit key that the session uses for nothing else.
///
/// The bank stores nothing but that key, sealed. A token that was ever issued is recognised,
/// however old, and a forged one is told apart from it. So a stolen old token ends the session,
/// while a forged one ends nothing.
///
/// It is not a JSON Web Token, and shorter than any of them, so neither can be mistaken for the
/// other.
package struct RefreshToken: Hashable, Sendable {
    /// Length of a token in bytes.
    package static let byteCount = SessionID.byteCount + 4 + Digest256.byteCount
    /// Length of a session's key in bytes.
    package static let keyByteCount = 32

    /// The session that the token renews.
    package let sessionID: SessionID
    /// Number of tokens of the session before this one.
    package let generation: UInt32
    private let code: [UInt8]

    /// Creates a session's token with a number.
    package init(sessionID: SessionID, generation: UInt32, key: Span<UInt8>) {
        self.sessionID = sessionID
        self.generation = generation
        code = Self.code(sessionID, generation, key)
    }

    /// Parses 52 untrusted bytes; returns nil for any other number of bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount,
            let sessionID = SessionID(bytes: bytes.prefix(SessionID.byteCount))
        else { return nil }
        self.sessionID = sessionID
        let number = bytes.dropFirst(SessionID.byteCount).prefix(4)
        generation = number.reduce(0) { $0 << 8 | UInt32($1) }
        code = Array(bytes.suffix(Digest256.byteCount))
    }

    /// The 52 bytes of the token.
    package var bytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: Self.byteCount)
        encoder.write(sessionID)
        encoder.write(generation)
        return encoder.bytes + code
    }

    /// Returns true if the token was issued for the session that has this key; takes constant time.
    package func isGenuine(key: Span<UInt8>) -> Bool {
        constantTimeEquals(Self.code(sessionID, generation, key), code)
    }

    private static func code(
        _ sessionID: SessionID,
        _ generation: UInt32,
        _ key: Span<UInt8>
    ) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 64)
        encoder.write("counterfoil.refresh-token")
        encoder.write(UInt8(1))
        encoder.write(sessionID)
        encoder.write(generation)
        return HMAC.code(for: encoder.bytes, key: key)
    }
}
