import COpenSSL

/// Hash functions that HMAC, HKDF and one-time codes may use.
package enum HashAlgorithm: Sendable, Hashable, CaseIterable {
    /// SHA-1, for one-time codes only: HMAC does not depend on collision resistance (RFC 6194
    /// §3.3).
    case sha1
    /// SHA-256, the default of HMAC and HKDF.
    case sha256
    /// SHA-512, with a digest of 64 bytes.
    case sha512

    /// Length of a digest and of an HMAC in bytes: 20, 32 or 64.
    package var byteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    var digest: OpaquePointer {
        switch self {
        case .sha1: Self.fetchedSHA1.pointer
        case .sha256: Self.fetchedSHA256.pointer
        case .sha512: Self.fetchedSHA512.pointer
        }
    }

    /// HMAC context from which copies are made.
    var keyedHash: OpaquePointer {
        switch self {
        case .sha1: Self.keyedSHA1.pointer
        case .sha256: Self.keyedSHA256.pointer
        case .sha512: Self.keyedSHA512.pointer
        }
    }

    private static let keyedSHA1 = KeyedHash("SHA1")
    private static let keyedSHA256 = KeyedHash("SHA2-256")
    private static let keyedSHA512 = KeyedHash("SHA2-512")
    private static let fetchedSHA1 = FetchedDigest("SHA1")
    private static let fetchedSHA256 = FetchedDigest("SHA2-256")
    private static let fetchedSHA512 = FetchedDigest("SHA2-512")
}

/// HMAC context for one hash function, copied and keyed for each message.
///
/// OpenSSL's `HMAC` looks up both algorithms by name at every call, which costs more than the HMAC
/// of a short message.
// SAFETY: never changed after its making and never freed; copying it only reads.
private struct KeyedHash: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ name: String) {
        let algorithm = systemUnwrap(EVP_MAC_fetch(nil, "HMAC", nil), "HMAC is missing")
        pointer = systemUnwrap(EVP_MAC_CTX_new(algorithm), "memory for an HMAC is missing")
        EVP_MAC_free(algorithm)
        var digestName = Array(name.utf8CString)
        // Source: EVP_MAC-HMAC(7), "digest". The placeholder is not a secret: a context without a
        // key cannot be copied.
        let placeholder: [UInt8] = [0]
        // A parameter stores the address of its name, which has to live as long as the parameter.
        let result = "digest".withCString { key in
            digestName.withUnsafeMutableBufferPointer { text in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string(key, text.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                return EVP_MAC_init(pointer, placeholder, placeholder.count, parameters)
            }
        }
        systemInvariant(result == 1, "HMAC took no hash function")
    }
}
