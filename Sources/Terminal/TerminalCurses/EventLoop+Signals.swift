/// What the loop does about signals.
extension EventLoop {
    /// Takes the signals since the last round.
    func takeSignals(_ client: some LoopClient) {
        let signals = screen.processGuard.takePending().union(pending)
        pending = []
        if signals.contains(.hangUp) { stop(.hungUp) }
        if signals.contains(.terminate) { stop(.terminated) }
        if signals.contains(.interrupt) { deliver(.interrupted, to: client) }
        if signals.contains(.resize) { resize.note(.now) }
        if signals.contains(.stop) { suspend() }
        if signals.contains(.resume) {
            // Continued after a stop that no process can catch: a shell may have had the terminal.
            screen.enterAgain()
            resize.note(.now)
            deliver(.resumed, to: client)
        }
    }

    /// True if a signal waits, which goes before keys; the next round takes it.
    func hasSignal() -> Bool {
        pending.formUnion(screen.processGuard.takePending())
        guard !pending.isEmpty else { return false }
        TerminalActor.shared.executor.wake()
        return true
    }

    /// Lends the terminal to the shell, and takes it again when the process is continued.
    func lendTerminal(_ client: some LoopClient) {
        wantsSuspension = false
        // They were not meant for whoever comes back.
        typedAhead.drop()
        deliver(.suspending, to: client)
        screen.suspend()
        // Being continued is a signal too, but not one that nobody has seen to.
        pending.formUnion(screen.processGuard.takePending())
        pending.subtract([.resume, .stop])
        if !pending.isEmpty { TerminalActor.shared.executor.wake() }
        resize.note(.now)
        deliver(.resumed, to: client)
    }
}
