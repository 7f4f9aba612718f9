import CoreVocabulary
package import Cryptography

/// Stored password hash: cost parameters, salt and hash.
///
/// Source: RFC 7914.
///
/// Verification takes tens to hundreds of milliseconds and the memory that the parameters demand.
/// The caller limits how many run at once.
package struct PasswordRecord: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Length of the salt in bytes.
    ///
    /// Source: NIST SP 800-132 §5.1.
    package static let saltByteCount = 16
    /// Length of the hash in bytes.
    package static let hashByteCount = 32

    /// Cost parameters of the hash.
    package let parameters: Scrypt.Parameters

    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a new password, which ``PasswordPolicy`` has let through, with a fresh random salt.
    package init(
        hashing password: Span<UInt8>,
        salt: [UInt8],
        parameters: Scrypt.Parameters = .standard
    ) {
        invariant(salt.count == Self.saltByteCount, "a salt has 16 bytes")
        self.init(
            parameters: parameters,
            salt: salt,
            hash: Scrypt.deriveKey(
                password: password,
                salt: salt,
                parameters: parameters,
                byteCount: Self.hashByteCount
            )
        )
    }

    private init(parameters: Scrypt.Parameters, salt: [UInt8], hash: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// Returns a record that matches no password and costs as much to verify as a real one.
    ///
    /// It is used for user names that do not exist, so that the verification time does not reveal
    /// which names exist. Its hash is all zeros, which no known input of scrypt produces.
    package static func decoy(parameters: Scrypt.Parameters = .standard) -> PasswordRecord {
        PasswordRecord(
            parameters: parameters,
            salt: [UInt8](repeating: 0, count: saltByteCount),
            hash: [UInt8](repeating: 0, count: hashByteCount)
        )
    }

    /// Returns true if this is the password that was hashed; compares in constant time.
    package func verify(_ password: Span<UInt8>) -> Bool {
        let candidate = Scrypt.deriveKey(
            password: password,
            salt: salt,
            parameters: parameters,
            byteCount: Self.hashByteCount
        )
        return constantTimeEquals(candidate, hash)
    }

    /// Returns true if the password should be hashed again with the current cost parameters.
    package func needsRehash(to current: Scrypt.Parameters) -> Bool {
        parameters != current
    }

    /// Text form for storage: `$scrypt$v=1$n=32768,r=8,p=3$SALT$HASH`, salt and hash in Base64.
    package var storedText: String {
        let cost = "n=\(parameters.n),r=\(parameters.r),p=\(parameters.p)"
        return "$scrypt$v=1$\(cost)$\(Base64.encode(salt))$\(Base64.encode(hash))"
    }

    /// Parses stored text; returns nil unless ``storedText`` would print exactly this text.
    ///
    /// Parameters that would exhaust the host are also refused; see
    /// ``Cryptography/Scrypt/memoryLimitBytes``.
    package init?(storedText: String) {
        let fields = storedText.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].isEmpty, fields[1] == "scrypt", fields[2] == "v=1",
            let parameters = Self.parameters(of: fields[3]),
            let salt = Base64.decode(fields[4]), salt.count == Self.saltByteCount,
            let hash = Base64.decode(fields[5]), hash.count == Self.hashByteCount
        else { return nil }
        self.init(parameters: parameters, salt: salt, hash: hash)
        // A number has several texts (+8, 008). Only the one that `storedText` prints is accepted.
        guard self.storedText == storedText else { return nil }
    }

    /// Redacted text, so that salt and hash are never printed by accident.
    package var description: String { "PasswordRecord(redacted)" }
    /// Mirror without children, so that `dump` does not print them either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    private static func parameters(of field: Substring) -> Scrypt.Parameters? {
        let parts = field.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("n="), parts[1].hasPrefix("r="),
            parts[2].hasPrefix("p="), let n = UInt64(parts[0].dropFirst(2)),
            let r = UInt32(parts[1].dropFirst(2)), let p = UInt32(parts[2].dropFirst(2))
        else { return nil }
        // The reason does not matter: this program never wrote a record with such parameters.
        return try? Scrypt.Parameters(n: n, r: r, p: p)
    }
}
