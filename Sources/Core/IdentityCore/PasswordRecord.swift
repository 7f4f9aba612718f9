import CoreVocabulary
public import Cryptography

/// What is stored of a password: the cost, a salt and a hash.
///
/// Source: RFC 7914.
///
/// Verifying takes tens to hundreds of milliseconds and the memory of its parameters; the caller
/// bounds how many run at once.
public struct PasswordRecord: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Bytes in a salt.
    ///
    /// Source: NIST SP 800-132 §5.1.
    public static let saltByteCount = 16
    /// Bytes in a hash.
    public static let hashByteCount = 32

    /// What the hash cost.
    public let parameters: Scrypt.Parameters

    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a new password.
    ///
    /// - Parameters:
    ///   - password: The bytes as typed, which ``PasswordPolicy`` has let through.
    ///   - salt: 16 random bytes, never used before.
    ///   - parameters: The cost.
    public init(
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

    /// A record that no password fits, at the cost of a real one.
    ///
    /// For user names that do not exist: verifying against it takes as long as against a real one,
    /// so the time does not tell which names do. Its hash is all zeros, which no input of scrypt is
    /// known to give.
    public static func decoy(parameters: Scrypt.Parameters = .standard) -> PasswordRecord {
        PasswordRecord(
            parameters: parameters,
            salt: [UInt8](repeating: 0, count: saltByteCount),
            hash: [UInt8](repeating: 0, count: hashByteCount)
        )
    }

    /// Whether a password is the one that was hashed; compares in constant time.
    public func verify(_ password: Span<UInt8>) -> Bool {
        let candidate = Scrypt.deriveKey(
            password: password,
            salt: salt,
            parameters: parameters,
            byteCount: Self.hashByteCount
        )
        return constantTimeEquals(candidate, hash)
    }

    /// Whether the password is to be hashed anew, now that it is at hand, at another cost.
    public func needsRehash(to current: Scrypt.Parameters) -> Bool {
        parameters != current
    }

    /// The text to store: `$scrypt$v=1$n=32768,r=8,p=3$SALT$HASH`, salt and hash in Base64.
    public var storedText: String {
        let cost = "n=\(parameters.n),r=\(parameters.r),p=\(parameters.p)"
        return "$scrypt$v=1$\(cost)$\(Base64.encode(salt))$\(Base64.encode(hash))"
    }

    /// Reads stored text; nil unless it is exactly what ``storedText`` would print.
    ///
    /// Parameters that would exhaust the host are refused as well; see
    /// ``Cryptography/Scrypt/memoryLimitBytes``.
    public init?(storedText: String) {
        let fields = storedText.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].isEmpty, fields[1] == "scrypt", fields[2] == "v=1",
            let parameters = Self.parameters(of: fields[3]),
            let salt = Base64.decode(fields[4]), salt.count == Self.saltByteCount,
            let hash = Base64.decode(fields[5]), hash.count == Self.hashByteCount
        else { return nil }
        self.init(parameters: parameters, salt: salt, hash: hash)
        // Numbers have more than one text (+8, 008); the stored one is the one we print.
        guard self.storedText == storedText else { return nil }
    }

    /// A fixed word; neither salt nor hash is printed by accident.
    public var description: String { "PasswordRecord(redacted)" }
    /// Shows no children, so that `dump` prints nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    private static func parameters(of field: Substring) -> Scrypt.Parameters? {
        let parts = field.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("n="), parts[1].hasPrefix("r="),
            parts[2].hasPrefix("p="), let n = UInt64(parts[0].dropFirst(2)),
            let r = UInt32(parts[1].dropFirst(2)), let p = UInt32(parts[2].dropFirst(2))
        else { return nil }
        // Which rule the parameters break does not matter: such a record was never ours.
        return try? Scrypt.Parameters(n: n, r: r, p: p)
    }
}
