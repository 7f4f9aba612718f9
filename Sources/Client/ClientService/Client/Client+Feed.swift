import CoreVocabulary
import SyncCore
import WireProtocol

extension Client {
    /// Asks the bank for news now.
    public func refresh() async {
        nextRepairAt = nil
        await repairIfDue()
        advance(.refreshAsked)
        feedSignal.raise()
        outboxSignal.raise()
    }

    /// Hands an event to the machine, tells the listener, and keeps what is to be done next.
    func advance(_ event: SyncMachine.Event) {
        let wasUp = machine.link.isUp
        let effects = machine.handle(event, at: clock.boottime(), random: randomBits())
        for effect in effects {
            switch effect {
            case .work(let work): nextWork = work
            case .announce: isStatusStale = true
            }
        }
        if machine.link.isUp, !wasUp { outboxSignal.raise() }
    }

    /// Does the machine's work until the task is cancelled.
    func runFeed() async {
        while !Task.isCancelled {
            if isStatusStale {
                isStatusStale = false
                await emitStatus()
            }
            guard await stepFeed() else {
                await feedSignal.wait()
                continue
            }
        }
    }

    /// Does one piece of work; false when there is none.
    func stepFeed() async -> Bool {
        // Lowered before looking for work: what comes in from here on interrupts it.
        feedSignal.lower()
        guard let session, let work = nextWork else { return false }
        nextWork = nil
        let event: SyncMachine.Event?
        switch work {
        case .request(let cursor, let wait):
            event = await request(after: cursor, waitMilliseconds: wait, session)
        case .apply:
            event = await applyPending(session)
        case .startOver:
            event = await startOver(session)
        case .pause(let milliseconds):
            event = await pause(milliseconds)
        }
        guard let event, isCurrent(session.number) else { return true }
        advance(event)
        if case .applied = event { await repairIfDue() }
        return true
    }

    private func request(
        after cursor: Cursor?,
        waitMilliseconds: Int64,
        _ session: Session
    ) async -> SyncMachine.Event? {
        let request = FeedRequest(
            cursor: cursor,
            limit: FeedBatch.changeLimit,
            waitMilliseconds: waitMilliseconds
        )
        let exchange = await Exchange.run(
            RequestEnvelope(token: session.token, request: .feed(request)),
            over: link,
            clock: clock,
            limitMilliseconds: settings.replyLimitMilliseconds + waitMilliseconds,
            unless: feedSignal
        )
        switch exchange {
        case .reply(.feed(let reply)):
            pendingBatch = PendingBatch(
                batch: reply.batch,
                after: cursor,
                serverTime: reply.serverTime
            )
            return .replyArrived(
                cursor: reply.batch.cursor,
                head: reply.batch.head,
                serverTime: reply.serverTime
            )
        case .reply(.problem(let problem)):
            if problem.code == .sessionEnded {
                await endSessionByBank(session.number)
                return nil
            }
            let seconds = max(0, problem.retryAfterSeconds ?? 0)
            return .requestFailed(retryAfterMilliseconds: min(seconds, 3_600) * 1_000)
        case .interrupted:
            // Whoever interrupted has left other work; if not, the same is asked again.
            if nextWork == nil { return .refreshAsked }
            return nil
        case .reply, .notSent, .noReply:
            return .requestFailed(retryAfterMilliseconds: 0)
        }
    }

    private func pause(_ milliseconds: Int64) async -> SyncMachine.Event? {
        let isOver = await feedSignal.isQuiet(forMilliseconds: milliseconds, by: clock)
        return isOver || nextWork == nil ? .pauseEnded : nil
    }

    private func applyPending(_ session: Session) async -> SyncMachine.Event? {
        guard let pending = pendingBatch else { return .applyFailed }
        pendingBatch = nil
        do {
            try await takeDecisions(of: pending.batch, session)
            if pending.batch.changes.isEmpty, pending.batch.cursor == pending.after {
                // Nothing changed, so nothing is written: an idle console leaves the disk alone.
                return .applied(cursor: pending.after, confirmedAt: .epoch)
            }
            let result = try await session.records.apply(
                pending.batch,
                after: pending.after,
                serverTime: pending.serverTime
            )
            guard isCurrent(session.number) else { return nil }
            let wasInDoubt = machine.freshnessRule.hasUnverifiedAccount
            let isInDoubt = !result.state.doubts.isEmpty
            advance(.doubtChanged(hasUnverifiedAccount: isInDoubt))
            if !pending.batch.changes.isEmpty || isInDoubt != wasInDoubt { emit(.recordsChanged) }
            return .applied(cursor: result.state.cursor, confirmedAt: result.state.confirmedAt)
        } catch let fault as ChainFault {
            await noteFault(fault, session)
            return .applyFailed
        } catch RecordStoreError.damaged {
            await noteDamage(session)
            return .applyFailed
        } catch {
            // Full, closed or cancelled: the record stands where it stood.
            return .applyFailed
        }
    }

    /// Decisions go to the outbox before the cursor moves past them, so that none is lost between
    /// the two files.
    private func takeDecisions(of batch: FeedBatch, _ session: Session) async throws {
        var hasChanged = false
        for case .decision(let decision) in batch.changes {
            let change = try await session.outbox.apply(.wasDecided(decision), to: decision.key)
            if change != nil { hasChanged = true }
        }
        if hasChanged { emit(.outboxChanged) }
    }

    private func startOver(_ session: Session) async -> SyncMachine.Event? {
        do {
            try await session.records.beginRepair()
            return .applied(cursor: nil, confirmedAt: .epoch)
        } catch {
            return .applyFailed
        }
    }
}
