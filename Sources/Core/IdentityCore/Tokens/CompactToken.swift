import CoreVocabulary

/// The three parts of a signed token in compact form, not verified yet.
///
/// Source: RFC 7515 §3.1.
struct CompactToken {
    /// Separator between the parts.
    static let dot = UInt8(ascii: ".")
    /// Maximum length in bytes; the bank's tokens have about 600.
    static let byteLimit = 1_024

    /// The header, as JSON.
    let header: [UInt8]
    /// The claims, as JSON.
    let claims: [UInt8]
    /// The decoded signature, not verified yet.
    let signature: [UInt8]
    /// The bytes over which the signature was made.
    let signedBytes: [UInt8]

    /// Parses the compact form; returns nil unless it is three parts of strict base64url.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.byteLimit else { return nil }
        let parts = bytes.split(separator: Self.dot, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = Base64URL.decode(parts[0]),
            let claims = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signedBytes = Array(bytes[..<parts[1].endIndex])
    }
}
