import Glibc
import PseudoTerminal
import Testing

/// Goal: a name changes no cell but its own, whatever it holds.
///
/// Method: the same list with hostile and with plain names; every column outside the names is
/// compared, on the model and on tmux, which has its own idea of widths.
@Suite("Hostile names on a terminal", .serialized)
struct HostileNameTests {
    private static let nameColumns = 11..<66

    @Test(
        "no cell outside the name changes",
        arguments: ["xterm-256color", "screen", "tmux-256color", "linux", "vt100"]
    )
    func otherCells(term: String) throws {
        let hostile = try ProbeSession.open(["--hostile"], term: term)
        let plain = try ProbeSession.open(term: term)
        for y in 0..<24 {
            for x in 0..<80 where y < 2 || !Self.nameColumns.contains(x) {
                #expect(
                    hostile.screen.cell(x: x, y: y) == plain.screen.cell(x: x, y: y),
                    "column \(x), row \(y)"
                )
            }
        }
        #expect(hostile.screen.unknownSequences.isEmpty)
        #expect(hostile.screen.bells == 0)
        #expect(hostile.screen.title == nil)
        #expect(hostile.screen.privateModes == plain.screen.privateModes)
    }

    @Test("no control or hidden character reaches the terminal")
    func bytes() throws {
        let session = try ProbeSession.open(["--hostile"])
        let sent = String(decoding: session.output, as: UTF8.self).unicodeScalars
        let forbidden = sent.filter { scalar in
            (0x7F...0x9F).contains(scalar.value) || (0x200B...0x200F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value) || scalar.value == 0xFEFF
                || (0x2066...0x2069).contains(scalar.value) || scalar.value >= 0xE0000
        }
        #expect(forbidden.isEmpty)
    }

    @Test(
        "tmux shows the amounts of hostile rows where they belong",
        .enabled(if: access("/usr/bin/tmux", X_OK) == 0, "tmux is not installed")
    )
    func tmux() throws {
        let hostile = try Self.captureInTmux(["--hostile"])
        let plain = try Self.captureInTmux([])
        #expect(hostile.count == plain.count)
        for (one, other) in zip(hostile, plain) {
            #expect(one.prefix(10) == other.prefix(10))
            #expect(one.suffix(8) == other.suffix(8))
        }
    }

    /// Runs the probe in tmux in a pseudo-terminal, and reads the rows off that.
    private static func captureInTmux(_ arguments: [String]) throws -> [String] {
        let probe = try ProbeSession.open(arguments, term: "tmux-256color")
        let socket = "/tmp/counterfoil-tests-\(getpid())-\(probe.processID)"
        let command = ["/usr/bin/env", "TERM=tmux-256color", try ProbeSession.path()] + arguments
        let session = try PseudoTerminal(
            "/usr/bin/tmux",
            ["-S", socket, "-f", "/dev/null", "new-session", command.joined(separator: " ")],
            environment: [
                "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "SHELL=/bin/sh",
                "HOME=/nonexistent",
            ],
            width: 80,
            height: 25
        )
        try session.waitForText("q leave")
        session.settle()
        let lines = Array(session.screen.lines[2..<23])
        session.send("q")
        _ = try session.waitForEnd()
        unlink(socket)
        return lines
    }
}
