import CoreVocabulary
package import SyncCore

/// Chain of an account, read and cut back in the rows of a record.
package enum RecordChain {
    /// Recomputes one link of a chain from the stored row.
    ///
    /// - Throws: The ``ChainFault`` that names the row.
    package static func extended(
        _ head: ChainHead,
        by row: StoredEntry?
    ) throws(ChainFault) -> ChainHead {
        let (accountID, sequence) = (head.accountID, head.accountSequence + 1)
        // Bytes that do not decode as an entry count as damage, whatever the error is.
        guard let row, let bytes = row.canonicalBytes,
            let entry = try? EntryRecord(canonicalBytes: bytes)
        else { throw .unreadable(accountID, at: sequence) }
        let next: ChainHead
        do {
            next = try head.extended(by: entry, canonicalBytes: bytes)
        } catch {
            throw ChainFault(accountID: accountID, accountSequence: sequence, reason: error)
        }
        guard next.hash == row.chainHash else { throw .divergence(accountID, at: sequence) }
        return next
    }

    /// Returns the head that an account had after one of its entries.
    static func head(
        of accountID: AccountID,
        at sequence: Int64,
        _ rows: some RecordRows
    ) throws -> ChainHead {
        guard sequence > 0 else { return .genesis(of: accountID) }
        guard let entry = try rows.entry(of: accountID, at: sequence),
            let bytes = entry.canonicalBytes, let view = EntryView(bytes)
        else { throw ChainFault.unreadable(accountID, at: sequence) }
        return ChainHead(
            accountID: accountID,
            accountSequence: sequence,
            balanceMinorUnits: view.balanceAfterMinorUnits,
            hash: entry.chainHash
        )
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
                let fault: ChainFault =
                    extra.sequence > wanted
                    ? .divergence(accountID, at: extra.sequence)
                    : .unreadable(accountID, at: extra.sequence)
                try rows.keep(Evidence(fault: fault, bytes: extra.evidenceBytes, foundAt: foundAt))
            }
            try rows.removeEntry(of: accountID, at: extra.sequence)
        }
        if last == 0 {
            try rows.removeChain(of: accountID)
        } else if last < chain.accountSequence {
            let head = try head(of: accountID, at: last, rows)
            try rows.putChain(ChainRow(head: head, replayedSequence: last))
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
}
