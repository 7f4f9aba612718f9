import CoreVocabulary
import WireProtocol

/// The path and query of a request line, parsed strictly.
struct RequestTarget: Hashable, Sendable {
    /// The path as received.
    let path: Substring
    /// The percent-decoded query; nil if it is malformed.
    let query: [HTTPCall.QueryItem]?

    /// Parses the request target.
    ///
    /// Source: RFC 9112 §3.2.1, the origin form; RFC 3986 §3.4 for the query.
    init(_ target: String) {
        // By scalars, like other programs. To Swift, a combining mark turns a separator into
        // another character.
        guard let mark = target.unicodeScalars.firstIndex(of: "?") else {
            path = target[...]
            query = []
            return
        }
        path = target[..<mark]
        query = Self.items(target[target.unicodeScalars.index(after: mark)...])
    }

    private static func items(_ text: Substring) -> [HTTPCall.QueryItem]? {
        var items: [HTTPCall.QueryItem] = []
        let pairs = text.unicodeScalars.split(separator: "&", omittingEmptySubsequences: false)
        for pair in pairs {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { Substring($0) }
            guard sides.count == 2, let name = decoded(sides[0]), let value = decoded(sides[1])
            else { return nil }
            items.append(HTTPCall.QueryItem(name: name, value: value))
        }
        return items
    }

    /// Percent-decodes a text, in which a plus sign stays one; returns nil if it is malformed.
    private static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Hex.value(ofDigit:)),
                let low = rest.popFirst().flatMap(Hex.value(ofDigit:))
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
