import Glibc
import PseudoTerminal
import Testing

/// Goal: the terminal is restored however the program ends, and the exit status tells the truth.
///
/// Method: modes that no default would set, compared before and after; the screen model for the
/// rest.
@Suite("Giving the terminal back", .serialized)
struct RestoringTests {
    /// What a failed check of Swift dies of.
    static var trapSignal: CInt {
        #if arch(x86_64)
        SIGILL
        #else
        SIGTRAP
        #endif
    }

    struct Crash: Sendable, CustomTestStringConvertible {
        var name: String
        var signal: CInt
        var testDescription: String { name }
    }

    static let crashes = [
        Crash(name: "trap", signal: trapSignal),
        Crash(name: "abort", signal: SIGABRT),
        Crash(name: "segfault", signal: SIGSEGV),
        Crash(name: "overflow", signal: SIGSEGV),
    ]

    @Test(
        "a crash restores the terminal and dies of its own signal",
        arguments: crashes,
        ["xterm-256color", "screen", "linux", "vt100"]
    )
    func crash(crash: Crash, term: String) throws {
        let session = try ProbeSession.open(["--crash=\(crash.name)"], term: term)
        #expect(try session.modes() != session.originalModes)
        session.send("!")
        #expect(try session.waitForEnd() == .killed(Int(crash.signal)))
        try expectRestored(session)
        #expect(!session.screen.contains("Counterparty"))
    }

    @Test("the sentence of a failed check is printed when the screen is gone")
    func sentenceSurvives() throws {
        let session = try ProbeSession.open(["--crash=trap"])
        session.send("!")
        _ = try session.waitForEnd()
        #expect(session.screen.contains("the probe was asked to trap"))
    }

    @Test(
        "signals from outside that are faults restore the terminal too",
        arguments: [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT]
    )
    func faultFromOutside(signal: CInt) throws {
        let session = try ProbeSession.open()
        session.signal(signal)
        #expect(try session.waitForEnd() == .killed(Int(signal)))
        try expectRestored(session)
    }

    @Test(
        "a request to end is answered by leaving in order",
        arguments: [(SIGTERM, "terminated"), (SIGHUP, "hungUp")]
    )
    func request(signal: CInt, word: String) throws {
        let session = try ProbeSession.open()
        session.signal(signal)
        #expect(try session.waitForEnd() == .exited(1))
        try expectRestored(session)
        #expect(session.screen.contains("ended: \(word), left because: \(word)"))
    }

    // Symptom: with 3,000 digits typed into a filter, the program heeded SIGTERM after three seconds.
    // Cause: all that was read at once was taken before signals were; `q` behind it ended the probe.
    @Test("a request to end goes before the keys that were typed ahead")
    func requestBetweenKeys() throws {
        let session = try ProbeSession.open()
        session.send("kq")
        #expect(try session.waitForEnd() == .exited(1))
        try expectRestored(session)
        #expect(session.screen.contains("ended: terminated, left because: terminated"))
    }

    @Test("the end of the input is a cut line")
    func endOfInput() throws {
        let session = try ProbeSession.open()
        session.hangUp()
        #expect(try session.waitForEnd() == .exited(1))
    }

    @Test("a program that hangs is ended by the second request, and restores")
    func hangingProgram() throws {
        let session = try ProbeSession.open()
        session.send("h")
        try session.waitForText("#1 ")
        session.settle()
        session.signal(SIGTERM)
        try session.wait(for: "the first request to be noted") { session in
            ProcessStatus.pendingSignals(session.processID) == 0
        }
        #expect(session.end == nil)
        session.signal(SIGTERM)
        #expect(try session.waitForEnd() == .killed(Int(SIGTERM)))
        try expectRestored(session)
    }

    // Symptom: with a terminal that read nothing, the program lived on after SIGTERM, and a second
    // one left the terminal as it was. Cause: it waited in a write without end, and what restores
    // found no room either.
    @Test(
        "a terminal that takes no more output keeps no program alive that was asked to end",
        arguments: [SIGTERM, SIGHUP]
    )
    func blockedOutput(signal: CInt) throws {
        let session = try ProbeSession.open()
        session.send("f")
        session.signal(signal)
        #expect(try session.waitForEndWithoutReading() == .killed(Int(signal)))
        session.settle()
        try expectRestored(session)
    }

    // Symptom: with a terminal that read nothing, a second SIGTERM ended the program and left the
    // terminal as it was. Cause: what restores found no room in the output. After SIGHUP, the time
    // that a program has to leave would end it by SIGHUP: SIGTERM shows that the second one did.
    @Test(
        "a second request restores the terminal also while its output is blocked",
        arguments: [[SIGTERM, SIGTERM], [SIGHUP, SIGTERM, SIGTERM]]
    )
    func blockedOutputAskedTwice(signals: [CInt]) throws {
        let session = try ProbeSession.open()
        let processID = session.processID
        let sleeps = ProcessStatus.sleeps(processID)
        session.send("f")
        // It paints without end, so it sleeps again only where a write finds no room.
        try Self.waitWithoutReading("the output to be blocked") {
            ProcessStatus.sleeps(processID) > sleeps
        }
        for signal in signals {
            session.signal(signal)
            try Self.waitWithoutReading("the request to be noted") {
                ProcessStatus.pendingSignals(processID) == 0
            }
        }
        #expect(try session.waitForEndWithoutReading() == .killed(Int(SIGTERM)))
        session.settle()
        try expectRestored(session)
    }

    /// Waits until something is so, and takes nothing that the program sends meanwhile.
    private static func waitWithoutReading(
        _ description: String,
        until isFulfilled: () -> Bool
    ) throws {
        let deadline = ContinuousClock.now + PseudoTerminal.patience
        while !isFulfilled() {
            let hasTime = deadline > ContinuousClock.now
            try #require(hasTime, "waited in vain for \(description)")
            _ = poll(nil, 0, 1)
        }
    }

    @Test("what is written to the error output appears after the screen, not on it")
    func strayErrors() throws {
        let session = try ProbeSession.open()
        session.send("ex")
        try session.waitForText("#2 ")
        #expect(!session.screen.contains("a stray complaint"))
        session.send("q")
        _ = try session.waitForEnd()
        #expect(session.screen.contains("a stray complaint"))
        try expectRestored(session)
    }

    @Test("a suspended program lends the terminal as it found it and takes it again")
    func suspension() throws {
        let session = try ProbeSession.open()
        session.send("z")
        try session.wait(for: "the program to stop") { $0.isStopped }
        session.settle()
        try expectRestored(session)
        session.resume()
        try session.waitForText("resumed")
        session.settle()
        #expect(session.screen.isAlternate)
        #expect(session.screen.privateModes == [2004])
        #expect(session.screen.lines[2].hasSuffix("-0.10"))
        session.send("q")
        #expect(try session.waitForEnd() == .exited(0))
        try expectRestored(session)
    }

    // Symptom: a line that was typed behind Ctrl-Z was taken for keys of the console first.
    @Test("keys typed ahead of a suspension are dropped, before it and after it")
    func typedBehindSuspension() throws {
        let session = try ProbeSession.open()
        session.send("zxxxx")
        try session.wait(for: "the program to stop") { $0.isStopped }
        session.resume()
        try session.waitForText("resumed")
        session.settle()
        // The key that suspends, what the loop tells before it, and what it tells after it.
        #expect(session.screen.lines[1] == "#3 resumed")
    }

    @Test("SIGTSTP suspends as well, and not where suspension is off")
    func stopSignal() throws {
        let allowed = try ProbeSession.open()
        allowed.signal(SIGTSTP)
        try allowed.wait(for: "the program to stop") { $0.isStopped }
        allowed.settle()
        try expectRestored(allowed)

        let refused = try ProbeSession.open(["--no-suspension"])
        refused.signal(SIGTSTP)
        refused.send("zx")
        try refused.waitForText("#2 ")
        #expect(!refused.isStopped)
        #expect(refused.screen.isAlternate)
    }

    @Test("after a stop that cannot be caught the modes and the screen are set again")
    func uncatchableStop() throws {
        let session = try ProbeSession.open()
        session.signal(SIGSTOP)
        try session.wait(for: "the program to stop") { $0.isStopped }
        try session.setOriginalModes()
        session.resume()
        try session.waitForText("resumed")
        #expect(!(try session.modes().isCooked))
        session.send("q")
        #expect(try session.waitForEnd() == .exited(0))
        try expectRestored(session)
    }
}
