import CoreVocabulary

/// The three parts of a signed token in its compact form, before anything is believed.
///
/// Source: RFC 7515 §3.1.
struct CompactToken {
    /// What stands between the parts.
    static let dot = UInt8(ascii: ".")
    /// The most bytes that are looked at; ours have about 600.
    static let byteLimit = 1_024

    /// The header, as JSON.
    let header: [UInt8]
    /// The claims, as JSON.
    let claims: [UInt8]
    /// The signature.
    let signature: [UInt8]
    /// What was signed.
    let signedBytes: [UInt8]

    /// Reads the compact form; nil unless it is three parts of strict base64url.
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
