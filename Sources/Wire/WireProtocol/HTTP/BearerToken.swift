import CoreVocabulary

/// The access token in its HTTP header: its bytes unchanged, which are printable ASCII.
///
/// Source: RFC 6750 §2.1, with the one space of its grammar.
package enum BearerToken {
    /// Name of the HTTP header that carries the token.
    package static let headerName = "Authorization"
    /// The longest token, in bytes; those of the bank have less than 1,024.
    package static let byteLimit = 2_048
    private static let prefix = "Bearer "

    /// Returns the header's value for a token.
    ///
    /// A byte that cannot stand in a header makes it a token that no bank takes.
    package static func headerValue(_ token: [UInt8]) -> String {
        let bytes = token.map { isTokenByte($0) ? $0 : UInt8(ascii: "=") }
        return prefix + String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the token's bytes; nil if the header has another form.
    ///
    /// Source: RFC 9110 §11.1: upper and lower case of the scheme are one.
    package static func bytes(ofHeaderValue value: String) -> [UInt8]? {
        guard value.prefix(prefix.count).lowercased() == prefix.lowercased() else { return nil }
        let token = Array(value.utf8.dropFirst(prefix.utf8.count))
        guard (1...byteLimit).contains(token.count), token.allSatisfy(isTokenByte) else {
            return nil
        }
        return token
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isASCIIUpperCase || byte.isASCIILowerCase || byte.isASCIIDigit
            || "-._~+/=".utf8.contains(byte)
    }
}
