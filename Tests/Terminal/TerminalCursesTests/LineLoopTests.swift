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

    private func text(_ session: PseudoTerminal) -> String {
        String(decoding: session.output, as: UTF8.self)
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

    @Test("a secret typed the moment it is asked for is not in the output, and what follows it is")
    func secret() throws {
        let session = try open()
        session.send("secret\n")
        try session.waitForText("which?")
        session.send("s3same\n")
        try session.waitForText("secret of 6 bytes")
        try session.wait(for: "echo to be on") { $0.isInOriginalModes }
        session.send("open\n")
        try session.waitForText("heard open")
        #expect(
            session.screen.lines[1...4] == ["secret", "which?", "secret of 6 bytes", "open"]
        )
        #expect(!text(session).contains("s3same"))
    }

    @Test(
        "a program that ends while a secret is typed turns echo on and has shown nothing of it",
        arguments: [
            (SIGTERM, PseudoTerminal.End.exited(1)), (SIGHUP, .exited(1)), (SIGINT, .exited(0)),
            (SIGABRT, .killed(Int(SIGABRT))), (SIGSEGV, .killed(Int(SIGSEGV))),
        ]
    )
    func endWithoutEcho(signal: CInt, end: PseudoTerminal.End) throws {
        let session = try open()
        session.send("secret\n")
        try session.waitForText("which?")
        #expect(!session.isInOriginalModes)
        session.send("s3same")
        session.signal(signal)
        #expect(try session.waitForEnd() == end)
        #expect(try session.modes() == session.originalModes)
        #expect(!text(session).contains("s3same"))
    }

    @Test("a secret that was begun is not left to the shell")
    func begunSecret() throws {
        // Without noflsh the kernel itself drops what was typed before Ctrl-C; with it, Ctrl-C is
        // still known to come after the secret, which a signal sent from here is not.
        let probe = try ProbeSession.path()
        let script = "stty noflsh; trap : INT; '\(probe)'; sed 's/^/left: /'"
        let session = try PseudoTerminal(
            "/bin/sh",
            ["-c", script],
            environment: ["TERM=dumb", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        )
        session.send("secret\n")
        try session.waitForText("which?")
        session.send("s3same\u{03}")
        try session.waitForText("ended: finished")
        session.send("x\n")
        try session.waitForText("left: x")
    }

    @Test("a program that is stopped while a secret is typed lends the terminal with its echo")
    func suspension() throws {
        let session = try open()
        session.send("secret\n")
        try session.waitForText("which?")
        session.signal(SIGTSTP)
        try session.wait(for: "the program to stop") { $0.isStopped }
        #expect(session.isInOriginalModes)
        session.resume()
        try session.wait(for: "echo to be off") { !$0.isInOriginalModes }
        session.send("s3same\n")
        try session.waitForText("secret of 6 bytes")
        #expect(!text(session).contains("s3same"))
    }

    @Test("after a stop that cannot be caught echo is off again")
    func uncatchableStop() throws {
        let session = try open()
        session.send("secret\n")
        try session.waitForText("which?")
        session.signal(SIGSTOP)
        try session.wait(for: "the program to stop") { $0.isStopped }
        try session.setOriginalModes()
        session.resume()
        try session.wait(for: "echo to be off") { !$0.isInOriginalModes }
    }

    @Test("input is not read while it is not wanted, and is there when it is")
    func unwantedInput() throws {
        let session = try open()
        session.send("busy\nhello\n")
        try session.waitForText("heard hello")
        let lines = session.screen.lines
        let deadline = try #require(lines.firstIndex(of: "deadline"))
        let heard = try #require(lines.firstIndex(of: "heard hello"))
        #expect(deadline < heard)
    }

    @Test("not one byte is read after the line that ends the program")
    func restOfInput() throws {
        let probe = try ProbeSession.path()
        let script = "printf 'hello\\nquit\\nthe rest\\n' | { '\(probe)'; sed 's/^/left: /'; }"
        let session = try PseudoTerminal(
            "/bin/sh",
            ["-c", script],
            environment: ["TERM=dumb", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        )
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.screen.contains("heard hello"))
        #expect(session.screen.contains("left: the rest"))
    }

    @Test("the end of the input is told once, and the program may end in order")
    func endOfInput() throws {
        let session = try open()
        session.send([0x04])
        #expect(try session.waitForEnd() == .exited(0))
        #expect(session.screen.contains("end of input"))
        #expect(session.screen.contains("ended: finished"))
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
