/// A SHA-256 digest of 32 bytes, stored inline so that chains of them need no allocation.
///
/// Compare with `==` only public values, such as chain heads and content addresses. Compare a
/// digest that proves possession of a key with ``constantTimeEquals(_:_:)``.
package struct Digest256: Hashable, Sendable, CustomStringConvertible {
    /// Length of a digest in bytes.
    package static let byteCount = 32
    /// Digest of 32 zero bytes, used as the predecessor of a chain's first hash.
    package static let zero = Digest256(words: (0, 0, 0, 0))

    // The digest as big-endian words, most significant first.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// Creates a digest from its bytes; returns nil unless there are exactly 32.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.init(bigEndianWords: words)
    }

    /// Computes the SHA-256 of an array (FIPS 180-4 §6.2).
    package init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { SHA256.oneShot($0) }
    }

    /// Computes the SHA-256 of borrowed bytes (FIPS 180-4 §6.2).
    package init(hashing bytes: Span<UInt8>) {
        self = bytes.withUnsafeBytes { SHA256.oneShot($0) }
    }

    init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) {
        self.init(
            words: (
                UInt64(bigEndian: words.0), UInt64(bigEndian: words.1),
                UInt64(bigEndian: words.2), UInt64(bigEndian: words.3)
            )
        )
    }

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (word0, word1, word2, word3) = words
    }

    /// The 32 bytes in the order used by every encoding.
    package var bytes: [UInt8] {
        withBytes { span in
            [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
                for index in span.indices { buffer.initializeElement(at: index, to: span[index]) }
                count = span.count
            }
        }
    }

    /// The digest as four numbers, the most significant first.
    package var words: SIMD4<UInt64> { [word0, word1, word2, word3] }

    /// Lends the 32 bytes without an allocation.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let words = (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)
        return try withUnsafeBytes(of: words) { buffer throws(Failure) -> Result in
            try body(buffer.bindMemory(to: UInt8.self).span)
        }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    package var description: String {
        [word0, word1, word2, word3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
