import Glibc
import PseudoTerminal
import Testing

/// Starts the probe, which the package builds beside the tests.
enum ProbeSession {
    /// Starts it on a new pseudo-terminal, with these variables and no others.
    static func start(
        _ arguments: [String] = [],
        term: String = "xterm-256color",
        variables: [String] = ["LANG=C.UTF-8"],
        width: Int = 80,
        height: Int = 24,
        told: (columns: UInt16, rows: UInt16)? = nil
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            try path(),
            arguments,
            environment: ["TERM=\(term)", "PATH=/usr/bin:/bin", "HOME=/nonexistent"] + variables
                + PseudoTerminal.libraryVariables,
            width: width,
            height: height,
            told: told
        )
    }

    /// Starts it and waits until its screen is painted.
    static func open(
        _ arguments: [String] = [],
        term: String = "xterm-256color",
        variables: [String] = ["LANG=C.UTF-8"],
        width: Int = 80,
        height: Int = 24
    ) throws -> PseudoTerminal {
        let session = try start(
            arguments,
            term: term,
            variables: variables,
            width: width,
            height: height
        )
        try session.waitForText("q leave")
        session.settle()
        return session
    }

    /// The path of the probe.
    static func path() throws -> String {
        try PseudoTerminal.programPath("terminal-probe")
    }
}

/// Everything about a terminal that a program must give back as it found it.
func expectRestored(
    _ session: PseudoTerminal,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let modes = try session.modes()
    #expect(modes == session.originalModes, sourceLocation: sourceLocation)
    #expect(modes.isCooked, sourceLocation: sourceLocation)
    let screen = session.screen
    #expect(!screen.isAlternate, sourceLocation: sourceLocation)
    #expect(screen.isCursorVisible, sourceLocation: sourceLocation)
    #expect(!screen.hasApplicationKeys, sourceLocation: sourceLocation)
    #expect(screen.privateModes.isEmpty, sourceLocation: sourceLocation)
    #expect(screen.unknownSequences.isEmpty, sourceLocation: sourceLocation)
    #expect(screen.bells == 0, sourceLocation: sourceLocation)
}
