package import CoreVocabulary
package import SyncCore

/// Updates of a record by what the bank sends, independent of their storage.
///
/// Every function is to run in its own transaction: rows, heads and cursor change together.
package enum RecordUpdate {
    /// Applies a batch to the rows.
    ///
    /// An account that the feed has put in doubt, or whose last entries were removed, takes no
    /// entries until a repair. The other accounts continue.
    package static func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant,
        isStreamed: Bool = false,
        to rows: inout some RecordRows
    ) throws -> ApplyResult {
        let before = try rows.state()
        guard before.cursor == expected else {
            return ApplyResult(isApplied: false, state: before, faults: [])
        }
        var work = BatchWork(before, serverTime)
        for change in batch.changes { try work.apply(change, to: &rows) }
        if isStreamed, work.faults.contains(where: { $0.reason == .sequenceGap }) {
            throw StreamGap()
        }
        try work.finish(&rows)
        var after = before
        after.cursor = batch.cursor
        after.snapshot = nil
        after.toldSequences = work.toldSequences
        if batch.reachesHead {
            let ended = work.endedAccesses
            if before.isRepairing {
                let epoch = batch.cursor.epoch
                try FeedRepair.finish(&rows, &after, ended, in: epoch, foundAt: serverTime)
            }
            // This comes last, so that accesses of another epoch that the repair has removed are
            // not included.
            try forget(before.isRepairing ? after.endedAccesses : ended, in: &rows)
            after.endedAccesses = []
        } else {
            after.endedAccesses = work.endedAccesses
        }
        // The latest answer decides, even if an earlier one named a later time.
        after.confirmedAt = batch.reachesHead ? serverTime : work.confirmedAt
        try rows.setState(after)
        return ApplyResult(isApplied: true, state: try rows.state(), faults: work.faults)
    }

    /// Applies a page of a snapshot to the rows.
    package static func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPosition,
        nextPage: String?,
        serverTime: Instant,
        to rows: inout some RecordRows
    ) throws -> ApplyResult {
        if place.page.isEmpty { try beginSnapshot(at: place, &rows) }
        let before = try rows.state()
        guard before.snapshot == place else {
            return ApplyResult(isApplied: false, state: before, faults: [])
        }
        var work = BatchWork(before, serverTime)
        for change in changes { try work.apply(change, to: &rows) }
        try work.finish(&rows)
        var after = before
        after.snapshot = nextPage.map { SnapshotPosition(at: place.at, page: $0) }
        // Access may be granted again after the snapshot's cursor. The changes after it show that.
        after.endedAccesses = work.endedAccesses
        after.toldSequences = work.toldSequences
        if nextPage == nil {
            if before.isRepairing {
                let (ended, epoch) = (work.endedAccesses, place.at.epoch)
                try FeedRepair.finish(&rows, &after, ended, in: epoch, foundAt: serverTime)
            }
            after.cursor = place.at
        }
        // It is the newest booking so far. Pages are ordered by account, so it is the time at which
        // the record was right only after the last page. Until then ``RecordState/wholeAt`` is the
        // epoch.
        after.confirmedAt = work.confirmedAt
        try rows.setState(after)
        return ApplyResult(isApplied: true, state: try rows.state(), faults: work.faults)
    }

    /// Begins a snapshot: an empty record is filled, any other is compared with the pages.
    private static func beginSnapshot(
        at place: SnapshotPosition,
        _ rows: inout some RecordRows
    ) throws {
        let isEmpty = try rows.state().cursor == nil && rows.accountIDs(staged: false).isEmpty
        if !isEmpty { try FeedRepair.begin(&rows) }
        var state = try rows.state()
        state.cursor = nil
        state.snapshot = place
        try rows.setState(state)
    }

    /// Records a time at which the record was found right.
    ///
    /// The latest call counts: if an earlier answer named a later time, the bank's clock had run
    /// ahead. The epoch means that the record was never found right, and changes nothing. An unfinished
    /// snapshot has its newest booking recorded, and an earlier time is ignored.
    package static func confirm(at serverTime: Instant, in rows: inout some RecordRows) throws {
        var state = try rows.state()
        guard serverTime > .epoch, serverTime != state.confirmedAt,
            state.snapshot == nil || serverTime > state.confirmedAt
        else { return }
        state.confirmedAt = serverTime
        try rows.setState(state)
    }

    /// Records the time at which both sides were found to agree.
    ///
    /// The latest call counts, even with an earlier time. A later confirmation time is lowered to
    /// it, because it was still to come then.
    package static func noteCompared(at serverTime: Instant, in rows: inout some RecordRows) throws
    {
        var state = try rows.state()
        state.comparedAt = serverTime
        state.confirmedAt = min(state.confirmedAt, serverTime)
        // Both sides agree on the user's accounts, so no access is granted again later in the feed.
        try forget(state.endedAccesses, in: &rows)
        state.endedAccesses = []
        try rows.setState(state)
    }

    /// Removes all rows and evidence of accounts whose access has ended.
    static func forget(_ accountIDs: [AccountID], in rows: inout some RecordRows) throws {
        for accountID in accountIDs {
            try rows.removeAccount(accountID, keepsEvidence: false)
        }
    }
}
