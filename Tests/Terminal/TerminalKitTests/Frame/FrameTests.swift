import Testing

@testable import TerminalKit

/// Goal: nothing is drawn outside its block, and wide characters are whole.
///
/// Method: texts are drawn into small frames and the text plane is read.
@Suite struct FrameTests {
    private func frame(_ width: Int, _ height: Int = 1) -> Frame {
        Frame(size: Size(width: width, height: height))
    }

    private func rect(_ x: Int, _ y: Int, _ width: Int, _ height: Int = 1) -> Rect {
        Rect(x: x, y: y, width: width, height: height)
    }

    @Test("text stays in its block and in the frame")
    func clipping() {
        var frame = frame(10, 2)
        frame.draw("abcdefgh", in: rect(2, 0, 4))
        frame.draw("xyz", in: rect(8, 1, 20))
        frame.draw("nowhere", in: rect(3, 5, 4))
        frame.draw("nowhere", in: rect(-20, 0, 4))
        #expect(frame.textPlane == "  abcd\n        xy")
    }

    @Test("text stands where its alignment says")
    func alignment() {
        var frame = frame(9)
        frame.draw("ab", in: rect(0, 0, 9), alignment: .trailing)
        frame.draw("c", in: rect(0, 0, 9), alignment: .centre)
        #expect(frame.textPlane == "    c  ab")
    }

    @Test("a wide character that does not fit is not drawn")
    func wideAtEdge() {
        var frame = frame(5)
        frame.draw("a東京", in: rect(0, 0, 4))
        #expect(frame.textPlane == "a東")
        #expect(frame.cell(at: Point(x: 2, y: 0))?.isContinuation == true)
    }

    @Test("drawing over half a wide character empties the other half")
    func wideHalves() {
        var right = frame(4)
        right.draw("東京", in: rect(0, 0, 4))
        right.draw("x", in: rect(1, 0, 1))
        #expect(right.textPlane == " x京")
        var left = frame(4)
        left.draw("東京", in: rect(0, 0, 4))
        left.draw("x", in: rect(2, 0, 1))
        #expect(left.textPlane == "東x")
        var cleared = frame(4)
        cleared.draw("東京", in: rect(0, 0, 4))
        cleared.clear(rect(1, 0, 2), ground: .overlay)
        #expect(cleared.cells.allSatisfy { $0.base == " " && $0.width == 1 })
    }

    @Test("a ground stays under what is drawn on it")
    func grounds() {
        var frame = frame(6)
        frame.clear(rect(0, 0, 6), ground: .selection)
        frame.draw("ab", in: rect(1, 0, 2), role: .amountNegative)
        #expect(frame.cells.allSatisfy { $0.ground == .selection })
        #expect(frame.rolePlane == " aa\n\na amount.negative")
        #expect(frame.groundPlane == "aaaaaa\n\na selection")
    }

    @Test("the cursor stays inside the frame")
    func cursor() {
        var frame = frame(3, 2)
        frame.placeCursor(at: Point(x: 99, y: -4), isVisible: true)
        #expect(frame.cursor == Point(x: 2, y: 0))
        var empty = self.frame(0, 0)
        empty.placeCursor(at: Point(x: 5, y: 5))
        #expect(empty.cursor == Point(x: 0, y: 0))
    }

    @Test("every mark is one cell wide in both character sets, and ASCII in one")
    func symbols() {
        for symbol in Symbol.allCases {
            #expect(CellWidth.of(symbol.scalar(in: .unicode)) == 1, "\(symbol)")
            let ascii = symbol.scalar(in: .ascii)
            #expect(ascii.isASCII && CellWidth.of(ascii) == 1, "\(symbol)")
        }
    }

    // Symptom: "i Amounts are hidden." was taken for a key and what it does.
    @Test("the mark of a message is no letter and no digit, so that nobody takes it for a key")
    func messageMarks() {
        for symbol in [Symbol.information, .success, .warning, .error] {
            for mark in [Glyphs.unicode, .ascii].map(symbol.scalar) {
                #expect(!mark.properties.isAlphabetic, "\(symbol)")
                #expect(mark.properties.numericType == nil, "\(symbol)")
            }
        }
    }
}
