import CoreVocabulary
@testable import TOMLText
import Testing

// Goal: the TOML that we read becomes a tree with places; anything else a sentence with its place.
// Method: small texts.

@Suite("TOML reader")
struct TOMLReaderTests {
    static let rules = TOMLRules(byteLimit: 64 * 1024, allowsListsOfTables: true)

    static func read(_ text: String) throws(TOMLError) -> TOMLTable {
        try TOMLDocument(bytes: Array(text.utf8), file: "a.toml", rules: rules).root
    }

    static func error(_ bytes: [UInt8], rules: TOMLRules = rules) -> String {
        do {
            _ = try TOMLDocument(bytes: bytes, file: "a.toml", rules: rules)
            return "no error"
        } catch {
            return error.description
        }
    }

    /// The keys of a table with those inside them: `a(b c) d[(e)(f)]`.
    static func shape(_ table: TOMLTable) -> String {
        table.entries.map { entry in
            switch entry.value {
            case .table(let inner): "\(entry.key)(\(shape(inner)))"
            case .array(let values):
                "\(entry.key)["
                    + values.map { value in
                        if case .table(let inner) = value { "(\(shape(inner)))" } else { "." }
                    }.joined() + "]"
            default: entry.key
            }
        }.joined(separator: " ")
    }

    @Test("every key has its value and its place, in the order of the file")
    func places() throws {
        let root = try Self.read(
            """
            first = 1
              [table]
            second = { third = true, fourth.fifth = 2 }
            """
        )
        #expect(root.place == TOMLPlace(line: 1, column: 1))
        #expect(root.entries.map(\.key) == ["first", "table"])
        #expect(root.entries.map(\.place.line) == [1, 2])
        guard case .table(let table) = root["table"]?.value,
            case .table(let braces) = table["second"]?.value,
            case .table(let dotted) = braces["fourth"]?.value
        else {
            Issue.record("table, second and fourth are tables")
            return
        }
        #expect(table.place == TOMLPlace(line: 2, column: 3))
        #expect(braces.place == TOMLPlace(line: 3, column: 10))
        #expect(braces["third"]?.value == .boolean(true))
        #expect(braces["third"]?.place == TOMLPlace(line: 3, column: 12))
        #expect(dotted.place == TOMLPlace(line: 3, column: 26))
        #expect(dotted["fifth"]?.value == .integer(2))
        #expect(dotted["sixth"] == nil)
    }

    @Test(
        "every form of value, key and line is read",
        arguments: [
            ("a = 1", .integer(1)), ("a=-12", .integer(-12)), ("a = +0", .integer(0)),
            ("a = true", .boolean(true)), ("a = false", .boolean(false)),
            ("a = \"\"", .string("")), ("a = 'c:\\x'", .string("c:\\x")),
            (
                "a = \"\\b\\t\\n\\f\\r\\\"\\\\\\u00e9\\U0001F600\"",
                .string("\u{8}\t\n\u{C}\r\"\\é😀")
            ),
            ("a = []", .array([])), ("a = [1, [2]]", .array([.integer(1), .array([.integer(2)])])),
            ("a = [ # one\n  1,\r\n\n  2, ]", .array([.integer(1), .integer(2)])),
            ("a = {}", .table(TOMLTable(entries: [], place: TOMLPlace(line: 1, column: 5)))),
            ("\t a \t= 1 # why", .integer(1)), ("'a' = 1", .integer(1)),
            ("\"\\u0061\" = 1\r\n", .integer(1)), ("# first\n\na = 1\n\n", .integer(1)),
            ("a = 9223372036854775807", .integer(.max)),
            ("a = -9223372036854775808", .integer(.min)),
        ] as [(String, TOMLValue)]
    )
    func forms(text: String, value: TOMLValue) throws {
        let root = try Self.read(text)
        #expect(root.entries.map(\.key) == ["a"])
        #expect(root.entries.first?.value == value)
    }

    @Test(
        "tables by header, by dots and in braces are one tree",
        arguments: [
            ("", ""),
            (
                "a.b.c = 1\na.b.d = 2\n[x.y]\nz = { p = 1, q.r = 2 }\n[x]\nw = 3\n[ x . \"y z\" ]",
                "a(b(c d)) x(y(z(p q(r))) w y z())"
            ),
            ("[[a]]\nb = 1\n[[a]]\nc = 2", "a[(b)(c)]"),
            ("[[ a ]] # one\n[[\"a\"]]\r\n[['a']]", "a[()()()]"),
            ("[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nd = 1", "a[(b(c))(b(d))]"),
            ("[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]", "a[(b[()(c)])(b[()])]"),
            ("[[a.b]]\nc = 1\n[a]\nd = 1\n[[a.b]]", "a(b[(c)()] d)"),
            ("[[a]]\n[b]\nc = 1\n[[a]]\nd = 1", "a[()(d)] b(c)"),
            ("[[a]]\nb.c = 1\nb.d = 2", "a[(b(c d))]"),
        ]
    )
    func tables(text: String, shape: String) throws {
        #expect(Self.shape(try Self.read(text)) == shape)
    }

    @Test("each table of a list knows its own header, the key the first one")
    func listPlaces() throws {
        let root = try Self.read("[[row]]\na = 1\n\n [[row]]\n[[row]]")
        guard case .array(let values) = root["row"]?.value else {
            Issue.record("row is a list")
            return
        }
        let places = values.map { value in
            if case .table(let table) = value { table.place } else { nil as TOMLPlace? }
        }
        #expect(
            places == [
                TOMLPlace(line: 1, column: 1), TOMLPlace(line: 4, column: 2),
                TOMLPlace(line: 5, column: 1),
            ]
        )
        #expect(root["row"]?.place == TOMLPlace(line: 1, column: 1))
    }

    @Test(
        "what is not TOML is refused with line and column",
        arguments: [
            ("schema = 1\nname = = 2", "2:8", "A value should stand here"),
            ("a = 1\na = 2", "2:1", "This key is there already."),
            ("[a]\n[b]\n[a]", "3:1", "This table is there already."),
            ("a = 1\n[a]", "2:1", "This key has a value already."),
            ("a = 1\n[a.b]", "2:1", "This key has a value already."),
            ("a.b = 1\n[a]", "2:1", "This table is there already."),
            ("[a.b]\n[a]\nb.c = 1", "3:1", "Something else has this key already."),
            ("a = {b = 1}\na.c = 1", "2:1", "Something else has this key already."),
            ("a = 1 b = 2", "1:7", "The line should end here."),
            ("a", "1:2", "A '=' should stand here."), ("= 1", "1:1", "A key should stand here."),
            ("[]", "1:2", "A key should stand here."), ("[a", "1:3", "A ']' should stand here."),
            ("[+a]", "1:2", "A key should stand here."),
            ("[.a]", "1:2", "A key should stand here."),
            ("a. = 1", "1:4", "A key should stand here."),
            ("a = \"x", "1:7", "The string should end"),
            ("a = \"x\ny\"", "1:7", "The string should end"), ("a = \"\\x\"", "1:6", "This '\\'"),
            ("a = \"\\uD800\"", "1:6", "This '\\'"), ("a = \"\\u00g0\"", "1:6", "This '\\'"),
            ("a = \"\"\"x\"\"\"", "1:5", "Strings of several lines"),
            ("a = [1 2]", "1:8", "A ',' or a ']'"), ("a = [1, }", "1:9", "A value should"),
            ("a = [\"bold\", }", "1:14", "A value should"),
            ("a = [,]", "1:6", "A value should"), ("a = {b = 1,}", "1:12", "A key should"),
            ("a = {b = 1\n}", "1:11", "A ',' or a '}'"), ("a = 1.5", "1:5", "A value should"),
            ("a = 01", "1:5", "A value should"), ("a = 0x1F", "1:5", "A value should"),
            ("a = 1_000", "1:5", "A value should"), ("a = 2026-11-21", "1:5", "A value should"),
            ("a = 99999999999999999999", "1:5", "A value should"),
            ("a = --1", "1:5", "A value should"),
            ("a = 1 # \u{1}", "1:9", "A comment cannot"),
            ("a = 1\rb = 2", "1:6", "The line should"),
            ("a = \"\u{7F}\"", "1:6", "The string should end"), ("é = 1", "1:1", "A key should"),
            ("a = 1\u{0}", "1:6", "The line should end here."),
            ("[[a]", "1:5", "A second ']' should stand here."),
            ("[[a] ]", "1:5", "A second ']' should stand here."),
            ("[ [a]]", "1:3", "A key should stand here."),
            ("[[a]] b = 1", "1:7", "The line should end here."),
            ("[[]]", "1:3", "A key should stand here."),
            ("a = []\n[[a]]", "2:1", "This key has a value already."),
            ("a = [{}]\n[[a]]", "2:1", "This key has a value already."),
            ("[a]\n[[a]]", "2:1", "This key is one table already."),
            ("[a.b]\n[[a]]", "2:1", "This key is one table already."),
            ("a.b = 1\n[[a]]", "2:1", "This key is one table already."),
            ("[[a]]\n[a]", "2:1", "This key is a list of tables already."),
            ("[[a]]\n[a.b]\n[a.b]", "3:1", "This table is there already."),
            ("[x]\n[[x.a]]\n[x.b]\n[y]\n[x]", "5:1", "This table is there already."),
            ("[[x.a]]\n[x]\na.b = 1", "3:1", "Something else has this key already."),
            ("[[x.a]]\n[x]\na = 1", "3:1", "This key is there already."),
        ]
    )
    func syntax(text: String, place: String, sentence: String) {
        #expect(Self.error(Array(text.utf8)).hasPrefix("a.toml:\(place): \(sentence)"))
    }

    // Symptom: for `a = yes` the sentence named every form of value but `true` and `false`.
    @Test("a value that is none is told of with every form that is one")
    func formsAreNamed() {
        #expect(
            Self.error(Array("a = yes".utf8))
                == "a.toml:1:5: A value should stand here: a string in quotation marks, a whole "
                + "number, true or false, a list in brackets, or a table in braces."
        )
    }

    // Symptom: "1:1: A key should stand here", and in an editor a key stood there.
    @Test("a byte order mark is told of by its name, and is none inside a string")
    func byteOrderMark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let said = Self.error(mark + Array("a = 1".utf8))
        #expect(said.hasPrefix("a.toml:1:1: The file begins with a byte order mark, "))
        #expect(said == Self.error(mark))
        #expect(Self.error(Array("a = 1\n".utf8) + mark).hasPrefix("a.toml:2:1: A key should"))
        #expect(try Self.read("a = \"\u{FEFF}\"").entries.first?.value == .string("\u{FEFF}"))
    }

    @Test("a kind of file without lists of tables refuses them by name")
    func listsOfTablesRefused() {
        let rules = TOMLRules(byteLimit: 100, allowsListsOfTables: false)
        #expect(
            Self.error(Array("[[a]]".utf8), rules: rules)
                == "a.toml:1:2: Lists of tables, '[[…]]', are not used here."
        )
    }

    @Test(
        "values nested without end are refused, never a crash",
        arguments: [
            "a = " + String(repeating: "[", count: 20_000),
            "a = " + String(repeating: "{a = ", count: 10_000),
            "a" + String(repeating: ".b", count: 20_000) + " = 1",
            "[a" + String(repeating: ".b", count: 20_000) + "]",
            "[[a" + String(repeating: ".b", count: 20_000) + "]]",
        ]
    )
    func nesting(text: String) {
        #expect(Self.error(Array(text.utf8)).hasPrefix("a.toml:1:"))
    }

    @Test("headers on the last of many lists do not build a tree too deep to read")
    func deepLists() throws {
        let path = (1...8).map { "a\($0)" }
        let headers = path.indices.map { "[[\(path[...$0].joined(separator: "."))]]" }
        let text = headers.joined(separator: "\n")
        #expect(Self.shape(try Self.read(text)).hasSuffix("a8[()])])])])])])])]"))
        #expect(
            Self.error(Array("[[\((path + ["a9"]).joined(separator: "."))]]".utf8))
                == "a.toml:1:27: A key has at most 8 parts."
        )
    }

    @Test("random bytes lead to a tree or to a sentence")
    func noise() {
        var noise = SplitMix64(seed: 5)
        let valid = Array(
            "[[row]]\n\"a.b\" = { fg = \"x\", mono = [\"bold\"] }\nx.y = 1 # é\n[row.z]\n".utf8
        )
        var refusedCount = 0
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &noise)] = .random(
                    in: 0...255,
                    using: &noise
                )
            }
            let message = Self.error(bytes)
            if message == "no error" { continue }
            refusedCount += 1
            if !message.hasPrefix("a.toml:") { Issue.record("\(message)") }
        }
        #expect((1..<20_000).contains(refusedCount))
    }
}
