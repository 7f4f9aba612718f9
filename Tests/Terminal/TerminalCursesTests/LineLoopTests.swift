import Glibc
import PseudoTerminal
import Testing

/// Goal: plain lines work as in any line-oriented program, secrets and signals included.
///
/// Method: the probe with TERM=dumb on a real pseudo-terminal.
@Suite("The loop of plain lines", .serialized)
struct LineLoopTests {
    private func open() throws -> PseudoTerminal {
        let session = try ProbeSession.start(term: "dumb")
        try session.waitForText("linear: linesOnly(dumb)")
        return session
    }

    @Test("a line is taken when it is ended, and echoed once")
    func line() throws {
        let session = try open()
        session.send("hello\n")
        try session.waitForText("heard hello")
        #expect(
            session.screen.lines.prefix(3) == ["linear: linesOnly(dumb)", "hello", "heard hello"]
        )
    }

    @Test("a secret is not echoed, and what follows it is")
    func secret() throws {
        let session = try open()
        session.send("secret\n")
        try session.wait(for: "echo to be off") { !$0.isInOriginalModes }
        session.send("s3same\n")
        try session.waitForText("secret of 6 bytes")
        #expect(!session.screen.contains("s3same"))
        try session.wait(for: "echo to be on") { $0.isInOriginalModes }
        session.send("open\n")
        try session.waitForText("heard open")
        #expect(session.screen.contains("open"))
    }

    @Test(
        "a program that ends while echo is off turns it on again",
        arguments: [SIGTERM, SIGHUP, SIGINT, SIGABRT, SIGSEGV]
    )
    func endWithoutEcho(signal: CInt) throws {
        let session = try open()
        session.send("secret\n")
        try session.wait(for: "echo to be off") { !$0.isInOriginalModes }
        session.signal(signal)
        let isFault = signal == SIGABRT || signal == SIGSEGV
        #expect(try session.waitForEnd() == (isFault ? .killed(Int(signal)) : .exited(1)))
        #expect(try session.modes() == session.originalModes)
    }

    @Test("a deadline comes between two lines")
    func deadline() throws {
        let session = try open()
        session.send("later\n")
        try session.waitForText("deadline")
        session.send("quit\n")
        #expect(try session.waitForEnd() == .exited(0))
    }
}
