import Testing

@testable import TerminalKit

/// Goal: the focus starts on the safe answer, and moves only as told.
///
/// Method: movements in; focused answer and display model out.
@Suite struct ButtonRowTests {
    private enum Answer { case send, cancel, later }

    private let row = ButtonRow<Answer>([
        (.send, Button("send", "Send", kind: .danger)),
        (.cancel, Button("cancel", "Cancel", kind: .safe)),
        (.later, Button("later", "Later")),
    ])

    @Test("the focus starts on the safe button, and returns to it")
    func safe() {
        var row = row
        #expect(row.focused == .cancel)
        #expect(row.model.focused == 1)
        row.moveFocus(by: 1)
        #expect(row.focused == .later)
        row.reset()
        #expect(row.focused == .cancel)
        #expect(ButtonRow<Answer>([]).focused == nil)
    }

    @Test("a movement stops at the ends, and the next button after the last is the first")
    func movements() {
        var row = row
        for _ in 0..<3 { row.moveFocus(by: -1) }
        #expect(row.focused == .send)
        for _ in 0..<3 { row.moveFocus(by: 1) }
        #expect(row.focused == .later)
        row.focusNext()
        #expect(row.focused == .send)
        row.focus(at: 2)
        #expect(row.focused == .later)
        row.focus(at: 3)
        #expect(row.focused == .later)
    }
}
