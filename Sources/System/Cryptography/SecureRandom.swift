import COpenSSL

/// The random source for keys, salts, nonces and identifiers.
///
/// OpenSSL's generator, seeded by the kernel and one per thread. Core never calls it: shells hand
/// its output in.
public struct SecureRandom: RandomNumberGenerator, Sendable {
    /// Makes the source; all sources are the same one.
    public init() {}

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        var value: UInt64 = 0
        withUnsafeMutableBytes(of: &value) { Self.fill($0) }
        return value
    }

    /// Random bytes that may become public: salts, nonces, identifiers.
    ///
    /// - Parameter count: How many, 0 or more.
    /// - Returns: That many bytes.
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

    // The second generator of OpenSSL, whose state nothing public can be traced back to.
    static func fillPrivately(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { return }
        let bytes = start.assumingMemoryBound(to: UInt8.self)
        systemInvariant(
            RAND_priv_bytes(bytes, Int32(buffer.count)) == 1,
            "the random source failed"
        )
    }
}
