/// Signal handling of the event loop.
extension EventLoop {
    /// Handles the signals received since the last round.
    func handleSignals(_ client: some LoopClient) {
        let signals = screen.processGuard.takePending().union(pending)
        pending = []
        if signals.contains(.hangUp) { stop(.hungUp) }
        if signals.contains(.terminate) { stop(.terminated) }
        if signals.contains(.interrupt) { deliver(.interrupted, to: client) }
        if signals.contains(.resize) { resize.note(.now) }
        if signals.contains(.stop) { suspend() }
        if signals.contains(.resume) {
            // The process was continued after SIGSTOP, which cannot be caught. A shell may have
            // used the terminal.
            screen.enterAgain()
            resize.note(.now)
            deliver(.resumed, to: client)
        }
    }

    /// Returns true if a signal is pending, which the next round handles before any key.
    func hasSignal() -> Bool {
        pending.formUnion(screen.processGuard.takePending())
        guard !pending.isEmpty else { return false }
        TerminalActor.shared.executor.wake()
        return true
    }

    /// Gives the terminal to the shell, and takes it back when the process is continued.
    func lendTerminal(_ client: some LoopClient) {
        wantsSuspension = false
        // Keys typed before the suspension are not meant for the user who returns.
        typedAhead.drop()
        deliver(.suspending, to: client)
        screen.suspend()
        // Resuming raises signals too, which are already handled here.
        pending.formUnion(screen.processGuard.takePending())
        pending.subtract([.resume, .stop])
        if !pending.isEmpty { TerminalActor.shared.executor.wake() }
        resize.note(.now)
        deliver(.resumed, to: client)
    }
}
