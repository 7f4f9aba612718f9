/// The 32 bytes of a SHA-256 digest, held inline so that chains of them cost no allocation.
///
/// Comparison with `==` is for public values: chain heads, content addresses. A digest that proves
/// possession of a key is compared with ``constantTimeEquals(_:_:)``.
public struct Digest256: Hashable, Sendable, CustomStringConvertible {
    /// Bytes in a digest.
    public static let byteCount = 32
    /// 32 zero bytes, which stand before the first hash of a chain.
    public static let zero = Digest256(words: (0, 0, 0, 0))

    // Big-endian words, most significant first.
    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// Takes bytes that are a digest already; nil unless there are exactly 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.init(bigEndianWords: words)
    }

    /// Computes the SHA-256 of some bytes.
    ///
    /// Source: FIPS 180-4 §6.2.
    ///
    /// May be called on every thread.
    public init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { SHA256.oneShot($0) }
    }

    /// Computes the SHA-256 of borrowed bytes.
    ///
    /// Source: FIPS 180-4 §6.2.
    public init(hashing bytes: Span<UInt8>) {
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

    /// The 32 bytes in the order in which every encoding writes them.
    public var bytes: [UInt8] {
        withBytes { span in
            [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
                for index in span.indices { buffer.initializeElement(at: index, to: span[index]) }
                count = span.count
            }
        }
    }

    /// Lends the 32 bytes without an allocation.
    public func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let words = (word0.bigEndian, word1.bigEndian, word2.bigEndian, word3.bigEndian)
        return try withUnsafeBytes(of: words) { buffer throws(Failure) -> Result in
            try body(buffer.bindMemory(to: UInt8.self).span)
        }
    }

    /// The 64 lower-case hexadecimal digits.
    public var description: String {
        [word0, word1, word2, word3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
