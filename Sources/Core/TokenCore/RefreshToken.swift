public import CoreVocabulary
import Cryptography

/// What the next pair of tokens is asked for with: the name of a session, a number, and a code over
/// both under a random key of 256 bits that the session has for nothing else.
///
/// Nothing of it needs to be kept beside that key, which the bank keeps sealed: a token that was
/// ever given out is known again, however old, and one that was not is told apart from it. So a
/// stolen old token ends the session, while a made-up one ends nothing.
///
/// It is no JSON Web Token, and shorter than any: neither can be taken for the other.
public struct RefreshToken: Hashable, Sendable {
    /// Bytes in a token.
    public static let byteCount = SessionID.byteCount + 4 + Digest256.byteCount
    /// Bytes in the key of a session.
    public static let keyByteCount = 32

    /// The session that it renews.
    public let sessionID: SessionID
    /// How many tokens of the session came before it.
    public let generation: UInt32
    private let code: [UInt8]

    /// Makes the token of a session with a number.
    public init(sessionID: SessionID, generation: UInt32, key: Span<UInt8>) {
        self.sessionID = sessionID
        self.generation = generation
        code = Self.code(sessionID, generation, key)
    }

    /// Reads 52 bytes from anybody; nil for any other number of them.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount,
            let sessionID = SessionID(bytes: bytes.prefix(SessionID.byteCount))
        else { return nil }
        self.sessionID = sessionID
        let number = bytes.dropFirst(SessionID.byteCount).prefix(4)
        generation = number.reduce(0) { $0 << 8 | UInt32($1) }
        code = Array(bytes.suffix(Digest256.byteCount))
    }

    /// The 52 bytes.
    public var bytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: Self.byteCount)
        encoder.write(sessionID)
        encoder.write(generation)
        return encoder.bytes + code
    }

    /// Whether it was given out for the session that has this key; in a time that tells nothing of
    /// how much of it is right.
    public func isGenuine(key: Span<UInt8>) -> Bool {
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
