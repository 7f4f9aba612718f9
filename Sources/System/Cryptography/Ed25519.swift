import COpenSSL

/// Ed25519 signatures, on the twisted Edwards curve edwards25519.
///
/// Signing is deterministic: the same key and message always give the same signature, and no
/// randomness is used. Source: RFC 8032 §5.1 (Ed25519, without prehash or context).
package enum Ed25519 {
    /// Length of the seed, which is the private key, in bytes.
    package static let seedByteCount = 32
    /// Length of a public key in bytes.
    package static let publicKeyByteCount = 32
    /// Length of a signature in bytes.
    package static let signatureByteCount = 64

    /// Public key that verifies signatures; not a secret.
    ///
    /// Any 32 bytes are accepted: bytes that are not a point of the curve verify no signature.
    package struct PublicKey: Hashable, Sendable {
        /// The 32 bytes of the key as defined by RFC 8032 §5.1.5.
        package let rawBytes: [UInt8]

        /// Creates a key from its 32 bytes; returns nil for any other number of bytes.
        package init?(rawBytes: [UInt8]) {
            guard rawBytes.count == Ed25519.publicKeyByteCount else { return nil }
            self.rawBytes = rawBytes
        }

        /// Returns true if the message was signed with the matching private key.
        ///
        /// Complexity: linear in the message; about 0.1 ms for a short one.
        package func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
            guard signature.count == Ed25519.signatureByteCount else { return false }
            let count = rawBytes.count
            guard let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, rawBytes, count)
            else {
                ERR_clear_error()
                return false
            }
            defer { EVP_PKEY_free(key) }
            let context = systemUnwrap(EVP_MD_CTX_new(), "memory for a signature is missing")
            defer { EVP_MD_CTX_free(context) }
            systemInvariant(
                EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1,
                "Ed25519 took no public key"
            )
            let result = EVP_DigestVerify(
                context,
                signature,
                signature.count,
                message,
                message.count
            )
            // A signature that does not verify leaves an entry in this thread's error queue.
            if result != 1 { ERR_clear_error() }
            return result == 1
        }
    }

    /// Private key that signs; immutable, so that several threads may use it at once.
    package final class PrivateKey: Sendable {
        /// The 32-byte seed to store; whoever has it can sign.
        package let seed: SharedSecret
        /// Public key with which others verify the signatures.
        package let publicKey: PublicKey
        private let loaded: LoadedKey

        /// Loads the key of a seed.
        ///
        /// The seed has 32 random bytes. The key keeps the reference and signs with its own copy, so
        /// that it still works after the seed is wiped.
        ///
        /// - Throws: `invalidKeyLength` for any other number of bytes.
        package convenience init(seed: SharedSecret) throws(CryptographyError) {
            guard seed.count == Ed25519.seedByteCount else {
                throw CryptographyError(.invalidKeyLength)
            }
            self.init(checkedSeed: seed)
        }

        private init(checkedSeed seed: SharedSecret) {
            self.seed = seed
            loaded = LoadedKey(seed: seed.duplicate())
            publicKey = loaded.publicKey()
        }

        /// Generates a new key from OpenSSL's private random generator.
        package static func generate() -> PrivateKey {
            PrivateKey(checkedSeed: SharedSecret(randomByteCount: Ed25519.seedByteCount))
        }

        /// Returns the 64-byte signature of a message.
        package func sign(_ message: [UInt8]) -> [UInt8] {
            let context = systemUnwrap(EVP_MD_CTX_new(), "memory for a signature is missing")
            defer { EVP_MD_CTX_free(context) }
            systemInvariant(
                EVP_DigestSignInit(context, nil, nil, nil, loaded.pointer) == 1,
                "Ed25519 took no private key"
            )
            let byteCount = Ed25519.signatureByteCount
            return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
                var written = byteCount
                let start = buffer.baseAddress
                let result = EVP_DigestSign(context, start, &written, message, message.count)
                systemInvariant(result == 1, "Ed25519 did not sign")
                systemInvariant(written == byteCount, "an Ed25519 signature has 64 bytes")
                count = byteCount
            }
        }
    }

    /// OpenSSL's form of a private key, freed (with its seed cleansed) with the last reference.
    private final class LoadedKey: @unchecked Sendable {
        // SAFETY: set once and never changed; OpenSSL documents that threads may share a key that
        // none of them changes, each with a context of its own.
        let pointer: OpaquePointer

        init(seed: consuming Secret) {
            let key = seed.withBytes { bytes in
                bytes.withUnsafeBufferPointer { bytes in
                    let start = bytes.baseAddress
                    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, start, bytes.count)
                }
            }
            pointer = systemUnwrap(key, "Ed25519 is missing")
        }

        deinit {
            EVP_PKEY_free(pointer)
        }

        func publicKey() -> PublicKey {
            let raw = [UInt8](unsafeUninitializedCapacity: publicKeyByteCount) { buffer, count in
                var written = publicKeyByteCount
                let result = EVP_PKEY_get_raw_public_key(pointer, buffer.baseAddress, &written)
                systemInvariant(result == 1, "a private key has a public one")
                systemInvariant(written == publicKeyByteCount, "a public key has 32 bytes")
                count = written
            }
            return systemUnwrap(PublicKey(rawBytes: raw), "a public key has 32 bytes")
        }
    }
}
