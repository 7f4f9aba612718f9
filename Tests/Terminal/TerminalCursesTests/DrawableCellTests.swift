import Glibc
@testable import TerminalCurses
import TerminalKit
import Testing

/// Goal: nothing in a frame can move another cell, not even a cell that text should never hold.
///
/// Method: cells made by hand, past every other guard.
@Suite("Cells as ncurses may have them")
struct DrawableCellTests {
    init() {
        // glibc's widths depend on the locale.
        #expect(setlocale(LC_ALL, "C.UTF-8") != nil)
    }

    private func drawable(
        _ base: Unicode.Scalar,
        mark: Unicode.Scalar? = nil,
        width: UInt8 = 1,
        left: Int = 80,
        _ characters: TerminalEnvironment.Characters = .unicode
    ) -> DrawableCell {
        DrawableCell(
            Cell(base, firstMark: mark, width: width),
            columnsLeft: left,
            characters: characters
        )
    }

    @Test("letters, wide letters and marks are drawn as they are")
    func ordinary() {
        #expect(drawable("a").base == 0x61)
        #expect(drawable("日", width: 2).columns == 2)
        #expect(drawable("日", width: 2).repetitions == 1)
        #expect(drawable("e", mark: "\u{301}").firstMark == 0x301)
    }

    @Test(
        "controls, hidden characters and false widths are replaced, column for column",
        arguments: [
            Cell("\r"), Cell("\u{1B}"), Cell("\u{8}"), Cell("\n"), Cell("\u{7F}"), Cell("\u{9B}"),
            Cell("\u{202E}"), Cell("\u{200B}"), Cell("\u{E0041}"), Cell("日"), Cell("a", width: 2),
        ]
    )
    func replaced(cell: Cell) {
        let drawable = DrawableCell(cell, columnsLeft: 80, characters: .unicode)
        #expect(drawable.base == 0xFFFD)
        #expect(drawable.columns == Int(cell.width))
        #expect(drawable.repetitions == Int(cell.width))
    }

    @Test("a wide character that does not fit is replaced")
    func cutOff() {
        #expect(drawable("日", width: 2, left: 1).columns == 1)
        #expect(drawable("日", width: 2, left: 1).base == 0xFFFD)
    }

    @Test("in ASCII everything else is a question mark, and marks are left out")
    func ascii() {
        #expect(drawable("é", .ascii).base == 0x3F)
        #expect(drawable("日", width: 2, .ascii).repetitions == 2)
        #expect(drawable("e", mark: "\u{301}", .ascii).firstMark == 0)
    }

    @Test("what is no mark is not drawn as one")
    func falseMark() {
        #expect(drawable("e", mark: "\u{1B}").firstMark == 0)
        #expect(drawable("e", mark: "a").firstMark == 0)
    }
}
