import CoreVocabulary

// What the bank said, one kind of answer each.
extension SyncMachine {
    /// The plan that this console follows when the bank answers with one.
    ///
    /// Books of an epoch that lies before one this console has seen are an older copy that was put
    /// back, whatever the bank says: such a bank cannot know that. ``Plan/upgrade`` stays.
    public func judged(_ plan: Plan, head: Cursor?) -> Plan {
        guard let head, head.epoch < seenEpoch, plan != .upgrade else { return plan }
        return .rolledBack
    }

    /// True if a place is of the epoch that the record is in; for a record that is nowhere yet, of any
    /// that lies before none which this console has seen.
    private func isOfThisLife(_ place: Cursor) -> Bool {
        cursor.map { place.epoch == $0.epoch } ?? (place.epoch >= seenEpoch)
    }

    mutating func begun(
        _ asked: Plan,
        _ head: Cursor?,
        _ serverTime: Instant?,
        _ moment: Moment
    ) -> Work {
        let plan = judged(asked, head: head)
        link = Link(isUp: true, lastContact: serverTime ?? link.lastContact)
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

    mutating func startOver() -> Work {
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
    ) -> Work {
        link = Link(isUp: true, lastContact: serverTime)
        guard head.hasReached(replied) else { return pause(moment) }
        guard replied.epoch >= seenEpoch else { return beginAgain(afterPause: true, moment) }
        if let cursor, cursor.epoch != replied.epoch { return startOver() }
        // Behind what is held: the bank is asked whether it knows that it lost something.
        guard replied.feedSequence >= cursor?.feedSequence ?? 0 else {
            return beginAgain(afterPause: true, moment)
        }
        self.head = head
        freshnessRule.noteAnswer(askedAt: askedAt, serverTime: serverTime, head: head)
        guard replied == head || moves(to: replied) else {
            // There is more, and none of it is told: asked at once, such a bank is asked without end.
            updateProgress()
            return pause(moment)
        }
        // Only a batch that was cut off by its size limit tells how fast the line is.
        if replied != head { notePageArrival(moment) }
        // One batch that reaches the head is applied before anybody could read of its progress.
        if replied != head { updateProgress() }
        phase = .applying
        return .apply
    }

    /// True if a batch that ends there brings the record further.
    private func moves(to place: Cursor) -> Bool {
        cursor.map { place.feedSequence > $0.feedSequence } ?? true
    }

    mutating func compared(_ comparison: Comparison, _ moment: Moment) -> Work {
        backoff.succeed()
        applyFailureCount = 0
        // The record was set back meanwhile: what was compared is not what is held.
        if wantsNews { return next(moment) }
        switch comparison {
        case .agrees(let serverTime):
            link = Link(isUp: true, lastContact: max(serverTime, link.lastContact ?? serverTime))
            noteAgreement(moment.now)
        case .repaired:
            forgetComparison()
            return pause(moment)
        case .postponed:
            // After a pause: a bank that goes on saying so is not to be asked without end.
            wantsNews = true
            return pause(moment)
        case .differs:
            // Nothing is live before they agree; that is looked at again when it is due.
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
        // What was reached meanwhile is confirmed by it.
        freshnessRule.noteCursor(cursor)
    }

    mutating func heard(_ event: Event, _ moment: Moment) -> Work? {
        if isFlood(event, moment.now) { return leaveStreams(moment) }
        switch event {
        case .deltaArrived(let cursor, let head):
            guard isOfThisLife(cursor) else {
                return beginAgain(afterPause: false, moment)
            }
            guard cursor.feedSequence > self.cursor?.feedSequence ?? -1, head.hasReached(cursor)
            else { return missOne(moment) }
            link.isUp = true
            self.head = head
            // The checkpoint that follows does not count.
            idleWordCount = max(0, idleWordCount - 1)
            freshnessRule.noteHead(head)
            phase = .applying
            return .apply
        case .checkpointArrived(let cursor, let head, let agrees, let serverTime, let sentAt):
            return checkpoint(cursor, head, agrees, serverTime, sentAt, moment)
        case .heartbeatArrived(let head, let serverTime, let sentAt, let life):
            // No bank claims a longer life than the protocol has.
            guard (0...FreshnessRule.heartbeatLimitSeconds * 1_000).contains(life) else {
                return leaveStreams(moment)
            }
            guard isOfThisLife(head) else {
                return beginAgain(afterPause: false, moment)
            }
            guard head.feedSequence >= cursor?.feedSequence ?? 0 else {
                return beginAgain(afterPause: true, moment)
            }
            note(head, serverTime, sentAt, lifeMilliseconds: life)
            streamFailureCount = 0
            lagCount = freshnessRule.isAtHead ? 0 : lagCount + 1
            return lagCount > Self.lagLimit ? disorder(moment) : next(moment)
        case .booksReplaced:
            return beginAgain(afterPause: false, moment)
        case .upgradeAsked:
            return beginAgain(afterPause: true, moment)
        default:
            return nil
        }
    }

    mutating func checkpoint(
        _ cursor: Cursor,
        _ head: Cursor,
        _ agrees: Bool?,
        _ serverTime: Instant,
        _ sentAt: Instant,
        _ moment: Moment
    ) -> Work {
        guard isOfThisLife(cursor), cursor.epoch == head.epoch else {
            return beginAgain(afterPause: false, moment)
        }
        let held = self.cursor?.feedSequence ?? 0
        // One that differs where something may be missing says no more than that it is missing.
        guard cursor.feedSequence >= held, agrees != false || cursor.feedSequence == held else {
            return disorder(moment)
        }
        note(
            head,
            serverTime,
            sentAt,
            lifeMilliseconds: FreshnessRule.heartbeatLimitSeconds * 1_000
        )
        streamFailureCount = 0
        if agrees == true { noteAgreement(moment.now) }
        if agrees == false { forgetComparison() }
        guard cursor.feedSequence > held else { return next(moment) }
        // What happened up to there was not this user's: no figure is in doubt while that is written.
        freshnessRule.noteNothing(upTo: cursor)
        phase = .applying
        return .apply
    }

    mutating func note(
        _ head: Cursor,
        _ serverTime: Instant,
        _ sentAt: Instant,
        lifeMilliseconds: Int64
    ) {
        link = Link(isUp: true, lastContact: serverTime)
        self.head = head
        freshnessRule.noteReply(
            askedAt: sentAt,
            serverTime: serverTime,
            head: head,
            lifeMilliseconds: lifeMilliseconds
        )
    }

    mutating func notePageArrival(_ moment: Moment) {
        let nanoseconds =
            moment.now.nanosecondsSinceEpoch - askedAt.nanosecondsSinceEpoch
        pageSize.noteArrival(afterMilliseconds: nanoseconds / 1_000_000)
    }

    /// An event of the stream does not go on from the record; where more do than any line loses, the
    /// stream is left.
    mutating func missOne(_ moment: Moment) -> Work {
        isFlood(.batchDisordered, moment.now) ? leaveStreams(moment) : disorder(moment)
    }

    /// Something of the stream was lost or came twice: the record asks for what follows it.
    mutating func disorder(_ moment: Moment) -> Work {
        isStreaming = false
        wantsNews = true
        return next(moment)
    }

    /// Counts a word of the stream that brings no change; true if more come than any bank sends.
    mutating func isFlood(_ event: Event, _ now: Instant) -> Bool {
        switch event {
        case .heartbeatArrived, .checkpointArrived, .booksReplaced, .batchDisordered,
            .streamEnded(inOrder: true):
            break
        default: return false
        }
        let end = idleWordsSince?.adding(seconds: Self.idleWindowSeconds)
        if end.map({ $0 <= now }) ?? true {
            idleWordsSince = now
            idleWordCount = 0
        }
        idleWordCount += 1
        return idleWordCount > Self.idleWordLimit
    }

    /// Gives up a stream that is none of a bank's: news is asked for by requests, and a stream is tried
    /// again as late as after several that failed.
    mutating func leaveStreams(_ moment: Moment) -> Work {
        streamFailureCount = 0
        nextStreamAt = moment.now.adding(seconds: Self.streamPauseSeconds)
        return disorder(moment)
    }

    mutating func countStreamFailure(_ moment: Moment) {
        streamFailureCount += 1
        guard streamFailureCount >= Self.streamFailureLimit else { return }
        streamFailureCount = 0
        nextStreamAt = moment.now.adding(seconds: Self.streamPauseSeconds)
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
        let isSameLife = cursor?.epoch == head.epoch
        progress = Progress(
            done: isSameLife ? cursor?.feedSequence ?? 0 : 0,
            total: head.feedSequence
        )
    }
}
