import COpenSSL

/// Cryptographic random source for keys, salts, nonces and identifiers.
///
/// It is OpenSSL's generator, seeded by the kernel, one per thread. Core never calls it: the outer
/// layers pass its output in.
package struct SecureRandom: RandomNumberGenerator, Sendable {
    /// Creates the source; all sources share the same generator.
    package init() {}

    /// Returns the next 64 random bits.
    package mutating func next() -> UInt64 {
        var value: UInt64 = 0
        withUnsafeMutableBytes(of: &value) { Self.fill($0) }
        return value
    }

    /// Returns random bytes that may become public: salts, nonces, identifiers.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(buffer))
            initialized = count
        }
    }

    static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        fill(buffer) { RAND_bytes($0, $1) }
    }

    // Uses OpenSSL's private generator, whose state cannot be inferred from public output.
    static func fillPrivately(_ buffer: UnsafeMutableRawBufferPointer) {
        fill(buffer) { RAND_priv_bytes($0, $1) }
    }

    private static func fill(
        _ buffer: UnsafeMutableRawBufferPointer,
        by generate: (UnsafeMutablePointer<UInt8>, Int32) -> Int32
    ) {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { return }
        let result = generate(start.assumingMemoryBound(to: UInt8.self), Int32(buffer.count))
        systemInvariant(result == 1, "the random source failed")
    }
}
