import CPseudoTerminal
import Glibc

/// A program on a pseudo-terminal, driven like by a person.
///
/// Tests send keys, wait for screen contents, and check modes, signals, bytes and the exit status.
/// Every wait is for a condition and has a limit. Nothing sleeps.
package final class PseudoTerminal {
    /// The failure of a wait or a system call.
    package struct Failure: Error, CustomStringConvertible {
        /// The awaited condition, and the screen at that time.
        package let description: String
    }

    /// The end of a program.
    package enum End: Equatable, Sendable {
        /// The program exited with a status.
        case exited(Int)
        /// The program was killed by a signal.
        case killed(Int)
    }

    /// The modes of a terminal, as comparable values.
    package struct Modes: Equatable, Sendable, CustomStringConvertible {
        /// Input, output, control and local flags, the speeds, and the control characters.
        package let values: [UInt]

        init(_ modes: termios) {
            var modes = modes
            let characters = withUnsafeBytes(of: &modes.c_cc) { $0.map { UInt($0) } }
            values =
                [
                    UInt(modes.c_iflag), UInt(modes.c_oflag), UInt(modes.c_cflag),
                    UInt(modes.c_lflag), UInt(modes.c_ispeed), UInt(modes.c_ospeed),
                ] + characters
        }

        /// True if the kernel edits lines and echoes, as a shell leaves the terminal.
        package var isCooked: Bool {
            values[3] & UInt(ICANON) != 0 && values[3] & UInt(ECHO) != 0
        }

        /// The flags in hexadecimal.
        package var description: String {
            values.prefix(4).map { String($0, radix: 16) }.joined(separator: ":")
        }
    }

    /// Time limit of a wait, generous because a loaded machine is slow but not wrong.
    package static let patience = Duration.seconds(120)

    /// The screen that the program paints.
    package let screen: VirtualTerminal
    /// All bytes that the program sent while ``keepsOutput`` was true.
    package private(set) var output: [UInt8] = []
    /// True if ``output`` is recorded.
    package var keepsOutput = true
    /// The modes before the program started.
    package private(set) var originalModes = Modes(termios())
    /// Number of bytes that the program has sent.
    package private(set) var byteCount = 0
    /// Time at which the last byte arrived.
    package private(set) var lastByteAt = ContinuousClock.now
    /// Time at which the program was started.
    package private(set) var startedAt = ContinuousClock.now
    /// Process identifier of the program.
    package private(set) var processID: Int32 = 0
    /// The program's end; nil while it runs.
    package private(set) var end: End?
    /// True while the program is stopped.
    package private(set) var isStopped = false

    private var master: Int32
    private var originalTermios: termios?
    private let control: CInt
    private let keeper: pid_t

    /// Starts a program on a new pseudo-terminal, with all its environment as `NAME=value`.
    ///
    /// It may be `told` another size than the screen's. Throws a ``Failure`` if the kernel provides
    /// no pseudo-terminal or the program does not start.
    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String],
        width: Int = 80,
        height: Int = 24,
        told: (columns: UInt16, rows: UInt16)? = nil
    ) throws {
        screen = VirtualTerminal(width: width, height: height)
        var master: CInt = -1
        var control: CInt = -1
        keeper = Self.withCStrings([program] + arguments) { argumentPointers in
            Self.withCStrings(environment) { environmentPointers in
                cf_pty_start(
                    program,
                    argumentPointers,
                    environmentPointers,
                    UInt16(height),
                    UInt16(width),
                    &master,
                    &control
                )
            }
        }
        self.master = master
        self.control = control
        guard keeper > 0 else {
            throw Failure(systemError: "No pseudo-terminal")
        }
        try setPeculiarModes()
        originalModes = try modes()
        startedAt = .now
        if let told { tellSize(columns: told.columns, rows: told.rows) }
        var go: UInt8 = 1
        guard Glibc.send(control, &go, 1, CInt(MSG_NOSIGNAL)) == 1 else {
            throw Failure(description: "The keeper of the pseudo-terminal has gone.")
        }
        try wait(for: "the program to start") { $0.processID != 0 }
    }

    deinit {
        if end == nil, processID > 0 { kill(-processID, SIGKILL) }
        if master >= 0 { close(master) }
        close(control)
        var status: CInt = 0
        while waitpid(keeper, &status, 0) < 0, errno == EINTR {}
    }

    // MARK: - Doing

    /// Sends text or the bytes of keys.
    package func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Sends bytes to the program's input.
    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends a signal to the program.
    package func signal(_ number: Int32) {
        kill(processID, number)
    }

    /// Changes the size of the window, which the kernel reports to the program.
    package func resize(width: Int, height: Int) {
        screen.resize(width: width, height: height)
        tellSize(columns: UInt16(width), rows: UInt16(height))
    }

    /// Reports a size to the program without changing the screen here, however large it is.
    package func tellSize(columns: UInt16, rows: UInt16) {
        _ = cf_pty_resize(master, rows, columns)
    }

    /// Closes the terminal, as when a window closes or a network fails.
    package func hangUp() {
        close(master)
        master = -1
    }

    /// Returns the present modes of the terminal.
    package func modes() throws -> Modes { Modes(try currentTermios()) }

    private func currentTermios() throws -> termios {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else { throw Failure(systemError: "No modes") }
        return modes
    }

    /// True if the modes are those from before the program started.
    package var isInOriginalModes: Bool {
        // Modes that cannot be read are not the original ones.
        (try? modes()) == originalModes
    }

    /// Sets the modes to ``originalModes``, as a shell does when a program is stopped.
    package func setOriginalModes() throws {
        guard var modes = originalTermios, tcsetattr(master, TCSANOW, &modes) == 0 else {
            throw Failure(systemError: "No modes")
        }
    }

    /// Sets valid modes that differ from a new terminal's, to tell a program that restores modes
    /// from one that sets defaults.
    private func setPeculiarModes() throws {
        var modes = try currentTermios()
        modes.c_iflag |= tcflag_t(IUTF8 | IXANY)
        modes.c_lflag &= ~tcflag_t(ECHOK)
        modes.c_cc.2 = 8  // VERASE: ^H
        originalTermios = modes
        try setOriginalModes()
    }

    // MARK: - Waiting

    /// Waits until the screen fulfils a condition.
    package func waitForScreen(
        _ description: String,
        timeout: Duration = patience,
        until isFulfilled: (VirtualTerminal) -> Bool
    ) throws {
        try wait(for: description, timeout: timeout) { isFulfilled($0.screen) }
    }

    /// Waits until a row contains a text.
    package func waitForText(_ text: String, timeout: Duration = patience) throws {
        try waitForScreen("the text “\(text)”", timeout: timeout) { $0.contains(text) }
    }

    /// Waits until the program has ended and all of its output has arrived.
    package func waitForEnd(timeout: Duration = patience) throws -> End {
        try wait(for: "the program to end", timeout: timeout) { $0.end != nil }
        settle()
        guard let end else { throw Failure(description: "The program did not end.") }
        return end
    }

    /// Waits until the program has ended without reading its output, like a terminal whose window
    /// hangs.
    package func waitForEndWithoutReading(timeout: Duration = patience) throws -> End {
        let deadline = ContinuousClock.now + timeout
        while end == nil, deadline > .now {
            var report = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
            if poll(&report, 1, 10) > 0 { _ = readReport() }
        }
        guard let end else { throw Failure(description: "The program still runs.") }
        return end
    }

    /// Reads output until none has arrived for a while and the program's main thread sleeps.
    ///
    /// On a busy machine, a program in the middle of a frame may get no processor for longer than that.
    package func settle(quiet: Duration = .milliseconds(50)) {
        let deadline = ContinuousClock.now + Self.patience
        while pump(timeout: quiet) || (isMainThreadBusy && .now < deadline) {}
    }

    /// True if the program's main thread runs, or waits for a processor or a disk.
    private var isMainThreadBusy: Bool {
        guard end == nil, let file = fopen("/proc/\(processID)/stat", "r") else { return false }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = bytes.prefix(count)
        // The state follows the name in parentheses, which may contain any character; proc(5).
        let state = text.lastIndex(of: UInt8(ascii: ")")).flatMap { text.dropFirst($0 + 2).first }
        return state == UInt8(ascii: "R") || state == UInt8(ascii: "D")
    }

    /// Waits for any condition while reading the program's output.
    package func wait(
        for description: String,
        timeout: Duration = patience,
        until isFulfilled: (PseudoTerminal) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + timeout
        while !isFulfilled(self) {
            let left = deadline - .now
            guard left > .zero else {
                throw Failure(
                    description: "Waited \(timeout) in vain for \(description)."
                        + (end.map { " The program ended: \($0)." } ?? "")
                        + " The screen:\n\(screen.text)"
                )
            }
            if end != nil, !pump(timeout: .milliseconds(50)), !isFulfilled(self) {
                throw Failure(
                    description: "The program ended (\(String(describing: end))) before"
                        + " \(description). The screen:\n\(screen.text)"
                )
            }
            // In short steps, because modes and process states change without any output.
            if end == nil { pump(timeout: min(left, .milliseconds(10))) }
        }
    }

    /// Reads the program's next output; returns true if output or a report of its state arrived.
    @discardableResult
    private func pump(timeout: Duration) -> Bool {
        var descriptors = [
            pollfd(fd: master, events: Int16(POLLIN), revents: 0),
            pollfd(fd: end == nil ? control : -1, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = CInt(max(0, (timeout / .milliseconds(1)).rounded(.up)))
        guard poll(&descriptors, 2, milliseconds) > 0 else { return false }
        var hasCome = false
        if descriptors[0].revents & Int16(POLLIN) != 0 { hasCome = readOutput() }
        if descriptors[1].revents != 0 { hasCome = readReport() || hasCome }
        return hasCome
    }

    private func readOutput() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &chunk, chunk.count)
        guard count > 0 else { return false }
        lastByteAt = .now
        byteCount += count
        if keepsOutput { output += chunk[..<count] }
        screen.feed(chunk[..<count])
        return true
    }

    private func readReport() -> Bool {
        var report = cf_pty_report()
        guard recv(control, &report, MemoryLayout<cf_pty_report>.size, 0) > 0 else {
            end = end ?? .exited(-1)
            return false
        }
        if report.kind == 0 {
            processID = report.value
            return true
        }
        isStopped = cf_status_is_stop(report.value)
        if !isStopped {
            end =
                cf_status_is_exit(report.value)
                ? .exited(Int(cf_status_exit_code(report.value)))
                : .killed(Int(cf_status_signal(report.value)))
        }
        return true
    }

    /// Resumes a stopped program with SIGCONT.
    package func resume() {
        isStopped = false
        kill(processID, SIGCONT)
    }

    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("An array of none.") }
            return body(base)
        }
    }
}

extension PseudoTerminal.Failure {
    fileprivate init(systemError failed: String) {
        self.init(description: "\(failed): \(String(cString: strerror(errno)))")
    }
}
