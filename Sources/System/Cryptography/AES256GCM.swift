import COpenSSL
import Synchronization

/// Authenticated encryption with AES-256 in Galois/Counter Mode.
///
/// Source: NIST SP 800-38D.
package enum AES256GCM {
    /// Length of a key in bytes.
    package static let keyByteCount = 32
    /// Length of a nonce in bytes.
    package static let nonceByteCount = 12
    /// Length of an authentication tag in bytes.
    package static let tagByteCount = 16
    /// Number of bytes that sealing adds: the nonce in front, the tag at the end.
    package static let overheadByteCount = nonceByteCount + tagByteCount
    /// Maximum number of seals per key handle: 2^32.
    ///
    /// Source: NIST SP 800-38D §8.3.
    package static let sealLimit: UInt64 = 1 << 32

    /// An expanded key handle, for many small rows.
    ///
    /// Each handle starts its nonces at 96 random bits and counts up from there, the "RBG-based
    /// construction" of NIST SP 800-38D §8.2.2. No nonce repeats within a handle. Handles of one
    /// key (after a restart, in another process) collide with a chance below 2^-40 even at a
    /// thousand handles and 2^32 seals each. A cloned memory image must not continue to seal.
    ///
    /// Calls from several threads are serialised.
    package final class Key: Sendable {
        private let state: Mutex<CipherState>

        /// Expands a key; the caller wipes its copy.
        ///
        /// - Throws: `invalidKeyLength` unless the key has 32 bytes.
        package convenience init(_ key: Span<UInt8>) throws(CryptographyError) {
            try self.init(key, firstNonce: SecureRandom.bytes(nonceByteCount))
        }

        /// Expands a key that is held in a shared secret.
        ///
        /// - Throws: `invalidKeyLength` unless the key has 32 bytes.
        package convenience init(_ key: SharedSecret) throws(CryptographyError) {
            let copy = key.duplicate()
            let nonce = SecureRandom.bytes(nonceByteCount)
            let state = try copy.withBytes { bytes throws(CryptographyError) in
                try CipherState(key: bytes, firstNonce: nonce)
            }
            self.init(state: state)
        }

        // Only tests choose the nonce, to compare with published vectors.
        convenience init(_ key: Span<UInt8>, firstNonce: [UInt8]) throws(CryptographyError) {
            self.init(state: try CipherState(key: key, firstNonce: firstNonce))
        }

        private init(state: consuming sending CipherState) {
            self.state = Mutex(state)
        }

        /// Encrypts less than 2 GiB; returns nonce, ciphertext of the same length, and tag.
        ///
        /// The associated data, such as the identity of a row and a version, is authenticated but not
        /// encrypted, and must be the same on opening.
        package func seal(_ plaintext: [UInt8], associatedData: [UInt8]) -> [UInt8] {
            state.withLock { $0.seal(plaintext, associatedData) }
        }

        /// Verifies and decrypts; returns nil unless this key and this data sealed the bytes.
        package func open(_ sealed: [UInt8], associatedData: [UInt8]) -> [UInt8]? {
            state.withLock { $0.open(sealed, associatedData) }
        }
    }
}
