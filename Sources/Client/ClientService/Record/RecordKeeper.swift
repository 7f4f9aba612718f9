public import CoreVocabulary
public import SyncCore

/// Rules for changing the rows of a record, independent of their storage.
///
/// Every function is to run in its own transaction: rows, heads and cursor change together. A
/// repair reads the feed from the beginning while the existing rows stay. What the feed confirms
/// stays. What differs is kept as evidence and replaced by the bank's data, under a recomputed
/// chain. An entry that the bank does not know is kept as evidence and removed, and so are the
/// entries of an account that was not received. Of an account whose access ended, and was not
/// granted again until the record has caught up, nothing stays. Books of another epoch may have
/// lost that access was granted again. Then the entries are kept as evidence too, until the bank
/// has said which of them it holds.
public enum RecordKeeper {
    /// Applies a batch to the rows.
    ///
    /// An account that the feed has put in doubt, or whose last entries were removed, takes no
    /// entries until a repair. The other accounts continue.
    public static func apply(
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
        for change in batch.changes {
            try work.apply(change, to: &rows)
        }
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
                try finishRepair(&rows, &after, ended, in: batch.cursor.epoch, foundAt: serverTime)
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
        return ApplyResult(
            isApplied: true,
            state: try rows.state(),
            faults: work.faults
        )
    }

    /// Applies a page of a snapshot to the rows.
    public static func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPlace,
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
        for change in changes {
            try work.apply(change, to: &rows)
        }
        try work.finish(&rows)
        var after = before
        after.snapshot = nextPage.map { SnapshotPlace(at: place.at, page: $0) }
        // Access may be granted again after the snapshot's cursor. The changes after it show that.
        after.endedAccesses = work.endedAccesses
        after.toldSequences = work.toldSequences
        if nextPage == nil {
            if before.isRepairing {
                try finishRepair(
                    &rows,
                    &after,
                    work.endedAccesses,
                    in: place.at.epoch,
                    foundAt: serverTime
                )
            }
            after.cursor = place.at
        }
        // It is the newest booking so far. Pages are ordered by account, so it is the time at which
        // the record was right only after the last page. Until then ``RecordState/wholeAt`` is the
        // epoch.
        after.confirmedAt = work.confirmedAt
        try rows.setState(after)
        return ApplyResult(
            isApplied: true,
            state: try rows.state(),
            faults: work.faults
        )
    }

    /// Begins a snapshot: an empty record is filled, any other is compared with the pages.
    private static func beginSnapshot(
        at place: SnapshotPlace,
        _ rows: inout some RecordRows
    ) throws {
        let isEmpty = try rows.state().cursor == nil && rows.accountIDs(staged: false).isEmpty
        if !isEmpty { try beginRepair(&rows) }
        var state = try rows.state()
        state.cursor = nil
        state.snapshot = place
        try rows.setState(state)
    }

    /// Puts an account in doubt and keeps the wrong row as evidence.
    public static func doubt(
        _ fault: ChainFault,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        // This is needed even if the account is already in doubt: otherwise a repair would meet the
        // same unreadable chain again and again.
        if fault.accountSequence == 0 {
            try mendChain(of: fault.accountID, foundAt: foundAt, &rows)
        }
        guard try rows.doubt(about: fault.accountID) == nil else { return }
        let found = try rows.entry(of: fault.accountID, at: fault.accountSequence)
        try rows.keep(
            Evidence(fault: fault, bytes: found?.evidenceBytes ?? [], foundAt: foundAt)
        )
        try rows.putDoubt(fault, inFeed: false)
    }

    /// Sets the record back to the beginning of the feed.
    public static func beginRepair(_ rows: inout some RecordRows) throws {
        try rows.removeStaged()
        try rows.resetDoubts()
        for chain in try mendedChains(&rows) {
            try rows.putChain(ChainRow(head: chain.head, replayedSequence: 0))
        }
        var state = try rows.state()
        state.isRepairing = true
        state.heldEpoch = state.heldEpoch ?? state.cursor?.epoch ?? state.snapshot?.at.epoch
        state.endedAccesses = []
        // The whole feed sends everything again.
        state.toldSequences = [:]
        state.cursor = nil
        state.snapshot = nil
        try rows.setState(state)
    }

    /// Records a time at which the record was found right.
    ///
    /// The latest call counts: if an earlier answer named a later time, the bank's clock had run
    /// ahead.
    ///
    /// The epoch means that the record was never found right, and changes nothing. An unfinished
    /// snapshot has its newest booking recorded, and an earlier time is ignored.
    public static func confirm(at serverTime: Instant, in rows: inout some RecordRows) throws {
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
    public static func noteCompared(
        at serverTime: Instant,
        in rows: inout some RecordRows
    ) throws {
        var state = try rows.state()
        state.comparedAt = serverTime
        state.confirmedAt = min(state.confirmedAt, serverTime)
        // Both sides agree on the user's accounts, so no access is granted again later in the feed.
        try forget(state.endedAccesses, in: &rows)
        state.endedAccesses = []
        try rows.setState(state)
    }

    /// Recomputes one link of a chain from the stored row.
    ///
    /// - Throws: The ``ChainFault`` that names the row.
    public static func extended(
        _ head: ChainHead,
        by row: StoredEntry?
    ) throws(ChainFault) -> ChainHead {
        func fault(_ reason: ChainBreak) -> ChainFault {
            ChainFault(
                accountID: head.accountID,
                accountSequence: head.accountSequence + 1,
                reason: reason
            )
        }
        // Bytes that do not decode as an entry count as damage, whatever the error is.
        guard let row, let bytes = row.canonicalBytes,
            let entry = try? EntryRecord(canonicalBytes: bytes)
        else { throw fault(.unreadable) }
        let next: ChainHead
        do {
            next = try head.extended(by: entry, canonicalBytes: bytes)
        } catch {
            throw fault(error)
        }
        guard next.hash == row.chainHash else { throw fault(.divergence) }
        return next
    }

    /// Removes all rows and evidence of accounts whose access has ended.
    static func forget(_ accountIDs: [AccountID], in rows: inout some RecordRows) throws {
        for accountID in accountIDs {
            try rows.removeAccount(accountID, keepsEvidence: false)
        }
    }

    /// Ends a repair and removes what the feed did not confirm.
    ///
    /// - Parameters:
    ///   - rows: The rows of the record.
    ///   - state: The state, which is no longer in a repair afterwards; it keeps the ended accesses
    ///     if the rows come from the same epoch.
    ///   - ended: The accounts whose access ended.
    ///   - epoch: The epoch of the books with which the record was compared.
    ///   - foundAt: The bank's time of the finding.
    /// - Throws: Whatever the rows throw.
    private static func finishRepair(
        _ rows: inout some RecordRows,
        _ state: inout RecordState,
        _ ended: [AccountID],
        in epoch: UInt64,
        foundAt: Instant
    ) throws {
        let isSameLife = state.heldEpoch == epoch
        state.isRepairing = false
        state.heldEpoch = nil
        state.endedAccesses = isSameLife ? ended : []
        // This comes first, because the books that recorded the end had the entries: they are no
        // evidence.
        for accountID in state.endedAccesses {
            try rows.removeAccount(accountID, keepsEvidence: true)
        }
        try takeOutUntold(&rows, foundAt: foundAt)
        for chain in try rows.chains() {
            // A doubt that the feed itself showed stays, with the entries that it concerns.
            if let doubt = try rows.doubt(about: chain.head.accountID), doubt.inFeed { continue }
            let last = min(chain.replayedSequence, chain.head.accountSequence)
            try cutBack(chain.head, to: last, foundAt: foundAt, &rows)
        }
        try rows.promoteStaged()
        try rows.removeCuredDoubts()
    }

    /// Removes the accounts that were not received since the repair began.
    private static func takeOutUntold(
        _ rows: inout some RecordRows,
        foundAt: Instant
    ) throws {
        let told = Set(try rows.accountIDs(staged: true))
        let held = try rows.accountIDs(staged: false) + rows.chains().map(\.head.accountID)
        for accountID in Set(held).subtracting(told).sorted() {
            try takeOut(accountID, foundAt: foundAt, in: &rows)
        }
    }

    /// Removes the entries after a sequence from an account, keeping them as evidence.
    ///
    /// The chain must end with a readable row. A row damaged after it was confirmed is removed as
    /// well, and a comparison fetches it again.
    static func cutBack(
        _ chain: ChainHead,
        to wanted: Int64,
        foundAt: Instant,
        _ rows: inout some RecordRows
    ) throws {
        let accountID = chain.accountID
        let last =
            wanted < chain.accountSequence
            ? try lastReadable(of: accountID, upTo: wanted, rows) : wanted
        let unkept = try countUnkept(of: accountID, after: last, &rows)
        while let extra = try rows.nextEntry(of: accountID, after: last) {
            if extra.sequence > unkept {
                let fault = ChainFault(
                    accountID: accountID,
                    accountSequence: extra.sequence,
                    reason: extra.sequence > wanted ? .divergence : .unreadable
                )
                try rows.keep(
                    Evidence(fault: fault, bytes: extra.evidenceBytes, foundAt: foundAt)
                )
            }
            try rows.removeEntry(of: accountID, at: extra.sequence)
        }
        if last == 0 {
            try rows.removeChain(of: accountID)
        } else if last < chain.accountSequence {
            try rows.putChain(
                ChainRow(head: try head(of: accountID, at: last, rows), replayedSequence: last)
            )
        }
    }

    /// Counts the entries to remove after a sequence for which there is no room as evidence.
    ///
    /// If there are too many, the newest are kept.
    ///
    /// - Returns: The sequence of the last entry that is only counted, or `place` if there is none.
    static func countUnkept(
        of accountID: AccountID,
        after place: Int64,
        _ rows: inout some RecordRows
    ) throws -> Int64 {
        let room = max(0, rows.evidenceLimit - (try rows.evidenceCount(of: accountID)))
        let last = try rows.lastSequence(of: accountID) ?? 0
        let unkept = max(place, last - Int64(room))
        if unkept > place { try rows.addUnkept(unkept - place, of: accountID) }
        return unkept
    }

    /// Returns the last readable entry up to a sequence, at which a chain can end; zero if there is
    /// none.
    static func lastReadable(
        of accountID: AccountID,
        upTo wanted: Int64,
        _ rows: some RecordRows
    ) throws -> Int64 {
        var last = wanted
        while last > 0 {
            do {
                _ = try head(of: accountID, at: last, rows)
                return last
            } catch is ChainFault {
                last -= 1
            }
        }
        return last
    }

    /// Returns the head that an account had after one of its entries.
    static func head(
        of accountID: AccountID,
        at sequence: Int64,
        _ rows: some RecordRows
    ) throws -> ChainHead {
        guard sequence > 0 else { return .genesis(of: accountID) }
        let fault = ChainFault(
            accountID: accountID,
            accountSequence: sequence,
            reason: .unreadable
        )
        guard let entry = try rows.entry(of: accountID, at: sequence),
            let bytes = entry.canonicalBytes, let view = EntryView(bytes)
        else { throw fault }
        return ChainHead(
            accountID: accountID,
            accountSequence: sequence,
            balanceMinorUnits: view.balanceAfterMinorUnits,
            hash: entry.chainHash
        )
    }
}
