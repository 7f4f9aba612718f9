import TerminalKit

/// Event loop for keyboard input, signals and jobs, with one paint after each round.
///
/// A round waits in `poll`, runs the jobs of ``TerminalActor``, handles signals, reads and decodes
/// input, delivers it until a signal arrives or the time of a frame is used up, fires timers, and
/// paints if anything changed. Between rounds the thread sleeps unless keys are pending. An idle
/// program never wakes and sends nothing.
@TerminalActor
package final class EventLoop {
    typealias Instant = ContinuousClock.Instant

    let screen: Screen
    var decoder: InputDecoder
    var resize = ResizeSettling()
    /// Signals received while another one was being handled.
    var pending: ProcessGuard.Pending = []
    var wantsSuspension = false
    /// Events that were read but not delivered yet.
    var typedAhead = TypedAhead()
    private let allowsSuspension: Bool
    private var end: LoopEnd?
    private var pace = FramePace()
    private var decoderDeadline = DecoderDeadline()
    private var firedDeadline: Instant?
    private let reader = TerminalReader()

    /// Creates a loop for a screen; a suspension of the process gives the terminal to a shell.
    package init(screen: Screen, allowsSuspension: Bool) {
        self.screen = screen
        self.allowsSuspension = allowsSuspension
        decoder = InputDecoder(
            terminfoKeys: TerminfoKeys.read(),
            escapeDelay: screen.environment.escapeDelay
        )
    }

    /// Requests a paint after this round, for state that changed without an event.
    ///
    /// An urgent one, for a result that the user waits for, is not limited to the usual frame rate.
    package func setNeedsPaint(isUrgent: Bool = false) {
        pace.note(isUrgent: isUrgent)
        // A job calls this within the round that paints. Other callers need a new round.
        TerminalActor.shared.executor.wake()
    }

    /// Ends the loop after this round.
    package func finish() {
        stop(.finished)
    }

    /// Suspends the process after this round, if that is allowed; keys typed before are dropped.
    package func suspend() {
        wantsSuspension = allowsSuspension
    }

    /// Runs until the client finishes, the process is asked to end, or the connection is lost.
    ///
    /// The client's ``LoopClient/leave(because:)`` has run when this returns. The caller must close
    /// the screen.
    package func run(_ client: some LoopClient) -> LoopEnd {
        while true {
            // A request to end the process takes precedence over suspension.
            if wantsSuspension, end == nil, pending.isEmpty { lendTerminal(client) }
            paintWhenDue(client)
            if let end {
                client.leave(because: end)
                return end
            }
            // No input is read while events are pending, so that input is processed in order.
            let ready = LoopWait.sleep(until: nextDue(client), includesInput: typedAhead.isEmpty)
            if ready.wake {
                TerminalActor.shared.executor.clearWake()
                TerminalActor.shared.executor.runPendingJobs()
                handleSignals(client)
            }
            handleInput(client, isReady: ready.input)
            fireTimers(client)
        }
    }

    /// Ends the loop for the given reason; the first one is kept.
    func stop(_ reason: LoopEnd) {
        if end == nil { end = reason }
    }

    /// Delivers an event to the client and requests an urgent paint.
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

    /// Returns the next instant at which something is due; nil if nothing is.
    private func nextDue(_ client: some LoopClient) -> Instant? {
        guard typedAhead.isEmpty else { return Instant.now }
        let deadline = client.nextDeadline.flatMap { $0 == firedDeadline ? nil : $0 }
        return [deadline, decoderDeadline.due, resize.due, pace.due].compactMap(\.self).min()
    }

    // MARK: - Input

    /// Reads input if there is any, and delivers pending events.
    private func handleInput(_ client: some LoopClient, isReady: Bool) {
        if isReady {
            let (bytes, isAtEnd) = reader.read()
            typedAhead.add(decoder.feed(bytes))
            if isAtEnd { stop(.hungUp) }
        } else if typedAhead.isEmpty {
            return
        }
        if !isLeaving { handOut(client) }
        if typedAhead.isEmpty { decoderDeadline.note(decoder, .now) }
        // Checking for more input costs a system call, so it is done only if it can delay a frame.
        pace.hasMoreKeys = pace.isSoon(.now) && (!typedAhead.isEmpty || reader.hasMore())
    }

    private func handOut(_ client: some LoopClient) {
        typedAhead.handOut(
            now: { .now },
            goesFirst: { hasSignal() || isLeaving },
            to: { deliver(.input($0), to: client) }
        )
    }

    /// True if the loop is about to end or to suspend, which takes precedence over keys.
    private var isLeaving: Bool { end != nil || wantsSuspension }

    private func fireTimers(_ client: some LoopClient) {
        // A timeout of the decoder comes after the events that are pending.
        if typedAhead.isEmpty, let due = decoderDeadline.due, due <= .now {
            decoderDeadline = DecoderDeadline()
            for event in decoder.timeout() { deliver(.input(event), to: client) }
        }
        if let due = resize.due, due <= .now {
            resize = ResizeSettling()
            // Redraws even if the size is unchanged. A window that was small for a moment has lost
            // content.
            if !screen.adoptSize() { screen.redraw() }
            deliver(.resized(screen.size), to: client)
        }
        if let due = client.nextDeadline, due != firedDeadline, due <= .now {
            firedDeadline = due
            deliver(.deadline, to: client)
        }
    }
}
