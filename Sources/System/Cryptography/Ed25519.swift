import COpenSSL

/// Signatures on the twisted Edwards curve edwards25519.
///
/// Deterministic: the same key and message always give the same signature, and signing draws no
/// randomness. Source: RFC 8032 §5.1 (Ed25519, without prehash or context).
public enum Ed25519 {
    /// Bytes in the seed that is the private key.
    public static let seedByteCount = 32
    /// Bytes in a public key.
    public static let publicKeyByteCount = 32
    /// Bytes in a signature.
    public static let signatureByteCount = 64

    /// What a signature is checked with; no secret.
    ///
    /// Any 32 bytes are taken: bytes that are no point of the curve accept no signature.
    public struct PublicKey: Hashable, Sendable {
        /// The 32 bytes that RFC 8032 §5.1.5 defines.
        public let rawBytes: [UInt8]

        /// Takes the 32 bytes of a key; nil for any other number of bytes.
        public init?(rawBytes: [UInt8]) {
            guard rawBytes.count == Ed25519.publicKeyByteCount else { return nil }
            self.rawBytes = rawBytes
        }

        /// Whether these bytes were signed with the private key that belongs to this one.
        ///
        /// Complexity: linear in the message; about 0.1 ms for a short one.
        public func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
            guard signature.count == Ed25519.signatureByteCount else { return false }
            let loaded = EVP_PKEY_new_raw_public_key(
                EVP_PKEY_ED25519,
                nil,
                rawBytes,
                rawBytes.count
            )
            guard let key = loaded else {
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
            // A signature that does not fit leaves an entry in this thread's queue of errors.
            if result != 1 { ERR_clear_error() }
            return result == 1
        }
    }

    /// What signs; immutable, so that several threads may use it at once.
    public final class PrivateKey: Sendable {
        /// The 32 bytes to keep; whoever has them can sign.
        public let seed: SharedSecret
        /// What others check the signatures with.
        public let publicKey: PublicKey
        private let loaded: LoadedKey

        /// Loads the key of a seed.
        ///
        /// - Parameter seed: 32 random bytes. The key keeps the reference and signs from a copy of
        ///   its own, so that a seed wiped later does not stop it.
        /// - Throws: `invalidKeyLength` for any other number of bytes.
        public init(seed: SharedSecret) throws(CryptographyError) {
            guard seed.count == Ed25519.seedByteCount else {
                throw CryptographyError(.invalidKeyLength)
            }
            self.seed = seed
            loaded = LoadedKey(seed: seed.duplicate())
            publicKey = loaded.publicKey()
        }

        private init(freshSeed: SharedSecret) {
            seed = freshSeed
            loaded = LoadedKey(seed: freshSeed.duplicate())
            publicKey = loaded.publicKey()
        }

        /// A new key from the generator that is kept for keys.
        public static func generate() -> PrivateKey {
            PrivateKey(freshSeed: SharedSecret(randomByteCount: Ed25519.seedByteCount))
        }

        /// The 64 bytes of the signature of a message.
        public func sign(_ message: [UInt8]) -> [UInt8] {
            let context = systemUnwrap(EVP_MD_CTX_new(), "memory for a signature is missing")
            defer { EVP_MD_CTX_free(context) }
            systemInvariant(
                EVP_DigestSignInit(context, nil, nil, nil, loaded.pointer) == 1,
                "Ed25519 took no private key"
            )
            let byteCount = Ed25519.signatureByteCount
            return [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
                var written = byteCount
                let result = EVP_DigestSign(
                    context,
                    buffer.baseAddress,
                    &written,
                    message,
                    message.count
                )
                systemInvariant(result == 1, "Ed25519 did not sign")
                systemInvariant(written == byteCount, "an Ed25519 signature has 64 bytes")
                count = byteCount
            }
        }
    }

    /// OpenSSL's form of a private key, freed (and its seed cleansed) with the last reference.
    private final class LoadedKey: @unchecked Sendable {
        // SAFETY: set once and never changed; OpenSSL documents that threads may share a key that
        // none of them changes, each with a context of its own.
        let pointer: OpaquePointer

        init(seed: consuming Secret) {
            pointer = seed.withBytes { bytes in
                bytes.withUnsafeBufferPointer { bytes in
                    systemUnwrap(
                        EVP_PKEY_new_raw_private_key(
                            EVP_PKEY_ED25519,
                            nil,
                            bytes.baseAddress,
                            bytes.count
                        ),
                        "Ed25519 is missing"
                    )
                }
            }
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
