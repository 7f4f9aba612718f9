import CoreVocabulary
import SyncCore
import WireProtocol

/// Synchronisation of one session: it does the work that the machine asks for.
final class SyncLoop: SessionPart {
    /// A batch that waits to be applied, and the cursor that it was requested with.
    struct PendingBatch {
        let batch: FeedBatch
        let after: Cursor?
        let serverTime: Instant
        var isStreamed = false
    }

    /// A page that waits to be applied, and its place in the snapshot.
    struct PendingPage {
        let page: SnapshotReply
        let place: SnapshotPosition
    }

    let context: SessionContext
    let line: SessionLine
    let lease: SessionLease
    let health: RecordHealth
    let mender: RecordMender
    let comparer: RecordComparer
    var pendingBatch: PendingBatch?
    var pendingPage: PendingPage?
    var snapshotProgress = SyncProgress(done: 0, total: 0)

    init(
        _ context: SessionContext,
        _ line: SessionLine,
        _ lease: SessionLease,
        _ health: RecordHealth,
        _ mender: RecordMender,
        _ comparer: RecordComparer
    ) {
        self.context = context
        self.line = line
        self.lease = lease
        self.health = health
        self.mender = mender
        self.comparer = comparer
    }

    /// Does one piece of work; returns false if there is none.
    func step() async -> Bool {
        guard let work = sync.nextWork else { return false }
        sync.nextWork = nil
        guard let event = await event(after: work), !context.gate.isClosed else { return true }
        advance(event)
        switch event {
        // What an earlier session found, or the opening of the file, waits for the bank as well: when
        // there is no news it is neither applied nor paged.
        case .begun, .applied, .pageApplied: await mender.repairIfDue()
        // What the line cut short goes on at the next sign of life.
        case .compared, .heartbeatArrived, .checkpointArrived, .streamOpened:
            if !health.faults.waiting.isEmpty { await mender.repairIfDue() }
        default: break
        }
        return true
    }

    private func event(after work: SyncWork) async -> SyncEvent? {
        switch work {
        case .begin(let cursor): await begin(from: cursor)
        case .request(let cursor, let wait):
            await request(after: cursor, waitMilliseconds: wait)
        case .apply: await applyPending()
        case .startOver: await startOver()
        case .page(let place): await requestPage(place)
        case .applyPage: await applyPendingPage()
        case .compare(let cursor): await comparer.compare(at: cursor)
        case .openStream(let cursor): await openStream(after: cursor)
        case .listen: await listen()
        case .pause(let milliseconds): await pause(milliseconds)
        }
    }

    private func request(
        after cursor: Cursor?,
        waitMilliseconds: Int64
    ) async -> SyncEvent? {
        let request = FeedRequest(
            cursor: cursor,
            limit: machine.pageSize.changeCount,
            waitMilliseconds: waitMilliseconds
        )
        let askedAt = clock.boottime()
        let exchange = await line.ask(
            .feed(request),
            limitMilliseconds: settings.replyLimitMilliseconds + waitMilliseconds,
            unless: signals.feed
        )
        switch exchange {
        case .reply(.feed(let reply)):
            sync.noteBankTime(reply.serverTime, askedAt: askedAt)
            context.hear(reply.batch.head)
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
            return sync.nextWork == nil ? .refreshAsked : nil
        case .reply, .notSent, .noReply:
            return await line.failure(of: exchange)
        }
    }

    private func pause(_ milliseconds: Int64) async -> SyncEvent? {
        let isOver = await signals.feed.isQuiet(forMilliseconds: milliseconds, by: clock)
        return isOver || sync.nextWork == nil ? .pauseEnded : nil
    }

    private func applyPending() async -> SyncEvent? {
        guard let pending = pendingBatch else { return .applyFailed }
        pendingBatch = nil
        let batch = pending.batch
        return await health.writing {
            try await applyDecisions(of: batch.changes)
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
            await context.noteEpoch(of: batch.cursor, provedBy: batch.changes)
            tell(of: result, hasChanges: !batch.changes.isEmpty)
            return .applied(cursor: result.state.cursor, confirmedAt: result.state.confirmedAt)
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
    func applyDecisions(of changes: [FeedChange]) async throws {
        var hasChanged = false
        for case .decision(let decision) in changes {
            let change = try await outbox.apply(.wasDecided(decision), to: decision.key)
            if change != nil { hasChanged = true }
        }
        if hasChanged { emit(.outboxChanged) }
    }

    private func startOver() async -> SyncEvent? {
        do {
            try await records.beginRepair()
            emit(.recordsChanged)
            return .applied(cursor: nil, confirmedAt: .epoch)
        } catch {
            return .applyFailed
        }
    }
}
