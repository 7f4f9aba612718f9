import CNcurses
import Glibc

/// A program on a terminal of its own, driven as by a person.
///
/// Give it keys, wait for what the screen must show, look at modes, signals, bytes and exit status.
/// Every wait is for a condition and bounded; nothing sleeps.
public final class PseudoTerminal {
    /// Something that did not happen.
    public struct Failure: Error, CustomStringConvertible {
        /// What was waited for, and what the screen showed instead.
        public let description: String
    }

    /// How a program ended.
    public enum End: Equatable, Sendable {
        /// With a status of its own.
        case exited(Int)
        /// By a signal.
        case killed(Int)
    }

    /// A terminal's modes, comparable.
    public struct Modes: Equatable, Sendable, CustomStringConvertible {
        /// Input, output, control and local flags, the control characters, and the speeds.
        public let values: [UInt]

        init(_ modes: termios) {
            var modes = modes
            let characters = withUnsafeBytes(of: &modes.c_cc) { $0.map { UInt($0) } }
            values =
                [
                    UInt(modes.c_iflag), UInt(modes.c_oflag), UInt(modes.c_cflag),
                    UInt(modes.c_lflag), UInt(modes.c_ispeed), UInt(modes.c_ospeed),
                ] + characters
        }

        /// Whether lines are edited by the kernel and echoed, as a shell leaves the terminal.
        public var isCooked: Bool {
            values[3] & UInt(ICANON) != 0 && values[3] & UInt(ECHO) != 0
        }

        /// The flags in hexadecimal.
        public var description: String {
            values.prefix(4).map { String($0, radix: 16) }.joined(separator: ":")
        }
    }

    /// How long a condition is waited for; generous, since a loaded machine is slow, not wrong.
    public static let patience = Duration.seconds(120)

    /// What the screen shows.
    public private(set) var screen: VirtualTerminal
    /// Every byte that the program sent, where ``keepsOutput`` is on.
    public private(set) var output: [UInt8] = []
    /// Whether ``output`` is kept.
    public var keepsOutput = true
    /// The modes before the program started.
    public private(set) var originalModes = Modes(termios())
    /// Bytes that the program sent so far.
    public private(set) var byteCount = 0
    /// When the last of them came.
    public private(set) var lastByteAt = ContinuousClock.now
    /// When the first byte came after the last ``send(_:)``.
    public private(set) var firstByteAt: ContinuousClock.Instant?
    /// When the program was told to start.
    public private(set) var startedAt = ContinuousClock.now
    /// The program's process id.
    public private(set) var processID: Int32 = 0
    /// How the program ended; nil while it runs.
    public private(set) var end: End?
    /// Whether the program is stopped.
    public private(set) var isStopped = false

    private var master: Int32
    private var originalTermios: termios?
    private let control: CInt
    private let keeper: pid_t

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: The path of its file.
    ///   - arguments: What follows its name.
    ///   - environment: All of its variables, as `NAME=value`.
    ///   - width: Columns.
    ///   - height: Rows.
    ///   - told: The columns and rows that the program is told of, where they are others.
    /// - Throws: ``Failure`` when the kernel gives no pseudo-terminal or the program does not start.
    public init(
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
            throw Failure(description: "No pseudo-terminal: \(String(cString: strerror(errno)))")
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

    /// Types text, or sends the bytes of keys.
    public func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Sends bytes as the terminal would.
    public func send(_ bytes: [UInt8]) {
        firstByteAt = nil
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends the program a signal.
    public func signal(_ number: Int32) {
        kill(processID, number)
    }

    /// Changes the size of the window; the kernel tells the program.
    public func resize(width: Int, height: Int) {
        screen.resize(width: width, height: height)
        tellSize(columns: UInt16(width), rows: UInt16(height))
    }

    /// Tells the program a size that the screen of this terminal keeps out of, however large it is.
    public func tellSize(columns: UInt16, rows: UInt16) {
        _ = cf_pty_resize(master, rows, columns)
    }

    /// Cuts the line, as when a window closes or a network fails.
    public func hangUp() {
        close(master)
        master = -1
    }

    /// The modes of the terminal now.
    public func modes() throws -> Modes {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else {
            throw Failure(description: "No modes: \(String(cString: strerror(errno)))")
        }
        return Modes(modes)
    }

    /// Whether the modes are those from before the program started.
    public var isInOriginalModes: Bool {
        var modes = termios()
        return tcgetattr(master, &modes) == 0 && Modes(modes) == originalModes
    }

    /// Sets the modes back to ``originalModes``, as a shell does when a program is stopped.
    public func setOriginalModes() throws {
        guard var modes = originalTermios, tcsetattr(master, TCSANOW, &modes) == 0 else {
            throw Failure(description: "No modes: \(String(cString: strerror(errno)))")
        }
    }

    /// Sets modes that are sane but not those of a new terminal, so that a program which sets
    /// defaults is told from one which restores.
    private func setPeculiarModes() throws {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else {
            throw Failure(description: "No modes: \(String(cString: strerror(errno)))")
        }
        modes.c_iflag |= tcflag_t(IUTF8 | IXANY)
        modes.c_lflag &= ~tcflag_t(ECHOK)
        modes.c_cc.2 = 8  // VERASE: ^H
        originalTermios = modes
        try setOriginalModes()
    }

    // MARK: - Waiting

    /// Waits until the screen is as it should be.
    public func waitForScreen(
        _ description: String,
        timeout: Duration = patience,
        until isFulfilled: (VirtualTerminal) -> Bool
    ) throws {
        try wait(for: description, timeout: timeout) { isFulfilled($0.screen) }
    }

    /// Waits until some text stands in one row.
    public func waitForText(_ text: String, timeout: Duration = patience) throws {
        try waitForScreen("the text “\(text)”", timeout: timeout) { $0.contains(text) }
    }

    /// Waits until the program has ended and all that it sent has come.
    public func waitForEnd(timeout: Duration = patience) throws -> End {
        try wait(for: "the program to end", timeout: timeout) { $0.end != nil }
        settle()
        guard let end else { throw Failure(description: "The program did not end.") }
        return end
    }

    /// Waits until the program has ended, and takes nothing that it sends: so does a terminal whose
    /// window hangs.
    public func waitForEndWithoutReading(timeout: Duration = patience) throws -> End {
        let deadline = ContinuousClock.now + timeout
        while end == nil, deadline > .now {
            var report = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
            if poll(&report, 1, 10) > 0 { _ = readReport() }
        }
        guard let end else { throw Failure(description: "The program still runs.") }
        return end
    }

    /// Takes what comes until nothing has come for a while.
    public func settle(quiet: Duration = .milliseconds(50)) {
        while pump(timeout: quiet) {}
    }

    /// Waits for any condition, taking what the program sends meanwhile.
    public func wait(
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
            // In short steps, because modes and process states change without a byte.
            if end == nil { pump(timeout: min(left, .milliseconds(10))) }
        }
    }

    /// Takes what the program sends next.
    ///
    /// - Returns: Whether anything came.
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
        if firstByteAt == nil { firstByteAt = lastByteAt }
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

    /// Marks a stopped program as running again, once it was sent SIGCONT.
    public func resume() {
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
