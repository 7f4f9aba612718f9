import COpenSSL

/// Incremental SHA-256, for bytes that arrive in pieces.
///
/// Source: FIPS 180-4 §6.2.
///
/// Use ``Digest256/init(hashing:)-([UInt8])`` when all bytes are available: it allocates nothing
/// that outlives the call.
package struct SHA256: ~Copyable {
    // Fetched once: a lookup by name would cost more than hashing a ledger row.
    private static let algorithm = FetchedDigest("SHA2-256")

    private let context: OpaquePointer

    /// Creates a hash without input.
    package init() {
        context = systemUnwrap(EVP_MD_CTX_new(), "memory for a digest is missing")
        let result = EVP_DigestInit_ex2(context, Self.algorithm.pointer, nil)
        systemInvariant(result == 1, "SHA-256 did not start")
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds bytes to the input.
    package mutating func update(_ bytes: [UInt8]) {
        update(bytes.span)
    }

    /// Adds borrowed bytes to the input.
    package mutating func update(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { buffer in
            let result = EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
            systemInvariant(result == 1, "SHA-256 did not take bytes")
        }
    }

    /// Returns the digest of all input and ends this hash.
    package consuming func finalize() -> Digest256 {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { output in
            let start = output.bindMemory(to: UInt8.self).baseAddress
            systemInvariant(EVP_DigestFinal_ex(context, start, nil) == 1, "SHA-256 did not finish")
        }
        return Digest256(bigEndianWords: words)
    }

    /// Computes the SHA-256 of an array; may be called on any thread.
    package static func digest(of bytes: [UInt8]) -> Digest256 {
        Digest256(hashing: bytes)
    }

    static func oneShot(_ bytes: UnsafeRawBufferPointer) -> Digest256 {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { output in
            let start = output.bindMemory(to: UInt8.self).baseAddress
            let algorithm = Self.algorithm.pointer
            let result = EVP_Digest(bytes.baseAddress, bytes.count, start, nil, algorithm, nil)
            systemInvariant(result == 1, "SHA-256 failed")
        }
        return Digest256(bigEndianWords: words)
    }
}

/// A fetched digest algorithm, kept for the life of the process.
// SAFETY: OpenSSL documents fetched algorithms as immutable and shareable between threads; this one
// is never freed.
struct FetchedDigest: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ name: String) {
        pointer = systemUnwrap(EVP_MD_fetch(nil, name, nil), "a digest algorithm is missing")
    }
}
