import COpenSSL

/// Keyed-hash message authentication codes (HMAC).
///
/// Source: RFC 2104, RFC 4231.
package enum HMAC {
    /// Computes the HMAC of a message under a key: 20, 32 or 64 bytes.
    ///
    /// The key may have any length; at least that of the hash is recommended (RFC 2104 §3).
    package static func code(
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

    /// Computes the HMAC of a message under a key that is held in an array.
    package static func code(
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
        // For OpenSSL a null key means "the key set before", so an empty key still needs an
        // address.
        var none: UInt8 = 0
        return withUnsafePointer(to: &none) { nowhere in
            [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { buffer, count in
                var written = 0
                let copy = EVP_MAC_CTX_dup(algorithm.keyedHash)
                let context = systemUnwrap(copy, "memory for an HMAC is missing")
                // Freeing the context cleanses the key.
                defer { EVP_MAC_CTX_free(context) }
                let isDone =
                    EVP_MAC_init(context, key.baseAddress ?? nowhere, key.count, nil) == 1
                    && EVP_MAC_update(context, message.baseAddress ?? nowhere, message.count) == 1
                    && EVP_MAC_final(context, buffer.baseAddress, &written, buffer.count) == 1
                systemInvariant(isDone, "HMAC failed")
                systemInvariant(written == buffer.count, "an HMAC has the length of its hash")
                count = algorithm.byteCount
            }
        }
    }
}
