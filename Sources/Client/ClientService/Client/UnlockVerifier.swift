import CoreVocabulary
import Cryptography

/// Compares a password with the one typed at sign-in, without keeping either.
///
/// Lives in memory only and ends with the session; what it holds is a salted scrypt hash.
struct UnlockVerifier: Sendable {
    private static let saltByteCount = 16

    private let salt: [UInt8]
    private let hash: [UInt8]
    private let cost: Scrypt.Parameters

    /// Hashes the password with a salt of its own; takes a tenth of a second on purpose.
    @concurrent
    static func make(
        of password: SharedSecret,
        salt: [UInt8],
        cost: Scrypt.Parameters
    ) async -> UnlockVerifier {
        invariant(salt.count >= saltByteCount, "a salt has at least 16 bytes")
        return UnlockVerifier(
            salt: salt,
            hash: derive(password, salt, cost),
            cost: cost
        )
    }

    /// Whether a password is the same one; takes as long as making the verifier.
    @concurrent
    func accepts(_ password: SharedSecret) async -> Bool {
        constantTimeEquals(Self.derive(password, salt, cost), hash)
    }

    private static func derive(
        _ password: SharedSecret,
        _ salt: [UInt8],
        _ cost: Scrypt.Parameters
    ) -> [UInt8] {
        password.withBytes { bytes in
            Scrypt.deriveKey(password: bytes, salt: salt, parameters: cost)
        }
    }
}
