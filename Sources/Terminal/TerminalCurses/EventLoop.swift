import TerminalKit

/// Waits for the keyboard, for signals and for jobs, and paints once after what came.
///
/// A round: wait in `poll`; run the jobs of ``TerminalActor``; take signals; read and decode input;
/// fire timers; paint if anything changed. Between rounds the thread sleeps: an idle program wakes
/// for nothing and sends nothing.
@TerminalActor
public final class EventLoop {
    /// What an operator may decide.
    public struct Options: Sendable {
        /// Whether the process may be stopped and the terminal lent to a shell.
        ///
        /// Off over SSH.
        public var allowsSuspension: Bool

        /// Makes options.
        public init(allowsSuspension: Bool = true) {
            self.allowsSuspension = allowsSuspension
        }
    }

    typealias Instant = ContinuousClock.Instant

    /// Frames that nobody's key asked for come at most this often: 30 in a second.
    static let minimumFrameInterval = Duration.milliseconds(33)

    let screen: Screen
    let options: Options
    var decoder: InputDecoder
    var resize = ResizeSettling()
    /// Signals that came while another was handled.
    var pending: ProcessGuard.Pending = []
    var wantsSuspension = false
    private var end: LoopEnd?
    private var needsPaint = true
    private var isPaintUrgent = true
    private var paintedAt: Instant?
    private var decoderDeadline = DecoderDeadline()
    private var firedDeadline: Instant?
    private let reader = TerminalReader()

    /// Makes a loop for a screen.
    public init(screen: Screen, options: Options = Options()) {
        self.screen = screen
        self.options = options
        decoder = InputDecoder(
            terminfoKeys: TerminfoKeys.read(),
            escapeDelayMilliseconds: screen.environment.escapeDelayMilliseconds
        )
    }

    /// Has the client paint after this round.
    ///
    /// For state that changed without an event.
    ///
    /// - Parameter isUrgent: Whether a person waits for it, as for the rows that a key asked for;
    ///   then it is not held back to the usual rate of frames.
    public func setNeedsPaint(isUrgent: Bool = false) {
        needsPaint = true
        isPaintUrgent = isPaintUrgent || isUrgent
        // A job sets this inside the round that paints; anything else needs a round first.
        TerminalActor.shared.executor.wake()
    }

    /// Ends the loop after this round.
    public func finish() {
        stop(.finished)
    }

    /// Lends the terminal to the shell after this round, where that is allowed.
    public func suspend() {
        wantsSuspension = options.allowsSuspension
    }

    /// Runs until the client finishes, the process is asked to end, or the line is cut.
    ///
    /// The client's ``LoopClient/leave(because:)`` has run when this returns; closing the screen is
    /// the caller's.
    public func run(_ client: some LoopClient) -> LoopEnd {
        while true {
            if wantsSuspension { lendTerminal(client) }
            paintWhenDue(client)
            if let end {
                client.leave(because: end)
                return end
            }
            let ready = LoopWait.sleep(until: nextDue(client))
            if ready.contains(.wake) {
                TerminalActor.shared.executor.clearWake()
                TerminalActor.shared.executor.runPendingJobs()
                takeSignals(client)
            }
            if ready.contains(.input) { readInput(client) }
            fireTimers(client)
        }
    }

    /// Ends the loop; the first reason stands.
    func stop(_ reason: LoopEnd) {
        if end == nil { end = reason }
    }

    /// Tells the client, and paints at once after it.
    func deliver(_ event: LoopEvent, to client: some LoopClient) {
        guard end == nil else { return }
        client.handle(event, in: self)
        needsPaint = true
        isPaintUrgent = true
    }

    private func paintWhenDue(_ client: some LoopClient) {
        guard needsPaint, end == nil, paintDue.map({ $0 <= .now }) ?? true else { return }
        needsPaint = false
        isPaintUrgent = false
        client.paint(on: screen)
        paintedAt = .now
    }

    /// When a frame that nobody's key asked for may be painted; nil for at once.
    private var paintDue: Instant? {
        isPaintUrgent ? nil : paintedAt.map { $0 + Self.minimumFrameInterval }
    }

    /// The first instant at which something is due; nil when nothing is.
    private func nextDue(_ client: some LoopClient) -> Instant? {
        let deadline = client.nextDeadline.flatMap { $0 == firedDeadline ? nil : $0 }
        return [deadline, decoderDeadline.due, resize.due, needsPaint ? paintDue : nil]
            .compactMap(\.self).min()
    }

    // MARK: - What came

    private func readInput(_ client: some LoopClient) {
        let (bytes, isAtEnd) = reader.read()
        for event in decoder.feed(bytes) { deliver(.input(event), to: client) }
        decoderDeadline.note(decoder, .now)
        if isAtEnd { stop(.hungUp) }
    }

    private func fireTimers(_ client: some LoopClient) {
        if let due = decoderDeadline.due, due <= .now {
            decoderDeadline = DecoderDeadline()
            for event in decoder.timeout() { deliver(.input(event), to: client) }
        }
        if let due = resize.due, due <= .now {
            resize = ResizeSettling()
            // Also when the size is what it was: a window that was small for a moment has lost
            // what did not fit.
            if !screen.adoptSize() { screen.redraw() }
            deliver(.resized(screen.size), to: client)
        }
        if let due = client.nextDeadline, due != firedDeadline, due <= .now {
            firedDeadline = due
            deliver(.deadline, to: client)
        }
    }
}
