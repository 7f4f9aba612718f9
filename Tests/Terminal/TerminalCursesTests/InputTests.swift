import PseudoTerminal
import Testing

/// Goal: keys arrive as what they are, whatever came before them.
///
/// Method: bytes as terminals send them; the probe prints what was decoded, with a count.
@Suite("Input from a terminal", .serialized)
struct InputTests {
    @Test("the key after a byte that is no UTF-8 arrives", arguments: [[0xFF], [0xE9], [0xC3]])
    func invalidUTF8(bytes: [UInt8]) throws {
        let session = try ProbeSession.open()
        session.send(bytes + Array("x".utf8))
        try session.waitForText("#2 ")
        #expect(session.screen.lines[1].contains("\"x\""))
    }

    @Test("Escape alone is Escape, after the delay and not before it")
    func escapeAlone() throws {
        for (variables, delay) in [
            (["LANG=C.UTF-8"], Duration.milliseconds(25)),
            (["LANG=C.UTF-8", "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22"], .milliseconds(100)),
        ] {
            let session = try ProbeSession.open(variables: variables)
            let start = ContinuousClock.now
            session.send("\u{1B}")
            try session.waitForText("escape")
            #expect(ContinuousClock.now - start >= delay)
        }
    }

    @Test("arrows are arrows in either mode", arguments: ["\u{1B}OB", "\u{1B}[B"])
    func arrows(bytes: String) throws {
        let session = try ProbeSession.open()
        #expect(session.screen.hasApplicationKeys)
        session.send(bytes)
        try session.waitForScreen("the second row") { $0.cursorY == 3 }
        #expect(session.screen.lines[1] == "#0 none")
    }

    @Test("a paste is one event and none of its letters is a command")
    func paste() throws {
        let session = try ProbeSession.open()
        #expect(session.screen.privateModes == [2004])
        session.send("\u{1B}[200~q\rq\u{1B}[201~x")
        try session.waitForText("#2 ")
        #expect(session.screen.lines[1].contains("\"x\""))
        #expect(session.end == nil)
    }

    @Test("an answer of the terminal is no key")
    func answerOfTheTerminal() throws {
        let session = try ProbeSession.open()
        session.send("\u{1B}]11;rgb:1c1c/1c1c/1c1c\u{1B}\\x")
        try session.waitForText("#1 ")
        #expect(session.screen.lines[1].contains("\"x\""))
    }
}
