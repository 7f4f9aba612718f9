import PseudoTerminal
import Testing

/// Goal: a key over a slow line costs few bytes.
///
/// Bytes do not depend on the machine, so they gate. Method: what the probe sends for a key at
/// 80x24, counted. The study's limits: a row move 400, a page and a repaint 4,096; tig sends 334
/// for a row move.
@Suite("Bytes on the line", .serialized)
struct ByteBudgetTests {
    @Test(
        "moving the selection by a row costs at most 330 bytes",
        arguments: ["xterm-256color", "xterm", "screen", "tmux-256color", "linux", "vt100"]
    )
    func rowMove(term: String) throws {
        let session = try ProbeSession.open(term: term)
        var worst = 0
        for row in 1...20 {
            let before = session.byteCount
            session.send("\u{1B}OB")
            try session.waitForScreen("row \(row)") { $0.cursorY == 2 + row }
            session.settle()
            worst = max(worst, session.byteCount - before)
        }
        #expect(worst > 0)
        #expect(worst <= 330)
    }

    @Test("moving it beyond the last visible row scrolls and costs at most 500 bytes")
    func scroll() throws {
        let session = try ProbeSession.open()
        for row in 21...30 {
            session.send(String(repeating: "\u{1B}OB", count: row == 21 ? 20 : 0))
            session.settle()
            let before = session.byteCount
            session.send("\u{1B}OB")
            try session.waitForText("Counterparty number \(row) ")
            session.settle()
            #expect(session.byteCount - before <= 500)
        }
    }

    @Test("the first paint and a page cost at most 4,096 bytes")
    func page() throws {
        let session = try ProbeSession.open()
        #expect(session.byteCount <= 4096)
        let before = session.byteCount
        session.send("\u{1B}[6~")
        try session.waitForText("Counterparty number 41 ")
        session.settle()
        #expect(session.byteCount - before <= 4096)
    }
}
