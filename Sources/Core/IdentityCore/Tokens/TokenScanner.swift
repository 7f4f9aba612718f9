import CoreVocabulary

/// Parser for JSON of one known shape, from left to right.
///
/// It needs no general JSON: the result is printed again and compared byte for byte, so an escape,
/// a space, another order or a repeated member cannot pass.
struct TokenScanner {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Consumes exactly this text; returns false and consumes nothing if it does not come next.
    mutating func skip(_ literal: String) -> Bool {
        guard rest.starts(with: literal.utf8) else { return false }
        rest = rest.dropFirst(literal.utf8.count)
        return true
    }

    /// Consumes the text up to and including the next quotation mark; returns nil without one.
    mutating func readText() -> String? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// Consumes digits; returns nil unless they are a 64-bit number.
    mutating func readNumber() -> Int64? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(digits.count)
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}
