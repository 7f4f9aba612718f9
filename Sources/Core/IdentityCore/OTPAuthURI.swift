import Cryptography

/// URI that transfers a secret to an authenticator, as text or as a QR code.
///
/// Source: the Key URI Format of Google Authenticator, which every authenticator in use reads and
/// writes. The text contains the secret: it is shown once at enrolment, and never logged or stored.
package struct OTPAuthURI: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Reason why a text or its parts are not a valid URI.
    package enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// The text does not begin with `otpauth://totp/`.
        case notTimeBased
        /// A percent sign is not followed by two hexadecimal digits, or the result is not UTF-8.
        case badEncoding
        /// The label has no account name, or the issuer contains a colon.
        case badLabel
        /// The secret is missing, not Base32, or shorter than 128 bits.
        case badSecret
        /// The algorithm is not one of SHA1, SHA256 and SHA512.
        case badAlgorithm
        /// Digits or period are not a number in their range.
        case badNumber
        /// A parameter occurs twice, or two issuers differ.
        case contradiction
    }

    /// Name of the service, shown by the authenticator; has no colon and is empty if not given.
    package let issuer: String
    /// Name of the user's account at the service.
    package let accountName: String
    /// The secret shared by user and service.
    package let secret: [UInt8]
    /// Parameters by which codes are made from the secret.
    package let totp: TOTP

    /// Creates a URI from its parts.
    ///
    /// - Throws: `badLabel` if the account name is empty or the issuer contains a colon;
    ///   `badSecret` if the secret is shorter than 128 bits.
    package init(
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

    /// The URI in full, with the secret.
    package var revealedText: String {
        let account = PercentEncoding.encode(accountName)
        let name = PercentEncoding.encode(issuer)
        let label = issuer.isEmpty ? account : "\(name):\(account)"
        let issuerParameter = issuer.isEmpty ? "" : "&issuer=\(name)"
        return "otpauth://totp/\(label)?secret=\(Base32.encode(secret))\(issuerParameter)"
            + "&algorithm=\(totp.algorithm.otpauthName)&digits=\(totp.digitCount)"
            + "&period=\(totp.periodSeconds)"
    }

    /// Redacted text, so that the secret is never printed by accident.
    package var description: String { "OTPAuthURI(redacted)" }
    /// Mirror without children, so that `dump` does not print the secret either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension HashAlgorithm {
    /// Name of the hash function in an otpauth URI.
    var otpauthName: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA256"
        case .sha512: "SHA512"
        }
    }

    /// Creates the hash function with this otpauth name, in either case; returns nil if unknown.
    init?(otpauthName: String) {
        let name = otpauthName.uppercased()
        guard let found = Self.allCases.first(where: { $0.otpauthName == name }) else {
            return nil
        }
        self = found
    }
}
