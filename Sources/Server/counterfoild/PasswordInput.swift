import BankDaemon
import Cryptography
import Glibc
import ProgramOutput

/// Reads a new password, from the terminal without echo or as a line of standard input.
enum PasswordInput {
    /// Buffer size in bytes, large enough for a password that the length rule refuses.
    private static let byteLimit = 1_024
    private static let interruptKey: UInt8 = 0x03

    /// Reads a password, twice on a terminal.
    ///
    /// The folder is checked first. Nothing is asked for if it has no bank, is not accessible to
    /// this user, or is controlled by another user, because the password could not be used.
    static func read(for name: String, at place: DataOption) throws(DaemonError) -> SharedSecret {
        try place.folder.requireBank()
        guard isatty(STDIN_FILENO) == 1 else { return try readLine() }
        let first = try ask("Password for \(name): ")
        let second = try ask("Once more: ")
        let copy = second.duplicate()
        let isSame = first.duplicate().withBytes { left in
            copy.withBytes { constantTimeEquals(left, $0) }
        }
        guard isSame else { throw DaemonError("The two passwords differ.", .badData) }
        return first
    }

    private static func ask(_ prompt: String) throws(DaemonError) -> SharedSecret {
        var usual = termios()
        guard tcgetattr(STDIN_FILENO, &usual) == 0 else {
            throw DaemonError("The terminal's settings cannot be read.", .unavailable)
        }
        var silent = usual
        // Signals are off, so that Ctrl-C arrives as a key and the echo is always restored.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        // Ctrl-C ends the line like Enter, because canonical input is only delivered line by line.
        withUnsafeMutableBytes(of: &silent.c_cc) { $0[Int(VEOL)] = interruptKey }
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
            throw DaemonError(
                "The terminal cannot be kept from showing what is typed.",
                .unavailable
            )
        }
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual) }
        StandardStream.writeError(prompt)
        defer { StandardStream.writeError("\n") }
        return try readLine()
    }

    private static func readLine() throws(DaemonError) -> SharedSecret {
        let password = SharedSecret(capacity: byteLimit)
        var byte: UInt8 = 0
        while Glibc.read(STDIN_FILENO, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            guard byte != interruptKey else { throw DaemonError("Nothing was changed.", .noInput) }
            guard password.append(byte) else {
                throw DaemonError("The password is too long.", .badData)
            }
        }
        let typed = password.withoutFileMarks()
        guard !typed.isEmpty else { throw DaemonError("No password was given.", .noInput) }
        return typed
    }
}

extension SharedSecret {
    /// Returns the secret without the byte order mark and carriage return that editors add.
    fileprivate func withoutFileMarks() -> SharedSecret {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let result = SharedSecret(capacity: max(1, count))
        let copy = duplicate()
        copy.withBytes { span in
            let hasMark =
                span.count >= mark.count && mark.indices.allSatisfy { span[$0] == mark[$0] }
            let start = hasMark ? mark.count : 0
            var end = span.count
            if end > start, span[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            for index in start..<end { result.append(span[index]) }
        }
        return result
    }
}
