import CoreVocabulary
import SyncCore

/// Repair of a whole record, which reads the feed from the beginning while the existing rows stay.
///
/// Rows that the feed confirms stay. Rows that differ are kept as evidence and replaced by the bank's
/// data, under a recomputed chain. An entry that the bank does not know is kept as evidence and removed,
/// and so are the entries of an account that was not received. Of an account whose access ended,
/// and was not granted again until the record has caught up, nothing stays. Books of another epoch
/// may have lost that access was granted again. Then the entries are kept as evidence too, until
/// the bank has said which of them it holds.
package enum FeedRepair {
    /// Sets the record back to the beginning of the feed.
    package static func begin(_ rows: inout some RecordRows) throws {
        try rows.removeStaged()
        try rows.resetDoubts()
        for chain in try RowRepair.mendedChains(&rows) {
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

    /// Ends a repair and removes what the feed did not confirm.
    ///
    /// The state keeps the ended accesses if the rows come from the epoch of the books with which the
    /// record was compared.
    static func finish(
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
            try RecordChain.cutBack(chain.head, to: last, foundAt: foundAt, &rows)
        }
        try rows.promoteStaged()
        try rows.removeCuredDoubts()
    }

    /// Removes the accounts that were not received since the repair began.
    private static func takeOutUntold(_ rows: inout some RecordRows, foundAt: Instant) throws {
        let told = Set(try rows.accountIDs(staged: true))
        let held = try rows.accountIDs(staged: false) + rows.chains().map(\.head.accountID)
        for accountID in Set(held).subtracting(told).sorted() {
            try ComparisonRepair.takeOut(accountID, foundAt: foundAt, in: &rows)
        }
    }
}
