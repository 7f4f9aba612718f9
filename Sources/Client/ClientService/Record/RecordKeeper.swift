public import CoreVocabulary
public import SyncCore

/// What happens to the rows of a record, whoever stores them.
///
/// Every function is to run in one transaction of its own: rows, heads and cursor move together.
/// A repair reads the feed from the beginning beside the rows that are there. What the feed
/// confirms stays; what differs is kept as evidence and replaced by what the bank said, under a
/// chain that is computed anew; an entry that the bank does not know is kept as evidence and removed.
/// So are the entries of an account that the bank did not tell of. Of one whose access it said to be
/// over, and did not give again until the record has caught up, nothing stays. Books in another life
/// may have lost that access was given again: then the entries are kept as evidence too, until the
/// bank has said which of them it holds.
public enum RecordKeeper {
    /// Applies a batch.
    ///
    /// An account that the feed has put in doubt, or whose last entries were taken out, takes no
    /// entries until a repair; the others go on.
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
            // Last: an access of another life that a repair has taken out is none of these.
            try forget(before.isRepairing ? after.endedAccesses : ended, in: &rows)
            after.endedAccesses = []
        } else {
            after.endedAccesses = work.endedAccesses
        }
        // The latest answer decides, also where one before it named a later time.
        after.confirmedAt = batch.reachesHead ? serverTime : work.confirmedAt
        try rows.setState(after)
        return ApplyResult(
            isApplied: true,
            state: try rows.state(),
            faults: work.faults
        )
    }

    /// Applies a page of a snapshot.
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
        // Given anew after the place of the snapshot, perhaps: the changes after it say so.
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
        // The newest booking so far. Pages come account by account, so this says when the record
        // was right only after the last of them; until then ``RecordState/wholeAt`` is silent.
        after.confirmedAt = work.confirmedAt
        try rows.setState(after)
        return ApplyResult(
            isApplied: true,
            state: try rows.state(),
            faults: work.faults
        )
    }

    /// An empty record is filled; one that holds something is compared with the pages.
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

    /// Puts an account in doubt and keeps the row that was found.
    public static func doubt(
        _ fault: ChainFault,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        // Also when the account is in doubt already: a repair would meet the same chain for ever.
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
        // The whole feed tells again what there is.
        state.toldSequences = [:]
        state.cursor = nil
        state.snapshot = nil
        try rows.setState(state)
    }

    /// Notes that the record was found right at a time, the latest that is known; where an earlier
    /// answer named a later one, the bank's clock had run ahead.
    ///
    /// The first time there is says that it was never found so, and changes nothing. A snapshot that
    /// is not complete has its newest booking noted, which such a time lies before.
    public static func confirm(at serverTime: Instant, in rows: inout some RecordRows) throws {
        var state = try rows.state()
        guard serverTime > .epoch, serverTime != state.confirmedAt,
            state.snapshot == nil || serverTime > state.confirmedAt
        else { return }
        state.confirmedAt = serverTime
        try rows.setState(state)
    }

    /// Notes when both sides were found to agree: the last time that is told counts, not the latest,
    /// and the record was right at none that was still to come then.
    public static func noteCompared(
        at serverTime: Instant,
        in rows: inout some RecordRows
    ) throws {
        var state = try rows.state()
        state.comparedAt = serverTime
        state.confirmedAt = min(state.confirmedAt, serverTime)
        // Both sides agree on what the user has, so no access is given again further on.
        try forget(state.endedAccesses, in: &rows)
        state.endedAccesses = []
        try rows.setState(state)
    }

    /// Recomputes one hash of a chain from the row that is held.
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
        // Bytes that no entry prints are damage, whatever is wrong with them.
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

    /// Leaves nothing of accounts whose access is over, nor of what was found wrong with them.
    static func forget(_ accountIDs: [AccountID], in rows: inout some RecordRows) throws {
        for accountID in accountIDs {
            try rows.removeAccount(accountID, keepsEvidence: false)
        }
    }

    /// Ends a repair.
    ///
    /// - Parameters:
    ///   - rows: The record.
    ///   - state: The state, which is not in a repair afterwards; it keeps the ended accesses of which
    ///     no more is known.
    ///   - ended: The accounts whose access was said to be over.
    ///   - epoch: The life of the books with which the record was compared.
    ///   - foundAt: The bank's time.
    /// - Throws: What the rows throw.
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
        // First, as the books that told of the end held the entries: they are no evidence.
        for accountID in state.endedAccesses {
            try rows.removeAccount(accountID, keepsEvidence: true)
        }
        try takeOutUntold(&rows, foundAt: foundAt)
        for chain in try rows.chains() {
            // A doubt that the feed itself showed stays, and so does what it is about.
            if let doubt = try rows.doubt(about: chain.head.accountID), doubt.inFeed { continue }
            let last = min(chain.replayedSequence, chain.head.accountSequence)
            try cutBack(chain.head, to: last, foundAt: foundAt, &rows)
        }
        try rows.promoteStaged()
        try rows.removeCuredDoubts()
    }

    /// Takes out the accounts that were not told of since the repair began.
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

    /// Takes the entries after a place out of an account; they are kept as evidence.
    ///
    /// The chain has to end with a row that can be read. One that was damaged after it was confirmed
    /// goes as well, and a comparison has it fetched again.
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

    /// Counts the entries after a place that are to be taken out and for which there is no room as
    /// evidence: of more than there is room for, the newest are kept.
    ///
    /// - Returns: The place of the last one that is only counted; the place itself if there is none.
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

    /// The last entry up to a place that a chain can end with; zero where there is none.
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

    /// The head that an account had at one of its entries.
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
