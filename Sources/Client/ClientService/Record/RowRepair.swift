package import CoreVocabulary
package import SyncCore

/// Repair of unreadable rows by entries that the bank sends, between readable rows.
///
/// A row that decrypts is what was written, and so is the chain hash that it is bound to. So a range
/// of damaged rows is restored if its entries lead from the row before it to the row after it.
/// Nothing else of the account has to be fetched or recomputed.
package enum RowRepair {
    /// Puts an account in doubt and keeps the wrong row as evidence.
    package static func doubt(
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
        let bytes = found?.evidenceBytes ?? []
        try rows.keep(Evidence(fault: fault, bytes: bytes, foundAt: foundAt))
        try rows.putDoubt(fault, inFeed: false)
    }

    /// Returns the ranges of unreadable or missing entries near a sequence.
    ///
    /// There are none if the entry at the sequence is readable, or the sequence is beyond the chain.
    /// At most `limit` sequences are examined on each side. A range that extends beyond them cannot
    /// be restored and is left out, unless it is the one around the sequence.
    package static func damagedPlaces(
        of accountID: AccountID,
        around sequence: Int64,
        limit: Int,
        in rows: some RecordRows
    ) throws -> [ClosedRange<Int64>] {
        let last = try rows.head(of: accountID).accountSequence
        func isDamaged(_ place: Int64) throws -> Bool {
            guard place >= 1, place <= last else { return false }
            return try rows.entry(of: accountID, at: place)?.canonicalBytes == nil
        }
        guard try isDamaged(sequence) else { return [] }
        let (begin, end) = (max(1, sequence - Int64(limit)), min(last, sequence + Int64(limit)))
        var stretches: [ClosedRange<Int64>] = []
        for place in begin...end where try isDamaged(place) {
            if let stretch = stretches.last, stretch.upperBound == place - 1 {
                stretches[stretches.count - 1] = stretch.lowerBound...place
            } else {
                stretches.append(place...place)
            }
        }
        return try stretches.filter { stretch in
            if stretch.contains(sequence) { return true }
            return try !isDamaged(stretch.lowerBound - 1) && !isDamaged(stretch.upperBound + 1)
        }
    }

    /// Replaces damaged rows by entries, keeping the rows as evidence; a readable row among them
    /// stays.
    ///
    /// - Returns: True if each range of entries leads from the row before it to the row after it,
    ///   or to the end of the chain. A range that does not is left unchanged.
    package static func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws -> Bool {
        var isMended = !entries.isEmpty
        for stretch in try stretches(of: entries, damagedIn: accountID, in: rows) {
            guard let heads = try heads(over: stretch, of: accountID, in: rows) else {
                isMended = false
                continue
            }
            for (entry, head) in zip(stretch, heads) {
                let place = head.accountSequence
                let fault = ChainFault.unreadable(accountID, at: place)
                let found = try rows.entry(of: accountID, at: place)?.storedBytes ?? []
                try rows.keep(Evidence(fault: fault, bytes: found, foundAt: foundAt))
                try rows.putEntry(
                    of: accountID,
                    at: place,
                    canonicalBytes: entry.canonicalBytes,
                    chainHash: head.hash
                )
            }
        }
        return isMended
    }

    /// Groups the entries whose rows are unreadable into consecutive ranges.
    private static func stretches(
        of entries: [EntryRecord],
        damagedIn accountID: AccountID,
        in rows: some RecordRows
    ) throws -> [[EntryRecord]] {
        var stretches: [[EntryRecord]] = []
        var wasDamaged = false
        for entry in entries {
            let row = try rows.entry(of: accountID, at: entry.accountSequence)
            let isDamaged = row?.canonicalBytes == nil
            if isDamaged, wasDamaged {
                stretches[stretches.count - 1].append(entry)
            } else if isDamaged {
                stretches.append([entry])
            }
            wasDamaged = isDamaged
        }
        return stretches
    }

    /// Returns the head after the first readable entry behind a fault, or nil if there is none.
    package static func nextHead(
        after fault: ChainFault,
        in rows: some RecordRows
    ) throws -> ChainHead? {
        let accountID = fault.accountID
        let last = try rows.head(of: accountID).accountSequence
        var place = fault.accountSequence
        while let row = try rows.nextEntry(of: accountID, after: place), row.sequence <= last {
            place = row.sequence
            if row.canonicalBytes != nil {
                return try RecordChain.head(of: accountID, at: place, rows)
            }
        }
        return nil
    }

    /// Returns every chain, after making unreadable ones readable.
    ///
    /// Otherwise a repair could never begin.
    static func mendedChains(_ rows: inout some RecordRows) throws -> [ChainRow] {
        while true {
            do {
                return try rows.chains()
            } catch let fault as ChainFault {
                try doubt(fault, foundAt: try rows.state().confirmedAt, in: &rows)
            }
        }
    }

    /// Makes a chain readable that is unreadable, or missing beside its entries.
    static func mendChain(
        of accountID: AccountID,
        foundAt: Instant,
        _ rows: inout some RecordRows
    ) throws {
        do {
            if try rows.chain(of: accountID) != nil { return }
        } catch is ChainFault {
            try rows.removeChain(of: accountID)
        }
        // A repair has confirmed an unknown part of the chain, so it starts again from nothing.
        guard try !rows.state().isRepairing else { return }
        try restoreChain(of: accountID, foundAt: foundAt, in: &rows)
    }

    /// Restores a chain up to its last readable row, when its own row is lost.
    ///
    /// Rows behind it are kept as evidence. Entries may then be missing, which the next comparison
    /// with the bank finds.
    private static func restoreChain(
        of accountID: AccountID,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        guard let last = try rows.lastSequence(of: accountID) else { return }
        let end = try RecordChain.lastReadable(of: accountID, upTo: last, rows)
        while let row = try rows.nextEntry(of: accountID, after: end) {
            let fault = ChainFault.unreadable(accountID, at: row.sequence)
            try rows.keep(Evidence(fault: fault, bytes: row.evidenceBytes, foundAt: foundAt))
            try rows.removeEntry(of: accountID, at: row.sequence)
        }
        guard end > 0 else { return }
        let head = try RecordChain.head(of: accountID, at: end, rows)
        try rows.putChain(ChainRow(head: head, replayedSequence: 0))
    }

    /// Returns the heads after each of some entries, starting from the row before them.
    ///
    /// Returns nil if they do not lead to the row after them.
    private static func heads(
        over entries: [EntryRecord],
        of accountID: AccountID,
        in rows: some RecordRows
    ) throws -> [ChainHead]? {
        guard let first = entries.first, let last = entries.last,
            let chain = try rows.chain(of: accountID)?.head,
            last.accountSequence <= chain.accountSequence
        else { return nil }
        do {
            var head = try RecordChain.head(of: accountID, at: first.accountSequence - 1, rows)
            let heads = try entries.map { entry in
                head = try head.extended(by: entry)
                return head
            }
            if last.accountSequence == chain.accountSequence {
                return head == chain ? heads : nil
            }
            let next = try rows.entry(of: accountID, at: last.accountSequence + 1)
            _ = try RecordChain.extended(head, by: next)
            return heads
        } catch is ChainFault {
            return nil
        } catch is ChainBreak {
            return nil
        }
    }
}
