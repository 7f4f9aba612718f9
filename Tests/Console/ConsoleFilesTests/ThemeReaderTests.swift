import TerminalKit
import Testing
import ConsoleFiles

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
        "each kind of value is handed on; one that no theme needs as that",
        arguments: [
            ("a = -12", .integer(-12)), ("a = 'x'", .string("x")), ("a = true", .other),
            ("a = [1, [2]]", .array([.integer(1), .array([.integer(2)])])), ("a = {}", .table([])),
        ] as [(String, ThemeValue)]
    )
    func values(text: String, value: ThemeValue) throws {
        let source = try Self.read(text)
        #expect(source.entries.map(\.key) == ["a"])
        #expect(source.entries.first?.value == value)
    }

    @Test(
        "a file that is not TOML as themes have it is refused with line and column",
        arguments: [
            ("schema = 1\nname = = 2", "2:8", "A value should stand here"),
            ("mono = [\"bold\", }", "1:17", "A value should stand here"),
            ("[[role]]", "1:2", "Lists of tables, '[[…]]', are not used here."),
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
}
