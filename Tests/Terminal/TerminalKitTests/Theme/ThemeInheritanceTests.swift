import Testing

@testable import TerminalKit

// Goal: a theme takes from another what it does not say itself, and no chain of files is endless.
// Method: families of small themes.

@Suite("Theme inheritance")
struct ThemeInheritanceTests {
    static func child(_ name: String, of parent: String, _ more: [ThemeEntry] = []) -> ThemeSource {
        let entries = [
            ThemeEntry(key: "schema", value: .integer(1)),
            ThemeEntry(key: "name", value: .string(name)),
            ThemeEntry(key: "inherits", value: .string(parent)),
        ]
        return ThemeSource(name: name, file: "\(name).toml", entries: entries + more)
    }

    @Test("what a theme does not say comes from the one that it inherits from")
    func inherits() throws {
        let contrast = ThemeEntry(key: "contrast", value: .string("AAA"))
        let purpose = ThemeEntry(key: "purpose", value: .string("demo"))
        let parent = SampleTheme.source("base", [contrast, purpose])
        let theme = try SampleTheme.build(Self.child("dusk", of: "base"), family: [parent])
        #expect(theme.name == "dusk")
        #expect(theme.contrast == .enhanced)
        #expect(theme.purpose == .demo)
        #expect(theme[.text].foreground?.x256 == 231)
    }

    @Test("a colour that a theme renames recolours the roles above it")
    func recolours() throws {
        let palette = SampleTheme.table(
            "palette",
            [("white", SampleTheme.colour("#ffff00", 226, 11))]
        )
        let theme = try SampleTheme.build(
            Self.child("dusk", of: "base", [palette]),
            family: [SampleTheme.source("base")]
        )
        #expect(theme[.text].foreground?.x256 == 226)
        #expect(theme[.background].background?.x256 == 16)
    }

    @Test("a role that a theme names replaces the one above it whole")
    func replaces() throws {
        let roles = SampleTheme.table("role", [("selection", SampleTheme.role(fg: "grey"))])
        let theme = try SampleTheme.build(
            Self.child("dusk", of: "base", [roles]),
            family: [SampleTheme.source("base")]
        )
        #expect(theme[.selection] == Theme.Rule(foreground: theme[.selection].foreground))
        #expect(theme[.selection].foreground?.x256 == 243)
    }

    @Test("a theme that inherits from itself is refused")
    func cycle() {
        let family = [Self.child("a", of: "b"), Self.child("b", of: "c"), Self.child("c", of: "a")]
        #expect(
            SampleTheme.problems(family[0], family: family) == [
                "The theme inherits from itself by way of 'a'."
            ]
        )
        let own = Self.child("a", of: "a")
        #expect(
            SampleTheme.problems(own, family: [own]) == [
                "The theme inherits from itself by way of 'a'."
            ]
        )
    }

    @Test("a family has four ancestors and no more")
    func depth() {
        let names = ["a", "b", "c", "d", "e"]
        let chain = zip(names, names.dropFirst()).map { Self.child($0, of: $1) }
        let four = chain + [SampleTheme.source("e")]
        #expect(SampleTheme.problems(four[0], family: four) == [])
        let five = [Self.child("z", of: "a")] + four
        #expect(
            SampleTheme.problems(five[0], family: five) == [
                "More than 4 themes inherit from one another."
            ]
        )
    }

    @Test(
        "a name that is none is not looked for",
        arguments: ["../dark", "", "Dark", "a b", "\u{1B}"]
    )
    func names(name: String) {
        #expect(
            SampleTheme.problems(Self.child("dusk", of: name)) == [
                "'inherits' has to name a theme: 1 to 32 of a-z, 0-9 and '-'."
            ]
        )
    }
}
