import COpenSSL

/// A name that a certificate is valid for.
///
/// Source: RFC 5280 §4.2.1.6.
public enum AlternativeName: Hashable, Sendable, CustomStringConvertible {
    /// A host name.
    case host(String)
    /// An address of 4 or 16 bytes.
    case address([UInt8])
    /// What something is called, for something that is no host.
    case uri(String)

    /// The longest name, in bytes; a host name has at most 253 (RFC 1035 §2.3.4).
    public static let byteLimit = 253

    /// A host name or an address, as people write it; nil for neither.
    public init?(_ text: String) {
        if let address = IPAddress.bytes(of: text) {
            self = .address(address)
        } else {
            guard Self.isHostName(text) else { return nil }
            self = .host(text)
        }
    }

    /// The name as people write it.
    public var description: String {
        switch self {
        case .host(let name), .uri(let name): name
        case .address(let bytes): IPAddress.text(of: bytes) ?? "invalid address"
        }
    }

    /// Whether a text is letters, digits and hyphens between dots.
    ///
    /// Source: RFC 1123 §2.1. No wildcard: one name is for one host.
    static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= byteLimit
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy(isLetterDigitOrHyphen)
            }
    }

    /// Whether a byte of ASCII is a letter, a digit or a hyphen.
    static func isLetterDigitOrHyphen(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
