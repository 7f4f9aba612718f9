import COpenSSL

/// Keyed message authentication codes.
///
/// Source: RFC 2104, RFC 4231.
public enum HMAC {
    /// The code of a message under a key: 20, 32 or 64 bytes.
    ///
    /// - Parameters:
    ///   - message: What is authenticated.
    ///   - key: Any length; at least as long as the code is wise (RFC 2104 §3).
    ///   - algorithm: The hash function beneath.
    /// - Returns: As many bytes as the hash function makes.
    public static func code(
        for message: [UInt8],
        key: Span<UInt8>,
        using algorithm: HashAlgorithm = .sha256
    ) -> [UInt8] {
        key.withUnsafeBufferPointer { key in
            message.withUnsafeBufferPointer { message in
                compute(message: message, key: key, algorithm)
            }
        }
    }

    /// The code of a message under a key that is held in an array.
    public static func code(
        for message: [UInt8],
        key: [UInt8],
        using algorithm: HashAlgorithm = .sha256
    ) -> [UInt8] {
        code(for: message, key: key.span, using: algorithm)
    }

    private static func compute(
        message: UnsafeBufferPointer<UInt8>,
        key: UnsafeBufferPointer<UInt8>,
        _ algorithm: HashAlgorithm
    ) -> [UInt8] {
        // OpenSSL reads a null key as "the one set before", so that no bytes still need an address.
        var none: UInt8 = 0
        return withUnsafePointer(to: &none) { nowhere in
            [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { buffer, count in
                var written = 0
                let context = systemUnwrap(
                    EVP_MAC_CTX_dup(algorithm.keyedHash),
                    "memory for an HMAC is missing"
                )
                // Cleanses the key before it is freed.
                defer { EVP_MAC_CTX_free(context) }
                let isDone =
                    EVP_MAC_init(context, key.baseAddress ?? nowhere, key.count, nil) == 1
                    && EVP_MAC_update(context, message.baseAddress ?? nowhere, message.count) == 1
                    && EVP_MAC_final(context, buffer.baseAddress, &written, buffer.count) == 1
                systemInvariant(isDone, "HMAC failed")
                systemInvariant(
                    written == algorithm.byteCount,
                    "an HMAC has the length of its hash"
                )
                count = algorithm.byteCount
            }
        }
    }
}
