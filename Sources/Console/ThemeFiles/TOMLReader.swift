import TerminalKit

/// Reads the part of TOML that themes are written in.
///
/// Tables, keys bare, quoted and dotted, strings of one line, whole numbers, `true` and `false`,
/// lists, and tables in braces. Everything that is read here means the same to any reader of TOML
/// 1.0; times, fractions, strings of several lines and lists of tables are refused by name. Every
/// key knows its place. Why this is our own: docs/decisions/0003-tomlkit.md.
///
/// Source: TOML 1.0.0.
struct TOMLReader {
    /// Lists and tables within one another at most.
    static let maximumDepth = 8

    private var cursor: TOMLCursor
    private let root = TOMLTable(.header)

    /// Reads a text, which has to be UTF-8.
    ///
    /// - Throws: The first thing that is wrong.
    static func entries(of bytes: [UInt8]) throws(TOMLFailure) -> [ThemeEntry] {
        var reader = TOMLReader(cursor: TOMLCursor(bytes))
        try reader.readFile()
        return reader.root.entries
    }

    private init(cursor: TOMLCursor) {
        self.cursor = cursor
    }

    // MARK: - Lines

    private mutating func readFile() throws(TOMLFailure) {
        var current = root
        while true {
            cursor.skipBlanks()
            guard let byte = cursor.next else { return }
            switch byte {
            case UInt8(ascii: "["): current = try readHeader()
            case UInt8(ascii: "#"), 0x0A, 0x0D: break
            default: try readPair(into: current, depth: 0)
            }
            try readLineEnd()
        }
    }

    private mutating func readLineEnd() throws(TOMLFailure) {
        cursor.skipBlanks()
        try skipComment()
        guard cursor.next != nil else { return }
        if !takeNewline() {
            throw cursor.failure("The line should end here.")
        }
    }

    private mutating func skipComment() throws(TOMLFailure) {
        guard cursor.sees("#") else { return }
        _ = cursor.take { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
        if let byte = cursor.next, byte != 0x0A, byte != 0x0D {
            throw cursor.failure("A comment cannot hold control characters.")
        }
    }

    /// Moves over LF or CR LF.
    private mutating func takeNewline() -> Bool {
        if cursor.sees("\r\n") { cursor.take() }
        return cursor.take("\n")
    }

    // MARK: - Tables

    private mutating func readHeader() throws(TOMLFailure) -> TOMLTable {
        let position = cursor.position
        cursor.take()
        if cursor.sees("[") {
            throw cursor.failure("Lists of tables, '[[…]]', are not used here.")
        }
        cursor.skipBlanks()
        let path = try readKey()
        cursor.skipBlanks()
        guard cursor.take("]") else { throw cursor.failure("A ']' should stand here.") }
        var table = root
        for (index, key) in path.enumerated() {
            let isLast = index == path.count - 1
            switch table[key] {
            case .value?:
                throw TOMLFailure(sentence: "This key has a value already.", position: position)
            case .table(let inner)?:
                if isLast {
                    guard inner.origin == .implied else {
                        throw TOMLFailure(
                            sentence: "This table is there already.",
                            position: position
                        )
                    }
                    inner.origin = .header
                }
                table = inner
            case nil:
                let inner = TOMLTable(isLast ? .header : .implied)
                table.add(key, .table(inner), at: position)
                table = inner
            }
        }
        return table
    }

    /// Reads a key, `=` and a value.
    private mutating func readPair(into table: TOMLTable, depth: Int) throws(TOMLFailure) {
        let position = cursor.position
        let path = try readKey()
        cursor.skipBlanks()
        guard cursor.take("=") else { throw cursor.failure("A '=' should stand here.") }
        cursor.skipBlanks()
        let value = try readValue(depth: depth + path.count)
        var table = table
        for key in path.dropLast() {
            switch table[key] {
            case .table(let inner)? where inner.origin == .dotted:
                table = inner
            case nil:
                let inner = TOMLTable(.dotted)
                table.add(key, .table(inner), at: position)
                table = inner
            default:
                throw TOMLFailure(
                    sentence: "Something else has this key already.",
                    position: position
                )
            }
        }
        guard let key = path.last, table[key] == nil else {
            throw TOMLFailure(sentence: "This key is there already.", position: position)
        }
        table.add(key, .value(value), at: position)
    }

    /// Reads a key; several with dots between them.
    private mutating func readKey() throws(TOMLFailure) -> [String] {
        var path: [String] = []
        repeat {
            cursor.skipBlanks()
            guard path.count < Self.maximumDepth else {
                throw cursor.failure("A key has at most \(Self.maximumDepth) parts.")
            }
            path.append(try readKeyPart())
            cursor.skipBlanks()
        } while cursor.take(".")
        return path
    }

    private mutating func readKeyPart() throws(TOMLFailure) -> String {
        if cursor.sees("\"") || cursor.sees("'") { return try readString() }
        let bare = cursor.take { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard !bare.isEmpty else { throw cursor.failure("A key should stand here.") }
        return String(decoding: bare, as: UTF8.self)
    }

    // MARK: - Values

    private mutating func readValue(depth: Int) throws(TOMLFailure) -> ThemeValue {
        guard depth <= Self.maximumDepth else {
            throw cursor.failure("Values are within one another more than eight deep.")
        }
        switch cursor.next {
        case UInt8(ascii: "\"")?, UInt8(ascii: "'")?:
            return .string(try readString())
        case UInt8(ascii: "[")?:
            return .array(try readArray(depth: depth))
        case UInt8(ascii: "{")?:
            return .table(try readInlineTable(depth: depth))
        default:
            return try readWord()
        }
    }

    /// Reads a number, `true` or `false`.
    private mutating func readWord() throws(TOMLFailure) -> ThemeValue {
        let start = cursor
        let word = cursor.take { byte in
            switch byte {
            case 0x21...0x7E: !",]}#=[{\"'".utf8.contains(byte)
            default: false
            }
        }
        let text = String(decoding: word, as: UTF8.self)
        if text == "true" || text == "false" { return .other }
        let digits = word.drop { "+-".utf8.contains($0) }
        let isDecimal =
            word.count - digits.count <= 1
            && digits.allSatisfy { (0x30...0x39).contains($0) }
            && (digits.count == 1 || digits.first != 0x30)
        guard isDecimal, !digits.isEmpty, let number = Int(text) else {
            throw start.failure(
                "A value should stand here: a string in quotation marks, a whole number, a list "
                    + "in brackets, or a table in braces."
            )
        }
        return .integer(number)
    }

    private mutating func readArray(depth: Int) throws(TOMLFailure) -> [ThemeValue] {
        cursor.take()
        var values: [ThemeValue] = []
        while true {
            try skipBlankLines()
            if cursor.take("]") { return values }
            values.append(try readValue(depth: depth + 1))
            try skipBlankLines()
            if cursor.take(",") { continue }
            guard cursor.take("]") else {
                throw cursor.failure("A ',' or a ']' should stand here.")
            }
            return values
        }
    }

    /// Moves over all that may stand between the values of a list.
    private mutating func skipBlankLines() throws(TOMLFailure) {
        repeat {
            cursor.skipBlanks()
            try skipComment()
        } while takeNewline()
    }

    private mutating func readInlineTable(depth: Int) throws(TOMLFailure) -> [ThemeEntry] {
        cursor.take()
        let table = TOMLTable(.header)
        cursor.skipBlanks()
        if cursor.take("}") { return [] }
        while true {
            cursor.skipBlanks()
            try readPair(into: table, depth: depth)
            cursor.skipBlanks()
            if cursor.take(",") { continue }
            guard cursor.take("}") else {
                throw cursor.failure("A ',' or a '}' should stand here.")
            }
            return table.entries
        }
    }

    // MARK: - Strings

    private mutating func readString() throws(TOMLFailure) -> String {
        if cursor.sees("\"\"\"") || cursor.sees("'''") {
            throw cursor.failure("Strings of several lines are not used here.")
        }
        let isLiteral = cursor.sees("'")
        let quote: UInt8 = cursor.take() ?? 0
        var bytes: [UInt8] = []
        while let byte = cursor.next, byte >= 0x20 || byte == 0x09, byte != 0x7F {
            if byte == UInt8(ascii: "\\"), !isLiteral {
                bytes += Array(String(try readEscape()).utf8)
                continue
            }
            cursor.take()
            if byte == quote { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        throw cursor.failure("The string should end before here, with a quotation mark.")
    }

    private mutating func readEscape() throws(TOMLFailure) -> Unicode.Scalar {
        let start = cursor
        cursor.take()
        switch cursor.take() {
        case UInt8(ascii: "b")?: return "\u{8}"
        case UInt8(ascii: "t")?: return "\t"
        case UInt8(ascii: "n")?: return "\n"
        case UInt8(ascii: "f")?: return "\u{C}"
        case UInt8(ascii: "r")?: return "\r"
        case UInt8(ascii: "\"")?: return "\""
        case UInt8(ascii: "\\")?: return "\\"
        case UInt8(ascii: "u")?:
            if let scalar = readScalar(digits: 4) { return scalar }
        case UInt8(ascii: "U")?:
            if let scalar = readScalar(digits: 8) { return scalar }
        default: break
        }
        throw start.failure("This '\\' starts nothing that TOML knows.")
    }

    private mutating func readScalar(digits count: Int) -> Unicode.Scalar? {
        var digits: [UInt8] = []
        while digits.count < count, let byte = cursor.next,
            Unicode.Scalar(byte).properties.isASCIIHexDigit
        {
            digits.append(byte)
            cursor.take()
        }
        guard digits.count == count else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            .flatMap(Unicode.Scalar.init)
    }
}
