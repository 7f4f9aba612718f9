import COpenSSL

/// HKDF: derives keys for several purposes from one key.
///
/// Source: RFC 5869.
package enum HKDF {
    /// Derives a key by extract and expand in one step.
    ///
    /// The input needs enough entropy, which a password does not have. `info` is the purpose of the
    /// key, so that two purposes never share a key. The key has its own locked memory, and 1 to 255
    /// times the length of the hash.
    package static func deriveKey(
        from inputKey: Span<UInt8>,
        salt: [UInt8] = [],
        info: [UInt8],
        byteCount: Int = 32,
        using algorithm: HashAlgorithm = .sha256
    ) -> Secret {
        Secret(uninitializedByteCount: byteCount) { output in
            inputKey.withUnsafeBufferPointer { input in
                run(input: input, salt: salt, info: info, output: output, algorithm)
            }
        }
    }

    private static func run(
        input: UnsafeBufferPointer<UInt8>,
        salt: [UInt8],
        info: [UInt8],
        output: UnsafeMutableBufferPointer<UInt8>,
        _ algorithm: HashAlgorithm
    ) {
        let limit = 255 * algorithm.byteCount
        systemInvariant((1...limit).contains(output.count), "HKDF cannot make that many bytes")
        let context = systemUnwrap(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil), "HKDF is missing")
        defer { EVP_PKEY_CTX_free(context) }
        var written = output.count
        let steps: [() -> Int32] = [
            { EVP_PKEY_derive_init(context) },
            { EVP_PKEY_CTX_set_hkdf_md(context, algorithm.digest) },
            { EVP_PKEY_CTX_set1_hkdf_salt(context, salt, Int32(salt.count)) },
            { EVP_PKEY_CTX_set1_hkdf_key(context, input.baseAddress, Int32(input.count)) },
            { EVP_PKEY_CTX_add1_hkdf_info(context, info, Int32(info.count)) },
            { EVP_PKEY_derive(context, output.baseAddress, &written) },
        ]
        for step in steps { systemInvariant(step() == 1, "HKDF failed") }
        systemInvariant(written == output.count, "HKDF made another number of bytes")
    }
}
