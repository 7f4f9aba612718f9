import Cryptography

/// The URI by which a secret gets into an authenticator, as text or as a QR code.
///
/// Source: the Key URI Format of Google Authenticator, read and written by every authenticator in
/// use. Its text holds the secret: shown once at enrolment, never logged or stored.
public struct OTPAuthURI: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Why a text is no such URI.
    public enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// It does not begin with `otpauth://totp/`.
        case notTimeBased
        /// A percent sign is not followed by two hexadecimal digits, or UTF-8 does not result.
        case badEncoding
        /// The label has no account name, or the issuer holds a colon.
        case badLabel
        /// The secret is missing, no Base32, or shorter than 128 bits.
        case badSecret
        /// The algorithm is not one of SHA1, SHA256 and SHA512.
        case badAlgorithm
        /// Digits or period are no number in their range.
        case badNumber
        /// A parameter is there twice, or two issuers differ.
        case contradiction
    }

    /// Who runs the service, as the authenticator shows it; without a colon, empty if not told.
    public let issuer: String
    /// Who the user is there.
    public let accountName: String
    /// The shared secret.
    public let secret: [UInt8]
    /// How codes are made from it.
    public let totp: TOTP

    /// Makes a URI from its parts.
    ///
    /// - Throws: `badLabel` when the account name is empty or the issuer holds a colon; `badSecret`
    ///   when the secret is shorter than 128 bits.
    public init(
        issuer: String,
        accountName: String,
        secret: [UInt8],
        totp: TOTP = .standard
    ) throws(Refusal) {
        guard !accountName.isEmpty, !issuer.unicodeScalars.contains(":") else { throw .badLabel }
        guard secret.count >= TOTP.leastSecretByteCount else { throw .badSecret }
        self.issuer = issuer
        self.accountName = accountName
        self.secret = secret
        self.totp = totp
    }

    /// The URI with the secret in it.
    public var revealedText: String {
        let account = PercentEncoding.encode(accountName)
        let name = PercentEncoding.encode(issuer)
        let label = issuer.isEmpty ? account : "\(name):\(account)"
        let issuerParameter = issuer.isEmpty ? "" : "&issuer=\(name)"
        return "otpauth://totp/\(label)?secret=\(Base32.encode(secret))\(issuerParameter)"
            + "&algorithm=\(totp.algorithm.otpauthName)&digits=\(totp.digitCount)"
            + "&period=\(totp.periodSeconds)"
    }

    /// A fixed word; the secret is never printed by accident.
    public var description: String { "OTPAuthURI(redacted)" }
    /// Shows no children, so that `dump` prints nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension HashAlgorithm {
    /// The name in an otpauth URI.
    var otpauthName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }

    /// Finds the hash function of a name in an otpauth URI, in either case.
    init?(otpauthName: String) {
        let name = otpauthName.uppercased()
        guard let found = Self.allCases.first(where: { $0.otpauthName == name }) else {
            return nil
        }
        self = found
    }
}
