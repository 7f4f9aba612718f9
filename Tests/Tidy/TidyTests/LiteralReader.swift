/// Reads the string literals of a source file; it knows no more of Swift than that needs.
struct LiteralReader {
    /// Stands in a literal where a value is put in.
    static let value: Character = "\0"

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
    private static let slash = UInt8(ascii: "/")

    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// All literals in their order; those that are joined by `+` are one.
    mutating func literals() -> [String] {
        var found: [String] = []
        var end = 0
        while index < bytes.count {
            if bytes[index] == Self.slash, starts("//") {
                skipLine()
            } else if bytes[index] == Self.quote {
                let isJoined = !found.isEmpty && joins(end..<index)
                let text = readLiteral()
                if isJoined { found[found.count - 1] += text } else { found.append(text) }
                end = index
            } else {
                index += 1
            }
        }
        return found
    }

    private func starts(_ text: String) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    /// True if there is a plus between two literals, and nothing else but space.
    private func joins(_ range: Range<Int>) -> Bool {
        let signs = Array(bytes[range]).filter { $0 != Self.space && $0 != Self.newline }
        return signs == [UInt8(ascii: "+")]
    }

    private mutating func skipLine() {
        while index < bytes.count, bytes[index] != Self.newline { index += 1 }
    }

    private mutating func readLiteral() -> String {
        let mark = starts("\"\"\"") ? "\"\"\"" : "\""
        index += mark.utf8.count
        var text: [UInt8] = []
        while index < bytes.count {
            if bytes[index] == Self.backslash {
                text += readEscape()
            } else if bytes[index] == Self.quote, starts(mark) {
                index += mark.utf8.count
                break
            } else if mark.utf8.count == 1, bytes[index] == Self.newline {
                break
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What an escape stands for: nothing for a line that goes on, the mark for a value, a
    /// quotation mark for one, and a space for the rest.
    private mutating func readEscape() -> [UInt8] {
        index += 1
        guard index < bytes.count else { return [] }
        let kind = bytes[index]
        index += 1
        switch kind {
        case Self.newline: return []
        case Self.quote: return [Self.quote]
        case UInt8(ascii: "("):
            skipValue()
            return Array(String(Self.value).utf8)
        default: return [Self.space]
        }
    }

    /// Goes behind the parenthesis that ends a value.
    private mutating func skipValue() {
        var depth = 1
        while index < bytes.count, depth > 0 {
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            index += 1
        }
    }
}
