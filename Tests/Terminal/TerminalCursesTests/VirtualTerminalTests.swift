@testable import PseudoTerminal
import Testing

/// Goal: the terminal that other tests believe shows what libvterm does, and no sequence is lost.
///
/// Method: short strings whose effect ECMA-48 and xterm's documents state.
@Suite("The virtual terminal")
struct VirtualTerminalTests {
    private func shown(_ text: String, width: Int = 6, height: Int = 3) -> VirtualTerminal {
        let terminal = VirtualTerminal(width: width, height: height)
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
            ("日本", ["日本", "", ""]), ("e\u{301}x", ["e\u{301}x", "", ""]),
        ]
    )
    func rows(text: String, lines: [String]) {
        let terminal = shown(text)
        #expect(terminal.lines == lines)
        #expect(terminal.unknownSequences.isEmpty)
    }

    @Test("the alternate screen hides the other and gives it back")
    func alternate() {
        let terminal = shown("main\u{1B}[?1049h\u{1B}[Halt")
        #expect(terminal.isAlternate)
        #expect(terminal.lines[0] == "alt")
        terminal.feed(Array("\u{1B}[?1049l".utf8))
        #expect(terminal.lines[0] == "main")
    }

    @Test("colours and attributes are kept with the character")
    func graphics() {
        let terminal = shown("\u{1B}[1;31;48;5;234mx\u{1B}[mx")
        #expect(terminal.cell(x: 0, y: 0).pen.isBold)
        #expect(terminal.cell(x: 0, y: 0).pen.foreground == .palette(1))
        #expect(terminal.cell(x: 0, y: 0).pen.background == .palette(234))
        #expect(terminal.cell(x: 1, y: 0).pen == VirtualTerminal.Pen())
    }

    @Test("a direct colour is the same with and without a colour space", arguments: [":", "::"])
    func directColour(separator: String) {
        let terminal = shown("\u{1B}[38:2\(separator)1:2:3mx")
        let expected = VirtualTerminal.Colour.direct(red: 1, green: 2, blue: 3)
        #expect(terminal.cell(x: 0, y: 0).pen.foreground == expected)
    }

    @Test("both halves of a wide character and an erased cell have the colours of the pen")
    func halves() {
        let terminal = shown("\u{1B}[31;44;7m日\u{1B}[K")
        #expect(terminal.cell(x: 0, y: 0).pen == terminal.cell(x: 1, y: 0).pen)
        #expect(terminal.cell(x: 1, y: 0).text.isEmpty)
        #expect(terminal.cell(x: 2, y: 0).text == " ")
        #expect(terminal.cell(x: 2, y: 0).pen == VirtualTerminal.Pen(background: .palette(4)))
    }

    @Test("modes, the title and the bell are observed")
    func modes() {
        let terminal = shown("\u{1B}[?1h\u{1B}[?25;1000;1006l\u{1B}[?2004;1000h\u{7}")
        #expect(terminal.hasApplicationKeys)
        #expect(!terminal.isCursorVisible)
        #expect(terminal.privateModes == [1000, 2004])
        #expect(terminal.bells == 1)
        #expect(shown("\u{1B}]0;a title\u{7}").title == "a title")
        #expect(terminal.unknownSequences.isEmpty)
    }

    @Test("a sequence or a character may arrive in parts", arguments: 1...6)
    func parts(size: Int) {
        let bytes = Array("k日é\u{1B}[1;31mx\u{1B}[2;1H\u{1B}[?2004h日".utf8)
        let terminal = VirtualTerminal(width: 8, height: 2)
        for start in stride(from: 0, to: bytes.count, by: size) {
            terminal.feed(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(terminal.lines == ["k日éx", "日"])
        #expect(terminal.cell(x: 4, y: 0).pen.isBold)
        #expect(terminal.privateModes == [2004])
        #expect(terminal.unknownSequences.isEmpty)
    }

    @Test("a command that arrives in parts is told, though not whole", arguments: 1...6)
    func commandInParts(size: Int) {
        let bytes = Array("\u{1B}]52;c;AAAA\u{1B}\\x".utf8)
        let terminal = VirtualTerminal(width: 8, height: 1)
        for start in stride(from: 0, to: bytes.count, by: size) {
            terminal.feed(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(terminal.unknownSequences.count == 1)
        #expect(terminal.lines == ["x"])
    }

    // Symptom: libvterm 0.1 wrote beyond its memory. Cause: a scroll region and a cursor below the
    // last row of a screen that became lower.
    @Test("a resize resets the scroll region and keeps the cursor on the screen")
    func resize() {
        let terminal = shown("a\r\nb\u{1B}[2;3r\u{1B}[3;6H", width: 6, height: 3)
        terminal.resize(width: 1, height: 1)
        #expect(terminal.cursorY == 0)
        terminal.feed("\u{1B}[2Sx日".utf8)
        terminal.resize(width: 4, height: 2)
        terminal.feed("\u{1B}[2J\u{1B}[Hc\r\nd\r\ne".utf8)
        #expect(terminal.lines == ["d", "e"])
    }

    @Test(
        "a sequence that ncurses does not send is told",
        arguments: [
            "\u{1B}[5q", "\u{1B}[99m", "\u{1}", "\u{1B}[c", "\u{1B}[6n", "\u{1B}c",
            "\u{1B}]52;c;x\u{7}",
            "\u{1B}P$qm\u{1B}\\", "\u{1B}[=1u",
        ]
    )
    func unknown(text: String) {
        #expect(shown(text).unknownSequences.count == 1)
    }

    @Test("bytes that are no UTF-8 are told")
    func invalidText() {
        let terminal = VirtualTerminal(width: 6, height: 1)
        terminal.feed([0x41, 0xFF, 0x42])
        #expect(terminal.lines == ["A\u{FFFD}B"])
        #expect(terminal.unknownSequences.count == 1)
    }
}
