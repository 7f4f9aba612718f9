import TerminalCurses
import Testing

@Suite("Names of terminals")
struct TerminalNameTests {
    @Test(
        "names that terminfo uses are taken",
        arguments: ["xterm", "xterm-256color", "tmux-256color", "Eterm", "screen.xterm", "vt100+4"]
    )
    func taken(name: String) throws {
        #expect(TerminalName(name)?.description == name)
    }

    @Test(
        "paths, signs, controls and long names are refused",
        arguments: [
            "", "../../etc", "/etc/passwd", "-x", ".x", "a b", "a\u{1B}[2J", "xterm\n", "é",
            String(repeating: "A", count: 49),
        ]
    )
    func refused(name: String) {
        #expect(TerminalName(name) == nil)
    }

    @Test("48 bytes are the longest name")
    func longest() {
        #expect(TerminalName(String(repeating: "A", count: 48)) != nil)
    }

    @Test("the ladder goes from the name itself down to vt100, each once")
    func ladder() throws {
        func ladder(_ name: String) throws -> [String] {
            try #require(TerminalName(name)).ladder.map(\.description)
        }
        #expect(try ladder("xterm-kitty") == ["xterm-kitty", "xterm-256color", "xterm", "vt100"])
        #expect(try ladder("xterm-256color") == ["xterm-256color", "xterm", "vt100"])
        #expect(try ladder("sun") == ["sun", "xterm", "vt100"])
        #expect(try ladder("vt100") == ["vt100", "xterm"])
    }
}
