import CoreVocabulary
public import Cryptography
import Glibc

/// The key that stays outside the database and seals the secrets in it.
///
/// A copy of the database alone gives nobody a code, a session or a cache. Each sealed value is
/// bound to its owner and purpose, so that two rows cannot be swapped.
/// Source: OWASP ASVS 5.0 11.3.3 and 13.3.1.
public final class MasterKey: Sendable {
    /// Bytes in the key.
    public static let byteCount = AES256GCM.keyByteCount

    /// What a sealed value is for.
    public enum Purpose: String, Sendable, CaseIterable {
        /// The secret of an authenticator, bound to its user.
        case totpSecret = "totp-secret"
        /// The key of a user's records on consoles, bound to the user.
        case storageKey = "storage-key"
        /// The key under which codes are bound to transfers, bound to the session.
        case authorisationKey = "authorisation-key"
    }

    private static let sealVersion: UInt8 = 1
    private let sealingKey: AES256GCM.Key
    private let indexKey: SharedSecret

    /// Takes the key.
    ///
    /// - Parameter key: 32 random bytes; the caller may wipe them afterwards.
    /// - Throws: `invalidKeyLength` for any other number of bytes.
    public init(_ key: SharedSecret) throws(CryptographyError) {
        sealingKey = try AES256GCM.Key(key)
        let copy = key.duplicate()
        let derived = copy.withBytes { bytes in
            HKDF.deriveKey(from: bytes, info: Array("counterfoil.name-index".utf8))
        }
        indexKey = SharedSecret(derived)
    }

    /// Seals the secret of a user or a session.
    func seal(_ plaintext: [UInt8], _ purpose: Purpose, ownerBits: UInt128) -> [UInt8] {
        sealingKey.seal(plaintext, associatedData: Self.associatedData(purpose, ownerBits))
    }

    /// Opens what ``seal(_:_:ownerBits:)`` made for the same owner and purpose; nil otherwise.
    ///
    /// The plaintext is moved into locked memory and its first copy wiped.
    func open(_ sealed: [UInt8], _ purpose: Purpose, ownerBits: UInt128) -> SharedSecret? {
        let data = Self.associatedData(purpose, ownerBits)
        guard var plaintext = sealingKey.open(sealed, associatedData: data) else { return nil }
        defer { wipe(&plaintext) }
        let secret = SharedSecret(capacity: max(plaintext.count, 1))
        for byte in plaintext { secret.append(byte) }
        return secret
    }

    /// 16 bits that stand for a name nobody has, so that tries for it can be counted in bounded
    /// space without the name being kept.
    func bucket(ofUnknownName name: [UInt8]) -> UInt16 {
        let copy = indexKey.duplicate()
        let code = copy.withBytes { HMAC.code(for: name, key: $0) }
        return UInt16(code[0]) << 8 | UInt16(code[1])
    }

    private static func associatedData(_ purpose: Purpose, _ ownerBits: UInt128) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 64)
        encoder.write("counterfoil.sealed")
        encoder.write(sealVersion)
        encoder.write(purpose.rawValue)
        encoder.write(ownerBits)
        return encoder.bytes
    }
}

/// Overwrites bytes in a way that no optimiser removes.
func wipe(_ bytes: inout [UInt8]) {
    bytes.withUnsafeMutableBytes { buffer in
        guard let start = buffer.baseAddress else { return }
        explicit_bzero(start, buffer.count)
    }
}
