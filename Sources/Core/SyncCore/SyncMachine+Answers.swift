import CoreVocabulary

// Handlers for the bank's answers, one per kind.
extension SyncMachine {
    /// Returns the plan that this console follows when the bank answers with `plan`.
    ///
    /// If the head's epoch is lower than one this console has seen, the books are an older copy
    /// that was put back, whatever the bank says: such a bank cannot know it. The plan is then
    /// ``SyncPlan/rolledBack``. ``SyncPlan/upgrade`` stays.
    package func judged(_ plan: SyncPlan, head: Cursor?) -> SyncPlan {
        guard let head, head.epoch < seenEpoch, plan != .upgrade else { return plan }
        return .rolledBack
    }

    /// True if a cursor has the record's epoch.
    ///
    /// For a record without a cursor any epoch counts that is not lower than the highest one this
    /// console has seen.
    private func isOfThisLife(_ place: Cursor) -> Bool {
        cursor.map { place.epoch == $0.epoch } ?? (place.epoch >= seenEpoch)
    }

    mutating func begun(
        _ asked: SyncPlan,
        _ head: Cursor?,
        _ serverTime: Instant?,
        _ moment: Moment
    ) -> SyncWork {
        let plan = judged(asked, head: head)
        link = SyncLinkState(isUp: true, lastContact: serverTime ?? link.lastContact)
        self.head = head ?? self.head
        if notice != .booksReplaced { notice = nil }
        switch plan {
        case .rolledBack, .upgrade:
            notice = plan == .rolledBack ? .rolledBack : .upgradeNeeded
            if plan == .rolledBack { freshnessRule.isRecordInDoubt = true }
            progress = nil
            phase = .pausing
            return .pause(milliseconds: Self.haltMilliseconds)
        case .epochChanged:
            mustBegin = false
            return startOver()
        case .delta, .snapshot:
            mustBegin = false
            snapshot = plan == .delta ? nil : .some(snapshot.flatMap { $0 })
            if let head, let serverTime {
                freshnessRule.noteAnswer(askedAt: askedAt, serverTime: serverTime, head: head)
            }
            updateProgress()
            return next(moment)
        }
    }

    mutating func startOver() -> SyncWork {
        notice = .booksReplaced
        freshnessRule.isRecordInDoubt = true
        forgetComparison()
        isStreaming = false
        snapshot = nil
        phase = .applying
        return .startOver
    }

    mutating func reply(
        _ replied: Cursor,
        _ head: Cursor,
        _ serverTime: Instant,
        _ moment: Moment
    ) -> SyncWork {
        link = SyncLinkState(isUp: true, lastContact: serverTime)
        guard head.hasReached(replied) else { return pause(moment) }
        guard replied.epoch >= seenEpoch else { return beginAgain(afterPause: true, moment) }
        if let cursor, cursor.epoch != replied.epoch { return startOver() }
        // The bank is behind the record: it is asked whether it knows that it lost something.
        guard replied.feedSequence >= cursor?.feedSequence ?? 0 else {
            return beginAgain(afterPause: true, moment)
        }
        self.head = head
        freshnessRule.noteAnswer(askedAt: askedAt, serverTime: serverTime, head: head)
        guard replied == head || moves(to: replied) else {
            // There is more, but the batch brings none of it. The pause keeps such a bank from
            // being asked in an endless loop.
            updateProgress()
            return pause(moment)
        }
        // Only a batch cut off by its size limit says how fast the line is.
        if replied != head { notePageArrival(moment) }
        // A single batch that reaches the head is applied before anybody could read its progress.
        if replied != head { updateProgress() }
        phase = .applying
        return .apply
    }

    /// True if a batch ending at this cursor advances the record.
    private func moves(to place: Cursor) -> Bool {
        cursor.map { place.feedSequence > $0.feedSequence } ?? true
    }

    mutating func compared(_ comparison: SyncComparison, _ moment: Moment) -> SyncWork {
        backoff.succeed()
        applyFailureCount = 0
        // The record was set back meanwhile, so the comparison was of an older state.
        if wantsNews { return next(moment) }
        switch comparison {
        case .agrees(let serverTime):
            let latest = max(serverTime, link.lastContact ?? serverTime)
            link = SyncLinkState(isUp: true, lastContact: latest)
            noteAgreement(moment.now)
        case .repaired:
            forgetComparison()
            return pause(moment)
        case .postponed:
            // The pause keeps a bank that always answers so from being asked in an endless loop.
            wantsNews = true
            return pause(moment)
        case .differs:
            // Nothing is live until both sides agree. The next comparison is made when it is due.
            freshnessRule.isCompared = false
            nextCompareAt = moment.now.adding(seconds: Self.comparePauseSeconds)
        }
        return next(moment)
    }

    mutating func noteAgreement(_ now: Instant) {
        freshnessRule.isCompared = true
        freshnessRule.isRecordInDoubt = false
        notice = nil
        nextCompareAt = now.adding(seconds: Self.comparePauseSeconds)
        // The agreement also confirms the heads that were reached meanwhile.
        freshnessRule.noteCursor(cursor)
    }

    mutating func heard(_ event: SyncEvent, _ moment: Moment) -> SyncWork? {
        if streamHealth.isFlooded(by: event, at: moment.now) { return leaveStreams(moment) }
        switch event {
        case .deltaArrived(let cursor, let head):
            guard isOfThisLife(cursor) else { return beginAgain(afterPause: false, moment) }
            guard cursor.feedSequence > self.cursor?.feedSequence ?? -1, head.hasReached(cursor)
            else { return missOne(moment) }
            link.isUp = true
            self.head = head
            streamHealth.noteChanges()
            freshnessRule.noteHead(head)
            phase = .applying
            return .apply
        case .checkpointArrived(let cursor, let head, let agrees, let serverTime, let sentAt):
            return checkpoint(cursor, head, agrees, serverTime, sentAt, moment)
        case .heartbeatArrived(let head, let serverTime, let sentAt, let life):
            // No bank claims a longer lifetime than the protocol allows.
            guard (0...FreshnessRule.heartbeatLimitSeconds * 1_000).contains(life) else {
                return leaveStreams(moment)
            }
            guard isOfThisLife(head) else { return beginAgain(afterPause: false, moment) }
            guard head.feedSequence >= cursor?.feedSequence ?? 0 else {
                return beginAgain(afterPause: true, moment)
            }
            note(head, serverTime, sentAt, lifeMilliseconds: life)
            return streamHealth.noteHeartbeat(isAtHead: freshnessRule.isAtHead)
                ? disorder(moment) : next(moment)
        case .booksReplaced: return beginAgain(afterPause: false, moment)
        case .upgradeAsked: return beginAgain(afterPause: true, moment)
        default: return nil
        }
    }

    mutating func checkpoint(
        _ cursor: Cursor,
        _ head: Cursor,
        _ agrees: Bool?,
        _ serverTime: Instant,
        _ sentAt: Instant,
        _ moment: Moment
    ) -> SyncWork {
        guard isOfThisLife(cursor), cursor.epoch == head.epoch else {
            return beginAgain(afterPause: false, moment)
        }
        let held = self.cursor?.feedSequence ?? 0
        // A checkpoint that differs where changes may be missing says only that they are missing.
        guard cursor.feedSequence >= held, agrees != false || cursor.feedSequence == held else {
            return disorder(moment)
        }
        note(head, serverTime, sentAt)
        streamHealth.noteEvent()
        if agrees == true { noteAgreement(moment.now) }
        if agrees == false { forgetComparison() }
        guard cursor.feedSequence > held else { return next(moment) }
        // The changes up to there were not for this user, so no figure is in doubt while the cursor
        // is stored.
        freshnessRule.noteNothing(upTo: cursor)
        phase = .applying
        return .apply
    }

    mutating func note(
        _ head: Cursor,
        _ serverTime: Instant,
        _ sentAt: Instant,
        lifeMilliseconds: Int64 = FreshnessRule.heartbeatLimitSeconds * 1_000
    ) {
        link = SyncLinkState(isUp: true, lastContact: serverTime)
        self.head = head
        freshnessRule.noteReply(
            askedAt: sentAt,
            serverTime: serverTime,
            head: head,
            lifeMilliseconds: lifeMilliseconds
        )
    }

    mutating func notePageArrival(_ moment: Moment) {
        pageSize.noteArrival(after: moment.now - askedAt)
    }

    /// Handles a stream event that does not follow the record; leaves the stream after too many.
    mutating func missOne(_ moment: Moment) -> SyncWork {
        streamHealth.isFlooded(by: .batchDisordered, at: moment.now)
            ? leaveStreams(moment) : disorder(moment)
    }

    /// Handles a lost or repeated stream event: the machine requests what follows the record.
    mutating func disorder(_ moment: Moment) -> SyncWork {
        isStreaming = false
        wantsNews = true
        return next(moment)
    }

    /// Leaves a stream that behaves as no bank's does, for the same pause as after several failures.
    mutating func leaveStreams(_ moment: Moment) -> SyncWork {
        streamHealth.rest(from: moment.now)
        return disorder(moment)
    }

    mutating func move(to cursor: Cursor?) {
        self.cursor = cursor
        freshnessRule.noteCursor(cursor)
        updateProgress()
    }

    mutating func updateProgress() {
        guard let head, !freshnessRule.isAtHead, head.feedSequence <= Self.countLimit else {
            progress = nil
            return
        }
        let done = cursor.flatMap { $0.epoch == head.epoch ? $0.feedSequence : nil } ?? 0
        progress = SyncProgress(done: done, total: head.feedSequence)
    }
}
