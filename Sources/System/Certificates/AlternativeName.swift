import COpenSSL

/// Subject alternative name: a name for which a certificate is valid.
///
/// Source: RFC 5280 §4.2.1.6.
package enum AlternativeName: Hashable, Sendable, CustomStringConvertible {
    /// A DNS host name.
    case host(String)
    /// An IP address of 4 or 16 bytes.
    case address([UInt8])
    /// A URI, for a subject that is not a host.
    case uri(String)

    /// Maximum length of a name in bytes; a host name has at most 253 (RFC 1035 §2.3.4).
    package static let byteLimit = 253

    /// Parses a host name or an IP address; returns nil for anything else.
    package init?(_ text: String) {
        if let address = IPAddress.bytes(of: text) {
            self = .address(address)
        } else {
            guard Self.isHostName(text) else { return nil }
            self = .host(text)
        }
    }

    /// The name in its usual text form.
    package var description: String {
        switch self {
        case .host(let name), .uri(let name): name
        case .address(let bytes): IPAddress.text(of: bytes) ?? "invalid address"
        }
    }

    /// Returns true if a text consists of labels of letters, digits and hyphens between dots.
    ///
    /// Source: RFC 1123 §2.1. Wildcards are refused: a name is for one host.
    static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= byteLimit
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy(isLetterDigitOrHyphen)
            }
    }

    /// Returns true if an ASCII byte is a letter, a digit or a hyphen.
    static func isLetterDigitOrHyphen(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
