/// Signals that wake the loops of a client, one each.
struct LoopSignals: Sendable {
    /// Wakes the feed when its work changed.
    let feed = Signal()
    /// Wakes the outbox when a transfer can be sent.
    let outbox = Signal()
    /// Wakes the watch when a deadline changed.
    let watch = Signal()
    /// Wakes the renewal when the tokens changed.
    let renewal = Signal()
    /// Wakes the evidence loop when the bank may be told of findings.
    let evidence = Signal()

    /// Wakes every loop, because a session began or ended.
    func raiseAll() {
        renewal.raise()
        feed.raise()
        outbox.raise()
        watch.raise()
        evidence.raise()
    }
}
