/// Parser for the subset of TOML in which this project's files are written.
///
/// It supports tables, arrays of tables, bare, quoted and dotted keys, single-line strings, whole
/// numbers, `true` and `false`, arrays and inline tables. Everything that it accepts has the same
/// meaning to any TOML 1.0 parser. Times, fractions and multi-line strings are refused. Every key
/// has its position. docs/decisions/0003-tomlkit.md explains why the project has its own parser.
///
/// Source: TOML 1.0.0.
struct TOMLReader {
    /// Maximum nesting depth of arrays and tables.
    static let maximumDepth = 8

    /// Current position of the parser.
    var cursor: TOMLCursor
    private let rules: TOMLRules
    private let root: TOMLTableBuilder

    /// Parses a text, which must be UTF-8.
    ///
    /// - Throws: ``TOMLFailure`` with the first error.
    static func table(of bytes: [UInt8], rules: TOMLRules) throws(TOMLFailure) -> TOMLTable {
        var reader = TOMLReader(cursor: TOMLCursor(bytes), rules: rules)
        try reader.readFile()
        return reader.root.table
    }

    private init(cursor: TOMLCursor, rules: TOMLRules) {
        self.cursor = cursor
        self.rules = rules
        root = TOMLTableBuilder(.header, at: cursor.place)
    }

    // MARK: - Lines

    private mutating func readFile() throws(TOMLFailure) {
        // TOML 1.0 does not mention the byte order mark, which is invisible, and parsers differ.
        guard !cursor.sees("\u{FEFF}") else {
            throw cursor.failure(
                "The file begins with a byte order mark, which editors do not show. Save it as "
                    + "UTF-8 without one."
            )
        }
        var current: TOMLTableBuilder = root
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
        if !consumeNewline() { throw cursor.failure("The line should end here.") }
    }

    private mutating func skipComment() throws(TOMLFailure) {
        guard cursor.sees("#") else { return }
        _ = cursor.consume { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
        if let byte = cursor.next, byte != 0x0A, byte != 0x0D {
            throw cursor.failure("A comment cannot hold control characters.")
        }
    }

    /// Consumes LF or CR LF.
    private mutating func consumeNewline() -> Bool {
        if cursor.sees("\r\n") { cursor.consume() }
        return cursor.consume("\n")
    }

    // MARK: - Tables

    /// Parses `[path]` or `[[path]]`, and returns the table that it opens.
    private mutating func readHeader() throws(TOMLFailure) -> TOMLTableBuilder {
        let place = cursor.place
        cursor.consume()
        let isList = cursor.sees("[")
        if isList {
            guard rules.allowsListsOfTables else {
                throw cursor.failure("Lists of tables, '[[…]]', are not used here.")
            }
            cursor.consume()
        }
        cursor.skipBlanks()
        let path = try readKey()
        cursor.skipBlanks()
        guard cursor.consume("]") else { throw cursor.failure("A ']' should stand here.") }
        if isList, !cursor.consume("]") { throw cursor.failure("A second ']' should stand here.") }
        var table = root
        for key in path.dropLast() { table = try step(into: key, of: table, at: place) }
        guard let key = path.last else { return table }
        return isList
            ? try openListed(key, of: table, at: place) : try open(key, of: table, at: place)
    }

    /// Returns the table for a part of a header's path before the last.
    private func step(
        into key: String,
        of table: TOMLTableBuilder,
        at place: TOMLPlace
    ) throws(TOMLFailure) -> TOMLTableBuilder {
        switch table[key] {
        case .table(let inner)?: return inner
        case .tables(let list)?: return list.last
        case .value?: throw Self.isTaken(place)
        case nil: return table.addTable(key, .implied, at: place)
        }
    }

    /// Returns the table of a header `[key]`; it may have been implied before, but not opened.
    private func open(
        _ key: String,
        of table: TOMLTableBuilder,
        at place: TOMLPlace
    ) throws(TOMLFailure) -> TOMLTableBuilder {
        switch table[key] {
        case .table(let inner)? where inner.origin == .implied:
            inner.open(at: place)
            return inner
        case .table?: throw TOMLFailure(sentence: "This table is there already.", place: place)
        case .tables?:
            throw TOMLFailure(sentence: "This key is a list of tables already.", place: place)
        case .value?: throw Self.isTaken(place)
        case nil: return table.addTable(key, .header, at: place)
        }
    }

    private static func isTaken(_ place: TOMLPlace) -> TOMLFailure {
        TOMLFailure(sentence: "This key has a value already.", place: place)
    }

    /// Appends a new table to the array of a header `[[key]]` and returns it.
    private func openListed(
        _ key: String,
        of table: TOMLTableBuilder,
        at place: TOMLPlace
    ) throws(TOMLFailure) -> TOMLTableBuilder {
        let inner = TOMLTableBuilder(.header, at: place)
        switch table[key] {
        case .tables(let list)?: list.add(inner)
        case .table?: throw TOMLFailure(sentence: "This key is one table already.", place: place)
        case .value?: throw Self.isTaken(place)
        case nil: table.add(key, .tables(TOMLTableListBuilder(inner)), at: place)
        }
        return inner
    }

    /// Parses a key, `=` and a value.
    private mutating func readPair(into table: TOMLTableBuilder, depth: Int) throws(TOMLFailure) {
        let place = cursor.place
        let path = try readKey()
        cursor.skipBlanks()
        guard cursor.consume("=") else { throw cursor.failure("A '=' should stand here.") }
        cursor.skipBlanks()
        let value = try readValue(depth: depth + path.count)
        var table = table
        for key in path.dropLast() {
            switch table[key] {
            case .table(let inner)? where inner.origin == .dotted: table = inner
            case nil: table = table.addTable(key, .dotted, at: place)
            default:
                throw TOMLFailure(sentence: "Something else has this key already.", place: place)
            }
        }
        guard let key = path.last, table[key] == nil else {
            throw TOMLFailure(sentence: "This key is there already.", place: place)
        }
        table.add(key, .value(value), at: place)
    }

    /// Parses a key, which may have several parts with dots between them.
    private mutating func readKey() throws(TOMLFailure) -> [String] {
        var path: [String] = []
        repeat {
            cursor.skipBlanks()
            guard path.count < Self.maximumDepth else {
                throw cursor.failure("A key has at most \(Self.maximumDepth) parts.")
            }
            path.append(try readKeyPart())
            cursor.skipBlanks()
        } while cursor.consume(".")
        return path
    }

    private mutating func readKeyPart() throws(TOMLFailure) -> String {
        if cursor.sees("\"") || cursor.sees("'") { return try readString() }
        let bare = cursor.consume { byte in
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

    private mutating func readValue(depth: Int) throws(TOMLFailure) -> TOMLValue {
        guard depth <= Self.maximumDepth else {
            throw cursor.failure("Values are within one another more than eight deep.")
        }
        switch cursor.next {
        case UInt8(ascii: "\"")?, UInt8(ascii: "'")?: return .string(try readString())
        case UInt8(ascii: "[")?: return .array(try readArray(depth: depth))
        case UInt8(ascii: "{")?: return .table(try readInlineTable(depth: depth))
        default: return try readWord()
        }
    }

    /// Parses a number, `true` or `false`.
    private mutating func readWord() throws(TOMLFailure) -> TOMLValue {
        let start = cursor
        let word = cursor.consume { (0x21...0x7E).contains($0) && !",]}#=[{\"'".utf8.contains($0) }
        let text = String(decoding: word, as: UTF8.self)
        if text == "true" || text == "false" { return .boolean(text == "true") }
        let digits = word.drop { "+-".utf8.contains($0) }
        let isDecimal =
            word.count - digits.count <= 1
            && digits.allSatisfy { (0x30...0x39).contains($0) }
            && (digits.count == 1 || digits.first != 0x30)
        guard isDecimal, !digits.isEmpty, let number = Int(text) else {
            throw start.failure(
                "A value should stand here: a string in quotation marks, a whole number, true or "
                    + "false, a list in brackets, or a table in braces."
            )
        }
        return .integer(number)
    }

    private mutating func readArray(depth: Int) throws(TOMLFailure) -> [TOMLValue] {
        cursor.consume()
        var values: [TOMLValue] = []
        while true {
            try skipBlankLines()
            if cursor.consume("]") { return values }
            values.append(try readValue(depth: depth + 1))
            try skipBlankLines()
            if cursor.consume(",") { continue }
            guard cursor.consume("]") else {
                throw cursor.failure("A ',' or a ']' should stand here.")
            }
            return values
        }
    }

    /// Skips everything that may be between the values of an array.
    private mutating func skipBlankLines() throws(TOMLFailure) {
        repeat {
            cursor.skipBlanks()
            try skipComment()
        } while consumeNewline()
    }

    private mutating func readInlineTable(depth: Int) throws(TOMLFailure) -> TOMLTable {
        let table = TOMLTableBuilder(.header, at: cursor.place)
        cursor.consume()
        cursor.skipBlanks()
        if cursor.consume("}") { return table.table }
        while true {
            cursor.skipBlanks()
            try readPair(into: table, depth: depth)
            cursor.skipBlanks()
            if cursor.consume(",") { continue }
            guard cursor.consume("}") else {
                throw cursor.failure("A ',' or a '}' should stand here.")
            }
            return table.table
        }
    }
}
