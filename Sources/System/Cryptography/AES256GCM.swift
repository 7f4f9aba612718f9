import COpenSSL
import Synchronization

/// Authenticated encryption with AES-256 in Galois/Counter Mode.
///
/// Source: NIST SP 800-38D.
public enum AES256GCM {
    /// Bytes in a key.
    public static let keyByteCount = 32
    /// Bytes in a nonce.
    public static let nonceByteCount = 12
    /// Bytes in an authentication tag.
    public static let tagByteCount = 16
    /// Bytes by which sealing makes a text longer: the nonce in front, the tag behind.
    public static let overheadByteCount = nonceByteCount + tagByteCount
    /// The most seals one handle makes: 2^32.
    ///
    /// Source: NIST SP 800-38D §8.3.
    public static let sealLimit: UInt64 = 1 << 32

    /// A key with its rounds expanded, for many small rows.
    ///
    /// Each handle starts from 96 random bits and counts up from there, which is the "RBG-based
    /// construction" of NIST SP 800-38D §8.2.2: no nonce repeats within a handle, and handles of
    /// one key (after a restart, in another process) meet with a chance below 2^-40 even at a
    /// thousand handles and 2^32 seals each. A cloned memory image must not go on sealing.
    ///
    /// Calls from several threads take turns.
    public final class Key: Sendable {
        private let state: Mutex<CipherState>

        /// Expands a key that the caller will wipe.
        ///
        /// - Throws: `invalidKeyLength` unless there are 32 bytes.
        public convenience init(_ key: Span<UInt8>) throws(CryptographyError) {
            try self.init(key, firstNonce: SecureRandom.bytes(nonceByteCount))
        }

        /// Expands a key that lives in a shared secret.
        ///
        /// - Throws: `invalidKeyLength` unless there are 32 bytes.
        public convenience init(_ key: SharedSecret) throws(CryptographyError) {
            let copy = key.duplicate()
            let nonce = SecureRandom.bytes(nonceByteCount)
            let state = try copy.withBytes { bytes throws(CryptographyError) in
                try CipherState(key: bytes, firstNonce: nonce)
            }
            self.init(state: state)
        }

        // The nonce is chosen by tests alone: they compare with published vectors.
        convenience init(_ key: Span<UInt8>, firstNonce: [UInt8]) throws(CryptographyError) {
            self.init(state: try CipherState(key: key, firstNonce: firstNonce))
        }

        private init(state: consuming sending CipherState) {
            self.state = Mutex(state)
        }

        /// Encrypts and authenticates: nonce, ciphertext of the same length, tag.
        ///
        /// - Parameters:
        ///   - plaintext: What is hidden, less than 2 GiB.
        ///   - associatedData: What is not hidden but must be the same when opened: which row this
        ///     is, which version.
        /// - Returns: ``overheadByteCount`` bytes more than the plaintext.
        public func seal(_ plaintext: [UInt8], associatedData: [UInt8]) -> [UInt8] {
            state.withLock { $0.seal(plaintext, associatedData) }
        }

        /// Checks and decrypts; nil unless these bytes were sealed with this key and this data.
        public func open(_ sealed: [UInt8], associatedData: [UInt8]) -> [UInt8]? {
            state.withLock { $0.open(sealed, associatedData) }
        }
    }
}
