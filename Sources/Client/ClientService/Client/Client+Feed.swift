import CoreVocabulary
import SyncCore
import WireProtocol

extension Client {
    /// Asks the bank for news now.
    public func refresh() async {
        nextRepairAt = nil
        advance(.refreshAsked)
        feedSignal.raise()
        outboxSignal.raise()
    }

    /// Passes an event to the state machine, notifies the listener, and stores the next work.
    func advance(_ event: SyncMachine.Event) {
        let wasUp = machine.link.isUp
        let confirmedBefore = machine.freshnessRule.confirmedAt
        let effects = machine.handle(event, at: clock.boottime(), random: randomBits())
        for effect in effects {
            switch effect {
            case .work(let work): nextWork = work
            case .announce: isStatusStale = true
            }
        }
        if machine.cursor != nil { isDiscarded = false }
        switch event {
        // Another record is open, and is read as such.
        case .sessionStarted, .openedOffline: break
        default: noteConfirmation(since: confirmedBefore)
        }
        noteContact()
        if !machine.isStreaming { stream = nil }
        if machine.link.isUp, !wasUp {
            // Whatever was the matter is over, and explains no later failure.
            lineCause = nil
            outboxSignal.raise()
        }
        if evidence.note(machine) { evidenceSignal.raise() }
    }

    /// Notifies the listener of earlier figures: after the bank's clock was set back, a screen
    /// would go on showing a time that is still to come.
    private func noteConfirmation(since confirmedBefore: Instant) {
        guard machine.freshnessRule.confirmedAt < confirmedBefore else { return }
        isStatusStale = true
        emit(.recordsChanged)
    }

    /// Notifies the listener of a contact in another minute than the last one: a screen shows the
    /// time of the bank's last answer.
    ///
    /// While a batch is written it waits: told now, the record would be told to lag behind as well.
    private func noteContact() {
        guard machine.link.isUp, machine.phase != .applying, let contact = lastContact else {
            return
        }
        let minute = contact.secondsSinceEpoch / 60
        if let toldContactMinute, minute != toldContactMinute { isStatusStale = true }
        toldContactMinute = minute
    }

    /// Carries out the state machine's work until the task is cancelled.
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

    /// Carries out one piece of work; returns false if there is none.
    func stepFeed() async -> Bool {
        // Lowered before looking for work: what comes in from here on interrupts it.
        feedSignal.lower()
        guard let session, session.online != nil, let work = nextWork else { return false }
        nextWork = nil
        guard let event = await event(after: work, session), isCurrent(session.number) else {
            return true
        }
        advance(event)
        switch event {
        // What an earlier session found, or the opening of the file, waits for the bank as well: when
        // there is no news it is neither applied nor paged.
        case .begun, .applied, .pageApplied: await repairIfDue()
        // What the line cut short goes on at the next sign of life.
        case .compared, .heartbeatArrived, .checkpointArrived, .streamOpened:
            if !faults.waiting.isEmpty { await repairIfDue() }
        default: break
        }
        return true
    }

    private func event(
        after work: SyncMachine.Work,
        _ session: Session
    ) async -> SyncMachine.Event? {
        switch work {
        case .begin(let cursor): await begin(from: cursor, session)
        case .request(let cursor, let wait):
            await request(after: cursor, waitMilliseconds: wait, session)
        case .apply: await applyPending(session)
        case .startOver: await startOver(session)
        case .page(let place): await requestPage(place, session)
        case .applyPage: await applyPendingPage(session)
        case .compare(let cursor): await compare(at: cursor, session)
        case .openStream(let cursor): await openStream(after: cursor, session)
        case .listen: await listen(session)
        case .pause(let milliseconds): await pause(milliseconds)
        }
    }

    private func request(
        after cursor: Cursor?,
        waitMilliseconds: Int64,
        _ session: Session
    ) async -> SyncMachine.Event? {
        let request = FeedRequest(
            cursor: cursor,
            limit: machine.pageSize.changeCount,
            waitMilliseconds: waitMilliseconds
        )
        let askedAt = clock.boottime()
        let exchange = await ask(
            .feed(request),
            session,
            limitMilliseconds: settings.replyLimitMilliseconds + waitMilliseconds,
            unless: feedSignal
        )
        switch exchange {
        case .reply(.feed(let reply)):
            if isCurrent(session.number) {
                noteBankTime(reply.serverTime, askedAt: askedAt)
            }
            guard isCurrent(session.number) else { return nil }
            hear(reply.batch.head, session)
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
        case .interrupted:
            // Whoever interrupted has left other work; if not, the same is asked again.
            return nextWork == nil ? .refreshAsked : nil
        case .reply, .notSent, .noReply:
            return await failure(of: exchange, session)
        }
    }

    /// Records the bank's time from an answer.
    func noteBankTime(_ serverTime: Instant, askedAt: Instant) {
        let heardAt = clock.boottime()
        let offset = BankClockOffset(askedAt: askedAt, heardAt: heardAt, serverTime: serverTime)
        bankClock = offset
        session?.reckoning.hear(serverTime, askedAt: askedAt, atBoottime: heardAt)
        // Counted by what was reckoned before, the last answer may seem to be still to come.
        if let now = session?.bankTime(atBoottime: heardAt) {
            answeredAt = answeredAt.map { min($0, now) }
        }
        comparedAt = comparedAt.map(offset.told)
        let confirmedBefore = machine.freshnessRule.confirmedAt
        let times = [machine.link.lastContact, confirmedBefore].compactMap { $0 }
        guard times.contains(where: { offset.told($0) != $0 }) else { return }
        machine.noteSetBack(to: serverTime)
        isStatusStale = true
        noteConfirmation(since: confirmedBefore)
        // The feed may wait for a word of its stream; the watch tells of it meanwhile.
        watchSignal.raise()
    }

    /// Records the reason of a failed exchange, and returns the event for the state machine.
    ///
    /// - Returns: What it means for the feed; nil if the session is over.
    func failure(of exchange: Exchange, _ session: Session) async -> SyncMachine.Event? {
        // A late answer explains nothing about the line of the next session.
        guard isCurrent(session.number) else { return nil }
        switch exchange {
        case .reply(.problem(let problem)):
            switch problem.code {
            case .sessionEnded:
                await endSessionByBank(session.number)
                return nil
            case .wipe:
                await wipe(nonce: problem.wipeNonce ?? [], session.number)
                return nil
            case .cursorInvalid:
                return .cursorRefused
            case .signInRefused, .tooManyTries, .tokenExpired, .terminalUnknown, .notFound,
                .upgradeNeeded, .slowDown, .notAllowed, .malformed, .busy, .internalFailure:
                noteCause(LinkCause(problem.code))
                return .requestFailed(retryAfterMilliseconds: problem.pauseSeconds * 1_000)
            }
        case .notSent(let cause):
            noteCause(cause)
        case .noReply(let cause):
            noteCause(cause)
            return .requestFailed(retryAfterMilliseconds: 0, isTimedOut: cause == .timedOut)
        case .interrupted:
            // Only the question for news is interrupted, and it goes on by itself: nothing is the
            // matter with the line.
            break
        case .reply:
            noteCause(.answerUnreadable)
        }
        return .requestFailed(retryAfterMilliseconds: 0)
    }

    /// Stores the cause of a link failure, and notifies the listener if it changed.
    func noteCause(_ cause: LinkCause) {
        if cause != lineCause { isStatusStale = true }
        lineCause = cause
    }

    private func pause(_ milliseconds: Int64) async -> SyncMachine.Event? {
        let isOver = await feedSignal.isQuiet(forMilliseconds: milliseconds, by: clock)
        return isOver || nextWork == nil ? .pauseEnded : nil
    }

    private func applyPending(_ session: Session) async -> SyncMachine.Event? {
        guard let pending = pendingBatch else { return .applyFailed }
        pendingBatch = nil
        let batch = pending.batch
        return await writing(session) {
            try await takeDecisions(of: batch.changes, session)
            let records = session.records
            let (after, time) = (pending.after, pending.serverTime)
            // Nothing changed, so nothing is written: an idle console leaves the disk alone. But
            // the record may have been set back while the answer was on its way.
            if batch.changes.isEmpty, batch.cursor == after,
                try await records.state().cursor == after
            {
                return .applied(cursor: after, confirmedAt: .epoch)
            }
            let result =
                pending.isStreamed
                ? try await records.applyStreamed(batch, after: after, serverTime: time)
                : try await records.apply(batch, after: after, serverTime: time)
            guard isCurrent(session.number) else { return nil }
            await noteEpoch(of: batch.cursor, provedBy: batch.changes, session)
            guard isCurrent(session.number) else { return nil }
            tell(of: result, hasChanges: !batch.changes.isEmpty)
            return .applied(cursor: result.state.cursor, confirmedAt: result.state.confirmedAt)
        }
    }

    /// Runs a write to the record, and returns its failure as an event.
    func writing(
        _ session: Session,
        _ body: () async throws -> SyncMachine.Event?
    ) async -> SyncMachine.Event? {
        do {
            return try await body()
        } catch is StreamGap {
            return .batchDisordered
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

    /// Notifies the state machine and the listener of the changes of a batch or a page.
    func tell(of result: ApplyResult, hasChanges: Bool) {
        let wasInDoubt = machine.freshnessRule.hasUnverifiedAccount
        let isInDoubt = !result.state.doubts.isEmpty
        advance(.doubtChanged(hasUnverifiedAccount: isInDoubt))
        if hasChanges || isInDoubt != wasInDoubt { emit(.recordsChanged) }
    }

    /// Moves decisions to the outbox before the cursor passes them, so that none is lost between
    /// the two files.
    func takeDecisions(of changes: [FeedChange], _ session: Session) async throws {
        var hasChanged = false
        for case .decision(let decision) in changes {
            let change = try await session.outbox.apply(.wasDecided(decision), to: decision.key)
            if change != nil { hasChanged = true }
        }
        if hasChanged { emit(.outboxChanged) }
    }

    private func startOver(_ session: Session) async -> SyncMachine.Event? {
        do {
            try await session.records.beginRepair()
            emit(.recordsChanged)
            return .applied(cursor: nil, confirmedAt: .epoch)
        } catch {
            return .applyFailed
        }
    }
}
