@testable import TerminalCurses
import Testing

@Suite("Control strings")
struct ControlStringTests {
    @Test(
        "padding is left out and everything else stays",
        arguments: [
            ("\u{1B}[H\u{1B}[J$<50>", "\u{1B}[H\u{1B}[J"), ("\u{1B}[m\u{F}$<2>", "\u{1B}[m\u{F}"),
            ("a$<5*/>b", "ab"), ("$<>", "$<>"), ("$<x>", "$<x>"), ("$5", "$5"), ("a$<5", "a$<5"),
            ("", ""),
        ]
    )
    func padding(capability: String, sent: String) {
        var string = ControlString()
        string.appendCapability(Array(capability.utf8))
        #expect(string.bytes == Array(sent.utf8))
    }
}

@Suite("Changes of size")
struct ResizeSettlingTests {
    @Test("a size is taken when none followed it, and at the latest after a limit")
    func settling() {
        var settling = ResizeSettling()
        let start = ContinuousClock.now
        #expect(settling.due == nil)
        settling.note(start)
        #expect(settling.due == start + ResizeSettling.quiet)
        settling.note(start + .milliseconds(20))
        #expect(settling.due == start + .milliseconds(50))
        settling.note(start + .milliseconds(119))
        #expect(settling.due == start + ResizeSettling.longest)
    }
}
