import PseudoTerminal
@testable import TerminalCurses
import TerminalKit
import Testing

/// Goal: the loop answers what comes, once, and otherwise sleeps.
///
/// Method: keys in, screen out, on a real pseudo-terminal; the kernel's count of wake-ups.
@Suite("The event loop", .serialized)
struct EventLoopTests {
    /// Only the terminal's thread is counted.
    ///
    /// Once a task has run on the shared pool, libdispatch on Linux looks after that pool once a
    /// second on a thread of its own.
    @Test("an idle program sends no byte and does not wake", arguments: ["x", "s"])
    func idle(key: String) throws {
        let session = try ProbeSession.open()
        session.send(key)
        try session.waitForText(key == "s" ? "answer 42" : "#1 ")
        session.settle(quiet: .milliseconds(300))
        let bytes = session.byteCount
        let sleeps = ProcessStatus.sleeps(session.processID)
        #expect(sleeps > 0)
        session.settle(quiet: .milliseconds(1200))
        #expect(session.byteCount == bytes)
        #expect(ProcessStatus.sleeps(session.processID) == sleeps)
    }

    @Test("a service's answer is painted without a key")
    func answer() throws {
        let session = try ProbeSession.open()
        session.send("s")
        try session.waitForText("answer 42")
    }

    @Test("a deadline fires once, when it is due")
    func deadline() throws {
        let session = try ProbeSession.open()
        let start = ContinuousClock.now
        session.send("t")
        try session.waitForText("#2 deadline")
        #expect(ContinuousClock.now - start >= .milliseconds(40))
        session.settle(quiet: .milliseconds(200))
        #expect(session.screen.contains("#2 deadline"))
    }

    @Test("a storm of resizes ends with the last size, painted whole")
    func resizeStorm() throws {
        let session = try ProbeSession.open()
        for step in 0..<60 {
            session.resize(width: 40 + step * 7 % 90, height: 8 + step * 5 % 40)
        }
        session.resize(width: 100, height: 30)
        try session.waitForText("probe 100x30")
        session.settle(quiet: .milliseconds(200))
        let fresh = try ProbeSession.open(width: 100, height: 30)
        #expect(session.screen.lines.dropFirst() == fresh.screen.lines.dropFirst())
        let heading = session.screen.lines[0]
        let repaints = try #require(heading.split(separator: " ").last.flatMap { Int($0) })
        #expect((1..<30).contains(repaints))
        #expect(session.screen.unknownSequences.isEmpty)
    }

    @Test("a size below any use is survived")
    func tinySize() throws {
        let session = try ProbeSession.open()
        session.resize(width: 1, height: 1)
        session.resize(width: 3, height: 2)
        session.resize(width: 80, height: 24)
        session.send("x")
        try session.waitForText("#1 ")
        #expect(session.end == nil)
        let small = try ProbeSession.start(width: 1, height: 1)
        small.send("q")
        #expect(try small.waitForEnd() == .exited(0))
        try expectRestored(small)
    }

    // Symptom: a window of 65,535 columns ended the program at the sign-in, one of 5,000 by 5,000 took
    // gigabytes. Cause: whoever is at the other end says how large a window is.
    @Test("a size beyond any display is painted as far as the largest, from the start and later")
    func hugeSize() throws {
        let session = try ProbeSession.open()
        let sizes: [(UInt16, UInt16)] = [(65_535, 24), (80, 65_535), (65_535, 65_535)]
        for (columns, rows) in sizes {
            session.tellSize(columns: columns, rows: rows)
            let told = Size(width: Int(columns), height: Int(rows))
            try waitForHeading(Screen.fitted(told), session)
        }
        session.resize(width: 80, height: 24)
        try session.waitForText("probe 80x24")
        #expect(session.end == nil)
        let huge = try ProbeSession.start(told: (65_535, 65_535))
        try waitForHeading(Screen.largestSize, huge)
        huge.send("q")
        #expect(try huge.waitForEnd() == .exited(0))
        try expectRestored(huge)
    }

    /// Waits until a size was painted, which may have no room on the screen of the test.
    private func waitForHeading(_ size: Size, _ session: PseudoTerminal) throws {
        let heading = Array("probe \(size) ".utf8)
        try session.wait(for: "\(size)") { $0.output.suffix(1 << 20).contains(heading) }
    }

    @Test("keys that were typed ahead are all taken, and the screen shows the last")
    func typeAhead() throws {
        let session = try ProbeSession.open()
        session.send(String(repeating: "\u{1B}OB", count: 400))
        try session.waitForText("Counterparty number 400")
        session.settle()
        #expect(session.screen.lines[session.screen.cursorY].contains("number 400 "))
    }
}
