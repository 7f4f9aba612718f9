import Glibc
import TerminalKit
import Testing
import ConsoleFiles

// Goal: themes are found by name where they may be, and nowhere else.
// Method: folders of small files.

@Suite("Theme library")
struct ThemeLibraryTests {
    static func theme(_ name: String, text: String = "#ffffff", more: String = "") -> String {
        """
        schema = 1
        name = "\(name)"
        variant = "dark"
        \(more)
        [palette]
        ground = { rgb = "#000000", x256 = 16, x16 = 0 }
        text = { rgb = "\(text)", x256 = 231, x16 = 15 }
        [role]
        "background" = { bg = "ground" }
        "text" = { fg = "text" }
        """
    }

    static func message(_ body: () throws -> Theme) -> String {
        do {
            return try "no error: \(body().name)"
        } catch {
            return "\(error)"
        }
    }

    @Test("the first folder that has a name wins, and all names are listed once")
    func order() throws {
        let first = try TemporaryFolder()
        let second = try TemporaryFolder()
        try first.write("dusk.toml", Self.theme("dusk", text: "#ff0000"))
        try second.write("dusk.toml", Self.theme("dusk"))
        try second.write("dawn.toml", Self.theme("dawn"))
        try second.write("Not A Name.toml", "")
        try second.write("notes.txt", "")
        let library = ThemeLibrary(folders: ["/nowhere", first.path, second.path])
        #expect(library.names == ["dawn", "dusk"])
        #expect(try library.load("dusk")[.text].foreground?.rgb.green == 0)
        #expect(try library.load("dawn")[.text].foreground?.rgb.green == 255)
    }

    @Test("a theme inherits from another folder")
    func inherits() throws {
        let first = try TemporaryFolder()
        let second = try TemporaryFolder()
        try first.write("dusk.toml", "schema = 1\nname = \"dusk\"\ninherits = \"dawn\"\n")
        try second.write("dawn.toml", Self.theme("dawn"))
        let library = ThemeLibrary(folders: [first.path, second.path])
        #expect(try library.load("dusk")[.text].foreground?.x256 == 231)
    }

    @Test("a theme that is not there is refused with those that are")
    func missing() throws {
        let folder = try TemporaryFolder()
        try folder.write("dusk.toml", Self.theme("dusk"))
        let library = ThemeLibrary(folders: [folder.path])
        #expect(
            Self.message { try library.load("dawn") }
                == "dawn: There is no theme of this name. There are: dusk."
        )
        #expect(
            Self.message { try ThemeLibrary(folders: []).load("dawn") }
                == "dawn: There is no theme of this name. There are: none."
        )
    }

    @Test(
        "a name cannot leave the folders",
        arguments: ["../dusk", "/etc/passwd", "", "a/b", "a\u{0}"]
    )
    func names(name: String) throws {
        let library = ThemeLibrary(folders: [ShippedThemesTests.shippedFolder])
        #expect(
            Self.message { try library.load(name) }
                == "theme: The name of a theme is 1 to 32 of a-z, 0-9 and '-'."
        )
    }

    @Test("a file anywhere is loaded, with its ancestors beside it or in the library")
    func file() throws {
        let folder = try TemporaryFolder()
        let beside = "schema = 1\nname = \"child\"\ninherits = \"own\"\n"
        let path = try folder.write("child.toml", beside)
        try folder.write("own.toml", Self.theme("own"))
        let library = ThemeLibrary(folders: [ShippedThemesTests.shippedFolder])
        #expect(try library.load(file: path)[.text].foreground?.x256 == 231)
        let shipped = try folder.write(
            "other.toml",
            "schema = 1\nname = \"other\"\ninherits = \"light\"\n"
        )
        #expect(try library.load(file: shipped).variant == .light)
    }

    // Symptom: the ancestor beside such a file was looked for two folders above. Cause: to Swift the slash
    // with the mark is another character.
    @Test("the folder of a file is where it lies, though its name begins with a mark")
    func markedName() throws {
        let folder = try TemporaryFolder()
        let child = "schema = 1\nname = \"\u{301}child\"\ninherits = \"own\"\n"
        let path = try folder.write("\u{301}child.toml", child)
        try folder.write("own.toml", Self.theme("own"))
        let message = Self.message { try ThemeLibrary(folders: []).load(file: path) }
        // The name is none that a theme may have; the folder is another matter.
        #expect(!message.contains("no theme of this name"), "\(message)")
    }

    @Test("what is no file of a sane size is refused")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let library = ThemeLibrary(folders: [folder.path])
        #expect(
            Self.message { try library.load(file: "/dev/zero") }
                == "/dev/zero: The file cannot be read."
        )
        #expect(Self.message { try library.load(file: "/tmp") } == "/tmp: The file cannot be read.")
        #expect(
            Self.message { try library.load(file: "/no\u{1B}where") }
                == "/no\u{FFFD}where: The file cannot be read."
        )
        let large = try folder.write(
            "large.toml",
            String(repeating: "#", count: ThemeReader.maximumBytes + 1)
        )
        #expect(
            Self.message { try library.load(file: large) }
                == "\(large): A theme file has at most 64 KiB."
        )
    }

    @Test("a mistake in a file is told with its place")
    func mistake() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "dusk.toml",
            Self.theme("dusk") + "\n\"accent\" = { fg = \"pink\" }\n"
        )
        #expect(
            Self.message { try ThemeLibrary(folders: []).load(file: path) }
                == "\(path):11:14: The palette has no colour named 'pink'."
        )
    }
}
