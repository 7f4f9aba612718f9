import PseudoTerminal
import Testing

/// Goal: the model that other tests believe is right about what it says.
///
/// Method: short strings whose effect ECMA-48 and xterm's documents state.
@Suite("The model of a terminal")
struct VirtualTerminalTests {
    private func shown(_ text: String, width: Int = 6, height: Int = 3) -> VirtualTerminal {
        var terminal = VirtualTerminal(width: width, height: height)
        terminal.feed(Array(text.utf8))
        return terminal
    }

    @Test(
        "text and controls make the rows that they should",
        arguments: [
            ("abc", ["abc", "", ""]), ("abc\rX", ["Xbc", "", ""]), ("ab\u{8}X", ["aX", "", ""]),
            ("abcdefg", ["abcdef", "g", ""]), ("a\r\nb\r\nc\r\nd", ["b", "c", "d"]),
            ("\u{1B}[2;3Hx", ["", "  x", ""]), ("abc\u{1B}[H\u{1B}[K", ["", "", ""]),
            ("abcdef\u{1B}[1;3H\u{1B}[2X", ["ab  ef", "", ""]),
            ("abcdef\u{1B}[1;2H\u{1B}[2P", ["adef", "", ""]),
            ("abcdef\u{1B}[1;2H\u{1B}[2@", ["a  bcd", "", ""]),
            ("a\r\nb\r\nc\u{1B}[H\u{1B}[L", ["", "a", "b"]),
            ("a\r\nb\r\nc\u{1B}[H\u{1B}[M", ["b", "c", ""]),
            ("a\r\nb\r\nc\u{1B}[2;3r\u{1B}[3;1H\n", ["a", "c", ""]),
            ("a\u{1B}[3b", ["aaaa", "", ""]), ("\u{1B}(0q\u{1B}(Bq", ["\u{2500}q", "", ""]),
            ("日本", ["日本", "", ""]), ("日\u{8}x", [" x", "", ""]),
            ("e\u{301}x", ["e\u{301}x", "", ""]),
        ]
    )
    func rows(text: String, lines: [String]) {
        let terminal = shown(text)
        #expect(terminal.lines == lines)
        #expect(terminal.unknownSequences.isEmpty)
    }

    @Test("the alternate screen hides the other and gives it back")
    func alternate() {
        var terminal = shown("main\u{1B}[?1049h\u{1B}[Halt")
        #expect(terminal.isAlternate)
        #expect(terminal.lines[0] == "alt")
        terminal.feed(Array("\u{1B}[?1049l".utf8))
        #expect(terminal.lines[0] == "main")
    }

    @Test("colours and attributes are kept with the character")
    func graphics() {
        let terminal = shown("\u{1B}[1;31;48;5;234mx\u{1B}[mx")
        #expect(terminal.place(x: 0, y: 0).pen.isBold)
        #expect(terminal.place(x: 0, y: 0).pen.foreground == 1)
        #expect(terminal.place(x: 0, y: 0).pen.background == 234)
        #expect(terminal.place(x: 1, y: 0).pen == VirtualTerminal.Pen())
    }

    @Test("what it does not know it says", arguments: ["\u{1B}[5q", "\u{1B}[99m", "\u{1}"])
    func unknown(text: String) {
        #expect(shown(text).unknownSequences.count == 1)
    }
}
