import COpenSSL

/// Cryptographic random source for keys, salts, nonces and identifiers.
///
/// It is OpenSSL's generator, seeded by the kernel, one per thread. Core never calls it: the outer
/// layers pass its output in.
public struct SecureRandom: RandomNumberGenerator, Sendable {
    /// Creates the source; all sources share the same generator.
    public init() {}

    /// Returns the next 64 random bits.
    public mutating func next() -> UInt64 {
        var value: UInt64 = 0
        withUnsafeMutableBytes(of: &value) { Self.fill($0) }
        return value
    }

    /// Returns random bytes that may become public: salts, nonces, identifiers.
    ///
    /// - Parameter count: Number of bytes, 0 or more.
    /// - Returns: That many random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { return }
        let bytes = start.assumingMemoryBound(to: UInt8.self)
        systemInvariant(
            RAND_bytes(bytes, Int32(buffer.count)) == 1,
            "the random source failed"
        )
    }

    // Uses OpenSSL's private generator, whose state cannot be inferred from public output.
    static func fillPrivately(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { return }
        let bytes = start.assumingMemoryBound(to: UInt8.self)
        systemInvariant(
            RAND_priv_bytes(bytes, Int32(buffer.count)) == 1,
            "the random source failed"
        )
    }
}
