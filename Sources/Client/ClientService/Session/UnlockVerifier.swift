import CoreVocabulary
import Cryptography

/// Compares a password with the one typed at sign-in, without keeping either.
///
/// Lives in memory only and ends with the session; what it holds is a salted scrypt hash.
struct UnlockVerifier: Sendable {
    fileprivate let salt: [UInt8]
    /// One half of the password's hash.
    fileprivate let hash: [UInt8]
    fileprivate let cost: Scrypt.Parameters

    /// Returns true if a password is the same one; takes as long as making the verifier.
    @concurrent
    func accepts(_ password: SharedSecret) async -> Bool {
        let keys = await PasswordKeys.make(of: password, salt: salt, cost: cost)
        keys.wrapKey.wipe()
        return constantTimeEquals(keys.unlock.hash, hash)
    }
}

/// Keys from one hash of a password: one unlocks the screen, the other seals the lease.
///
/// Neither half tells anything about the other.
struct PasswordKeys: Sendable {
    private static let saltByteCount = 16
    private static let halfByteCount = 32

    let unlock: UnlockVerifier
    /// Key of 32 bytes that seals the lease.
    let wrapKey: SharedSecret
    let salt: [UInt8]
    let cost: Scrypt.Parameters

    /// Hashes the password with a salt; takes a tenth of a second on purpose.
    @concurrent
    static func make(
        of password: SharedSecret,
        salt: [UInt8],
        cost: Scrypt.Parameters
    ) async -> PasswordKeys {
        invariant(salt.count >= saltByteCount, "a salt has at least 16 bytes")
        let both = password.withBytes { bytes in
            Scrypt.deriveKey(
                password: bytes,
                salt: salt,
                parameters: cost,
                byteCount: 2 * halfByteCount
            )
        }
        return PasswordKeys(
            unlock: UnlockVerifier(salt: salt, hash: Array(both[..<halfByteCount]), cost: cost),
            wrapKey: SharedSecret(copying: Array(both[halfByteCount...]).span),
            salt: salt,
            cost: cost
        )
    }
}
