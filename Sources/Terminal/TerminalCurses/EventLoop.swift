import TerminalKit

/// Waits for the keyboard, for signals and for jobs, and paints once after what came.
///
/// A round: wait in `poll`; run the jobs of ``TerminalActor``; take signals; read and decode input;
/// hand it out until a signal comes or a frame's time is over; fire timers; paint if anything
/// changed. Between rounds the thread sleeps, unless keys wait: an idle program wakes for nothing
/// and sends nothing.
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

    let screen: Screen
    let options: Options
    var decoder: InputDecoder
    var resize = ResizeSettling()
    /// Signals that came while another was handled.
    var pending: ProcessGuard.Pending = []
    var wantsSuspension = false
    /// The events that were read and not handed out yet.
    var typedAhead = TypedAhead()
    private var end: LoopEnd?
    private var pace = FramePace()
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
        pace.note(isUrgent: isUrgent)
        // A job sets this inside the round that paints; anything else needs a round first.
        TerminalActor.shared.executor.wake()
    }

    /// Ends the loop after this round.
    public func finish() {
        stop(.finished)
    }

    /// Lends the terminal to the shell after this round, where that is allowed.
    ///
    /// Keys that were typed ahead of it are dropped.
    public func suspend() {
        wantsSuspension = options.allowsSuspension
    }

    /// Runs until the client finishes, the process is asked to end, or the line is cut.
    ///
    /// The client's ``LoopClient/leave(because:)`` has run when this returns; closing the screen is
    /// the caller's.
    public func run(_ client: some LoopClient) -> LoopEnd {
        while true {
            // Whoever asks the process to end does not want it stopped.
            if wantsSuspension, end == nil, pending.isEmpty { lendTerminal(client) }
            paintWhenDue(client)
            if let end {
                client.leave(because: end)
                return end
            }
            // While keys wait no others are read: what is typed is taken in its order.
            let ready = LoopWait.sleep(
                until: nextDue(client),
                includesInput: typedAhead.isEmpty
            )
            if ready.contains(.wake) {
                TerminalActor.shared.executor.clearWake()
                TerminalActor.shared.executor.runPendingJobs()
                takeSignals(client)
            }
            takeInput(client, isReady: ready.contains(.input))
            fireTimers(client)
        }
    }

    /// Ends the loop; the first reason stands.
    func stop(_ reason: LoopEnd) {
        if end == nil { end = reason }
    }

    /// Tells the client, and paints at once after it, or after the keys that wait.
    func deliver(_ event: LoopEvent, to client: some LoopClient) {
        guard end == nil else { return }
        client.handle(event, in: self)
        pace.note(isUrgent: true)
    }

    private func paintWhenDue(_ client: some LoopClient) {
        guard end == nil, pace.takeDue(.now) else { return }
        client.paint(on: screen)
        pace.notePainted(.now)
    }

    /// The first instant at which something is due; nil when nothing is.
    private func nextDue(_ client: some LoopClient) -> Instant? {
        guard typedAhead.isEmpty else { return Instant.now }
        let deadline = client.nextDeadline.flatMap { $0 == firedDeadline ? nil : $0 }
        return [deadline, decoderDeadline.due, resize.due, pace.due].compactMap(\.self).min()
    }

    // MARK: - What came

    /// Reads what came, if anything did, and hands out what waits.
    private func takeInput(_ client: some LoopClient, isReady: Bool) {
        if isReady {
            let (bytes, isAtEnd) = reader.read()
            typedAhead.add(decoder.feed(bytes))
            if isAtEnd { stop(.hungUp) }
        } else if typedAhead.isEmpty {
            return
        }
        if !isLeaving { handOut(client) }
        if typedAhead.isEmpty { decoderDeadline.note(decoder, .now) }
        // Asking costs a call into the kernel: it is done where the answer holds a frame back.
        pace.hasMoreKeys = pace.isSoon(.now) && (!typedAhead.isEmpty || reader.hasMore())
    }

    private func handOut(_ client: some LoopClient) {
        typedAhead.handOut(
            now: { .now },
            goesFirst: { hasSignal() || isLeaving },
            to: { deliver(.input($0), to: client) }
        )
    }

    /// True if the loop is about to end or to lend the terminal, which goes before keys.
    private var isLeaving: Bool { end != nil || wantsSuspension }

    private func fireTimers(_ client: some LoopClient) {
        // What follows keys that wait comes after them.
        if typedAhead.isEmpty, let due = decoderDeadline.due, due <= .now {
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
