import WireProtocol

/// The path and the query of a request line, read strictly.
struct RequestTarget: Hashable, Sendable {
    /// The path, as it stands.
    let path: Substring
    /// The query, percent-decoded; nil when it is not well formed.
    let query: [HTTPCall.QueryItem]?

    /// Reads what stands between the method and the version.
    ///
    /// Source: RFC 9112 §3.2.1, the origin form; RFC 3986 §3.4 for the query.
    init(_ target: String) {
        // By scalars, as other programs read it: to Swift a mark makes another character of a separator.
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

    /// A text without its escapes; a plus sign is a plus sign.
    private static func decoded(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = digit(rest.popFirst()), let low = digit(rest.popFirst()) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        guard let byte, let value = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
        return UInt8(value)
    }
}
