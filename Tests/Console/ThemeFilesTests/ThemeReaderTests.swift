import TerminalKit
import Testing
import ThemeFiles

// Goal: a theme file becomes a tree with places, and a broken one a sentence with line and column.
// Method: small files.

@Suite("Theme reader")
struct ThemeReaderTests {
    static func read(_ text: String) throws(ThemeError) -> ThemeSource {
        try ThemeReader.source(of: Array(text.utf8), name: "dusk", file: "dusk.toml")
    }

    static func error(_ bytes: [UInt8]) -> String {
        do {
            _ = try ThemeReader.source(of: bytes, name: "dusk", file: "dusk.toml")
            return "no error"
        } catch {
            return error.description
        }
    }

    static func error(_ text: String) -> String { error(Array(text.utf8)) }

    @Test("every key has its value and its place, in the order of the file")
    func tree() throws {
        let source = try Self.read(
            """
            schema = 1
            name = "dusk"

            [palette]
              teal = { rgb = "#5fd7d7", x256 = 80, x16 = "default" }
            [role]
            "amount.positive" = { fg = "teal", mono = ["bold"] }
            """
        )
        #expect(source.entries.map(\.key) == ["schema", "name", "palette", "role"])
        #expect(source.entries[0].value == .integer(1))
        #expect(source.entries[1].position == SourcePosition(line: 2, column: 1))
        guard case .table(let palette) = source.entries[2].value,
            case .table(let roles) = source.entries[3].value
        else {
            Issue.record("palette and role are tables")
            return
        }
        #expect(palette.map(\.position) == [SourcePosition(line: 5, column: 3)])
        #expect(roles.map(\.key) == ["amount.positive"])
        #expect(roles.map(\.position) == [SourcePosition(line: 7, column: 1)])
        guard case .table(let role) = roles[0].value else {
            Issue.record("a role is a table")
            return
        }
        #expect(role.map(\.key) == ["fg", "mono"])
        #expect(role[1].value == .array([.string("bold")]))
        #expect(role[1].position == SourcePosition(line: 7, column: 36))
    }

    @Test(
        "every form of TOML that themes are written in is read",
        arguments: [
            ("a = 1", .integer(1)), ("a=-12", .integer(-12)), ("a = +0", .integer(0)),
            ("a = true", .other), ("a = \"\"", .string("")), ("a = 'c:\\x'", .string("c:\\x")),
            (
                "a = \"\\b\\t\\n\\f\\r\\\"\\\\\\u00e9\\U0001F600\"",
                .string("\u{8}\t\n\u{C}\r\"\\é😀")
            ),
            ("a = []", .array([])), ("a = [1, [2]]", .array([.integer(1), .array([.integer(2)])])),
            ("a = [ # one\n  1,\r\n\n  2, ]", .array([.integer(1), .integer(2)])),
            ("a = {}", .table([])), ("\t a \t= 1 # why", .integer(1)), ("'a' = 1", .integer(1)),
            ("\"\\u0061\" = 1\r\n", .integer(1)), ("# first\n\na = 1\n\n", .integer(1)),
        ] as [(String, ThemeValue)]
    )
    func forms(text: String, value: ThemeValue) throws {
        let source = try Self.read(text)
        #expect(source.entries.map(\.key) == ["a"])
        #expect(source.entries.first?.value == value)
    }

    @Test("tables by header, by dots and in braces are one tree")
    func tables() throws {
        func shape(_ entries: [ThemeEntry]) -> String {
            entries.map { entry in
                if case .table(let inner) = entry.value { return "\(entry.key)(\(shape(inner)))" }
                return entry.key
            }.joined(separator: " ")
        }
        let text = """
            a.b.c = 1
            a.b.d = 2
            [x.y]
            z = { p = 1, q.r = 2 }
            [x]
            w = 3
            [ x . "y z" ]
            """
        #expect(shape(try Self.read(text).entries) == "a(b(c d)) x(y(z(p q(r))) w y z())")
    }

    @Test(
        "a file that is not TOML is refused with line and column",
        arguments: [
            ("schema = 1\nname = = 2", "2:8", "A value should stand here"),
            ("a = 1\na = 2", "2:1", "This key is there already."),
            ("[a]\n[b]\n[a]", "3:1", "This table is there already."),
            ("a = 1\n[a]", "2:1", "This key has a value already."),
            ("a.b = 1\n[a]", "2:1", "This table is there already."),
            ("[a.b]\n[a]\nb.c = 1", "3:1", "Something else has this key already."),
            ("a = {b = 1}\na.c = 1", "2:1", "Something else has this key already."),
            ("a = 1 b = 2", "1:7", "The line should end here."),
            ("a", "1:2", "A '=' should stand here."), ("= 1", "1:1", "A key should stand here."),
            ("[]", "1:2", "A key should stand here."), ("[a", "1:3", "A ']' should stand here."),
            ("[+a]", "1:2", "A key should stand here."),
            ("a. = 1", "1:4", "A key should stand here."),
            ("[[a]]", "1:2", "Lists of tables"), ("a = \"x", "1:7", "The string should end"),
            ("a = \"x\ny\"", "1:7", "The string should end"), ("a = \"\\x\"", "1:6", "This '\\'"),
            ("a = \"\\uD800\"", "1:6", "This '\\'"), ("a = \"\\u00g0\"", "1:6", "This '\\'"),
            ("a = \"\"\"x\"\"\"", "1:5", "Strings of several lines"),
            ("a = [1 2]", "1:8", "A ',' or a ']'"), ("a = [1, }", "1:9", "A value should"),
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
        ]
    )
    func syntax(text: String, place: String, sentence: String) {
        #expect(Self.error(text).hasPrefix("dusk.toml:\(place): \(sentence)"))
    }

    @Test("a file that is too large, or no text, is refused")
    func size() {
        let comment = [UInt8](repeating: UInt8(ascii: "#"), count: ThemeReader.maximumBytes)
        #expect(Self.error(comment) == "no error")
        #expect(
            Self.error(comment + [0x23]) == "dusk.toml: A theme file has at most 64 KiB."
        )
        #expect(Self.error([0x61, 0xFF]) == "dusk.toml: The file is not UTF-8 text.")
    }

    @Test(
        "values nested without end are refused, never a crash",
        arguments: [
            "a = " + String(repeating: "[", count: 20_000),
            "a = " + String(repeating: "{a = ", count: 10_000),
            "a" + String(repeating: ".b", count: 20_000) + " = 1",
            "[a" + String(repeating: ".b", count: 20_000) + "]",
        ]
    )
    func nesting(text: String) {
        #expect(Self.error(text).hasPrefix("dusk.toml:1:"))
    }

    @Test("random bytes lead to a tree or to a sentence")
    func noise() throws {
        var noise = SeededNoise(seed: 5)
        let valid = Array("[role]\n\"a.b\" = { fg = \"x\", mono = [\"bold\"] }\nx.y = 1 # é\n".utf8)
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &noise)] = .random(
                    in: 0...255,
                    using: &noise
                )
            }
            let message = Self.error(bytes)
            if message != "no error" { #expect(message.hasPrefix("dusk.toml")) }
        }
    }
}
