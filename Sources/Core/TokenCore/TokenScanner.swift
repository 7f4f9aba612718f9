import CoreVocabulary

/// Reads JSON of one known shape, from left to right.
///
/// It needs to know no JSON beyond that: what was read is printed again and compared byte for byte,
/// so an escape, a space, another order or a member twice cannot pass.
struct TokenScanner {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Takes exactly this text; false, and nothing taken, when it does not come next.
    mutating func take(_ literal: String) -> Bool {
        guard rest.starts(with: literal.utf8) else { return false }
        rest = rest.dropFirst(literal.utf8.count)
        return true
    }

    /// Takes what stands up to the next quotation mark, and the mark; nil without one.
    mutating func takeText() -> String? {
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// Takes digits; nil unless they are a number of 64 bits.
    mutating func takeNumber() -> Int64? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        rest = rest.dropFirst(digits.count)
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}
