/// Parts of one session that need the bank.
final class OnlineSession {
    let begun: BegunSession
    let line: SessionLine
    let loop: SyncLoop
    let sender: OutboxSender
    let evidence: EvidenceSender
    let prior: PriorSessions

    init(
        _ context: SessionContext,
        _ lease: SessionLease,
        _ health: RecordHealth,
        _ begun: BegunSession,
        _ tokens: HeldTokens
    ) {
        self.begun = begun
        line = SessionLine(context, lease, tokens)
        let inbox = InboxCheck(context, line)
        let mender = RecordMender(context, line, health)
        let comparer = RecordComparer(context, line, health, mender)
        loop = SyncLoop(context, line, lease, health, mender, comparer)
        sender = OutboxSender(context, line, inbox)
        evidence = EvidenceSender(context, line, inbox)
        prior = PriorSessions(context, line, begun.notes, left: begun.left)
    }

    /// Renews the tokens if it is time; otherwise has the bank end what was left open here, and waits.
    func renewTurn() async {
        var milliseconds = line.renewalMilliseconds
        guard milliseconds > 0 else { return await line.renewAhead() }
        if !prior.isEmpty {
            guard let pause = await prior.endAll() else { return }
            milliseconds = min(milliseconds, pause)
        }
        _ = await line.signals.renewal.isQuiet(forMilliseconds: milliseconds, by: line.clock)
    }
}
