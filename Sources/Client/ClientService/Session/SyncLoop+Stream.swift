import CoreVocabulary
import SyncCore
import WireProtocol

extension SyncLoop {
    /// Maximum silence of a stream before it counts as dead, in milliseconds: a heartbeat's life, and a
    /// little for the way.
    static let silenceLimitMilliseconds = FreshnessRule.heartbeatLimitSeconds * 1_000 + 5_000

    /// Opens a stream after the record's cursor.
    func openStream(after cursor: Cursor?) async -> SyncEvent? {
        let opening = await context.gate.openStream(token: line.tokens.access, after: cursor)
        switch opening {
        case .opened(let stream):
            sync.stream = stream
            return .streamOpened
        case .unavailable:
            return .streamUnavailable
        case .failed(let cause):
            sync.noteCause(cause)
            return .requestFailed(retryAfterMilliseconds: 0)
        case .interrupted:
            return sync.nextWork == nil ? .refreshAsked : nil
        }
    }

    /// Waits for the stream's next event.
    func listen() async -> SyncEvent? {
        guard let stream = sync.stream else { return .streamEnded(inOrder: false) }
        let step: StreamStep = await Race.run(
            limitMilliseconds: Self.silenceLimitMilliseconds,
            by: clock,
            timedOut: .ended(.timedOut),
            unless: signals.feed,
            interrupted: .interrupted
        ) { await StreamStep.next(of: stream) }
        switch step {
        case .event(let event):
            return await receive(event)
        case .ended(let cause):
            sync.noteCause(cause)
            return .streamEnded(inOrder: false)
        case .interrupted:
            // Whoever stops waiting for a stream closes it; what is held is where it goes on.
            return sync.nextWork == nil ? .streamEnded(inOrder: true) : nil
        }
    }

    private func receive(_ event: StreamEvent) async -> SyncEvent? {
        switch event {
        case .delta(let batch):
            guard isNext(batch.after) else { return .batchDisordered }
            pendingBatch = PendingBatch(
                batch: batch,
                after: machine.cursor,
                serverTime: machine.link.lastContact ?? .epoch,
                isStreamed: true
            )
            return .deltaArrived(cursor: batch.cursor, head: batch.head)
        case .checkpoint(let checkpoint):
            guard isNext(checkpoint.after), !isDoubtful(checkpoint.serverTime) else {
                return .batchDisordered
            }
            return await receive(checkpoint)
        case .heartbeat(let heartbeat):
            guard !isDoubtful(heartbeat.serverTime) else { return .batchDisordered }
            return .heartbeatArrived(
                head: heartbeat.head,
                serverTime: heartbeat.serverTime,
                sentAt: sendingTime(of: heartbeat.serverTime),
                lifeMilliseconds: heartbeat.lifeMilliseconds
            )
        case .control(.resume):
            return .streamEnded(inOrder: true)
        case .control(.epochChanged):
            return .booksReplaced
        case .control(.upgrade):
            return .upgradeAsked
        case .control(.sessionEnded):
            await context.gate.end(.endedByBank(isCertain: true))
            return nil
        case .control(.wipe(let nonce)):
            await context.gate.end(.wiped(nonce: nonce))
            return nil
        }
    }

    /// True if an event after a cursor is the next for this record; otherwise one was lost.
    private func isNext(_ after: Cursor?) -> Bool {
        guard let after else { return true }
        return after.epoch == machine.cursor?.epoch
            && after.feedSequence == machine.cursor?.feedSequence
    }

    private func receive(_ checkpoint: StreamCheckpoint) async -> SyncEvent? {
        // The place may be one that nothing of this user's lies before: it is moved to alone.
        pendingBatch = PendingBatch(
            batch: FeedBatch(changes: [], cursor: checkpoint.cursor, head: checkpoint.head),
            after: machine.cursor,
            serverTime: checkpoint.serverTime,
            isStreamed: true
        )
        var agrees: Bool?
        if let root = checkpoint.root {
            // A record that cannot be read now is compared when it can.
            agrees = (try? await comparer.trie()).map { $0.root == root }
        }
        // An agreement on less than the bank told of is none: it is asked about by itself.
        if agrees == true, (try? await mender.isShortOfTold()) ?? true { agrees = nil }
        if agrees == true { await comparer.noteAgreement(at: checkpoint.serverTime) }
        return .checkpointArrived(
            cursor: checkpoint.cursor,
            head: checkpoint.head,
            agrees: agrees,
            serverTime: checkpoint.serverTime,
            sentAt: sendingTime(of: checkpoint.serverTime)
        )
    }

    /// Returns true if the age of a stamp in the stream is uncertain.
    ///
    /// The bank's clock was set since the last answer, or the line holds the stream up; another
    /// question tells what such stamps are worth.
    private func isDoubtful(_ serverTime: Instant) -> Bool {
        sync.bankClock?.isDoubtful(naming: serverTime, by: clock.boottime()) ?? false
    }

    /// Returns the earliest time at which the bank can have sent a stamp, by the monotonic clock.
    private func sendingTime(of serverTime: Instant) -> Instant {
        let now = clock.boottime()
        return sync.bankClock?.sending(of: serverTime, by: now) ?? now
    }
}
