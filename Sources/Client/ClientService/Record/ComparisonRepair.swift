package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Repair after a comparison with the bank, one account at a time.
package enum ComparisonRepair {
    /// Puts an account in doubt and removes its entries from a sequence on.
    package static func setAside(
        _ fault: ChainFault,
        foundAt: Instant,
        keepsAccount: Bool,
        in rows: inout some RecordRows
    ) throws {
        let accountID = fault.accountID
        guard keepsAccount else {
            try takeOut(accountID, foundAt: foundAt, in: &rows)
            return try forgetTold(of: [accountID], &rows)
        }
        let first = max(1, fault.accountSequence)
        if try rows.doubt(about: accountID) == nil { try rows.putDoubt(fault, inFeed: false) }
        let head = try rows.head(of: accountID)
        if head.accountSequence < first {
            // There is nothing to remove. The finding is that the entries are missing.
            try rows.keep(Evidence(fault: fault, bytes: [], foundAt: foundAt))
        }
        let last = min(first - 1, head.accountSequence)
        try RecordChain.cutBack(head, to: last, foundAt: foundAt, &rows)
    }

    /// Removes an account that the bank does not hold, although no end of access was received.
    ///
    /// Its entries are kept as evidence, and those without room are counted.
    static func takeOut(
        _ accountID: AccountID,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        var place = try RecordChain.countUnkept(of: accountID, after: 0, &rows)
        while let entry = try rows.nextEntry(of: accountID, after: place) {
            place = entry.sequence
            try rows.keep(entry.evidence(of: accountID, foundAt: foundAt))
        }
        try rows.removeAccount(accountID, keepsEvidence: true)
    }

    /// Clears the received sequences of accounts that the record no longer holds.
    static func forgetTold(of accountIDs: [AccountID], _ rows: inout some RecordRows) throws {
        var state = try rows.state()
        let before = state.toldSequences
        for accountID in accountIDs { state.toldSequences[accountID] = nil }
        if state.toldSequences != before { try rows.setState(state) }
    }

    /// Marks findings about an account as submitted to the bank.
    ///
    /// If the record does not hold the account, an entry that the bank's books have is not a
    /// finding and is removed. The count of unkept findings is removed too: they are older, and
    /// books that have an entry at its place have all entries before it.
    package static func noteTold(
        _ marks: [[UInt8]: EvidenceMark],
        of accountID: AccountID,
        in rows: inout some RecordRows
    ) throws {
        try rows.noteTold(marks, of: accountID)
        let held = Set(marks.filter { $0.value.verdict == .held }.keys)
        guard !held.isEmpty, try !rows.accountIDs(staged: false).contains(accountID) else {
            return
        }
        try rows.removeEvidence(held, of: accountID)
    }

    /// Records the highest sequence received of entries that did not follow, and clears it once the
    /// chain has reached it.
    private static func noteTold(
        upTo sequence: Int64,
        of head: ChainHead,
        _ rows: inout some RecordRows
    ) throws {
        var state = try rows.state()
        let known = state.toldSequences[head.accountID]
        let told = max(known ?? 0, sequence)
        let wanted = told > head.accountSequence ? told : nil
        guard wanted != known else { return }
        state.toldSequences[head.accountID] = wanted
        try rows.setState(state)
    }

    /// Adds entries that were fetched again.
    ///
    /// - Returns: The fault of the first entry that does not follow. It is kept as evidence, and no
    ///   later entry is added.
    package static func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws -> ChainFault? {
        let chain = try rows.chain(of: accountID)
        var head = chain?.head ?? .genesis(of: accountID)
        var fault: ChainFault?
        for entry in entries where entry.accountSequence > head.accountSequence {
            let bytes = entry.canonicalBytes
            do {
                head = try head.extended(by: entry, canonicalBytes: bytes)
            } catch {
                let found = ChainFault(
                    accountID: accountID,
                    accountSequence: entry.accountSequence,
                    reason: error
                )
                try rows.keep(Evidence(fault: found, bytes: bytes, foundAt: foundAt))
                fault = found
                break
            }
            try rows.putEntry(
                of: accountID,
                at: head.accountSequence,
                canonicalBytes: bytes,
                chainHash: head.hash
            )
        }
        if head.accountSequence > 0 {
            let replayed = chain?.replayedSequence ?? 0
            try rows.putChain(ChainRow(head: head, replayedSequence: replayed))
        }
        let last = fault == nil ? 0 : entries.map(\.accountSequence).max() ?? 0
        try noteTold(upTo: last, of: head, &rows)
        return fault
    }

    /// Returns the hashes of an account's chain after some entries, each recomputed over its entry.
    ///
    /// A hash is nil if its entry is missing or was altered. The hash before an entry is the one sealed
    /// with the previous entry. Whether all of them follow from the first one is checked by recomputing
    /// the whole chain.
    package static func chainHashes(
        of accountID: AccountID,
        at sequences: [Int64],
        in rows: some RecordRows
    ) throws -> [Digest256?] {
        let last = try rows.head(of: accountID).accountSequence
        return try sequences.map { sequence in
            guard sequence >= 1, sequence <= last else { return nil }
            do {
                let before = try RecordChain.head(of: accountID, at: sequence - 1, rows)
                let row = try rows.entry(of: accountID, at: sequence)
                return try RecordChain.extended(before, by: row).hash
            } catch is ChainFault {
                return nil
            }
        }
    }
}
