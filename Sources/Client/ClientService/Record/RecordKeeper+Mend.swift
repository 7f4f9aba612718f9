public import CoreVocabulary
public import SyncCore

// Rows that cannot be read, put back from what the bank sends, between the rows that can be.
//
// A row that opens is what was put there, and so is the chain's hash that it is bound to. Hence a
// stretch of damaged rows is right again when it leads from the row before it to the row after it;
// nothing else of the account has to be fetched or computed again.
extension RecordKeeper {
    /// The stretches of places near one that have no entry that can be read; none when that place has
    /// one, or lies beyond the chain.
    ///
    /// A stretch that goes on beyond what is looked at cannot be put right and is left out, unless it
    /// is the one around the place.
    ///
    /// - Parameters:
    ///   - accountID: The account.
    ///   - sequence: The place.
    ///   - limit: The most places that are looked at to each side.
    ///   - rows: The record.
    /// - Returns: The stretches, in order.
    /// - Throws: A ``ChainFault`` that the chain itself shows; what the rows throw.
    /// - Complexity: O(n) in the limit.
    public static func damagedPlaces(
        of accountID: AccountID,
        around sequence: Int64,
        limit: Int,
        in rows: some RecordRows
    ) throws -> [ClosedRange<Int64>] {
        let last = try rows.chain(of: accountID)?.head.accountSequence ?? 0
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

    /// Puts entries in the place of damaged rows, which are kept as evidence; a row among them that
    /// can be read stays.
    ///
    /// - Returns: Whether each stretch of them leads from the row before it to the row after it, or to
    ///   the end of the chain; one that does not is left as it is.
    public static func mend(
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
                let fault = ChainFault(
                    accountID: accountID,
                    accountSequence: place,
                    reason: .unreadable
                )
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

    /// The entries in whose places no row can be read, each stretch of such places by itself.
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

    /// The head after the first entry behind a fault that can be read; nil when there is none.
    public static func nextHead(
        after fault: ChainFault,
        in rows: some RecordRows
    ) throws -> ChainHead? {
        let accountID = fault.accountID
        let last = try rows.chain(of: accountID)?.head.accountSequence ?? 0
        var place = fault.accountSequence
        while let row = try rows.nextEntry(of: accountID, after: place), row.sequence <= last {
            place = row.sequence
            if row.canonicalBytes != nil { return try head(of: accountID, at: place, rows) }
        }
        return nil
    }

    /// Every chain, after each that cannot be read was named and made readable: otherwise a repair
    /// could never begin.
    static func mendedChains(_ rows: inout some RecordRows) throws -> [ChainRow] {
        while true {
            do {
                return try rows.chains()
            } catch let fault as ChainFault {
                try doubt(fault, foundAt: try rows.state().confirmedAt, in: &rows)
            }
        }
    }

    /// Makes a chain readable that is not, or is missing beside its entries.
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
        // A repair has confirmed a part of it, and nobody knows which: it begins anew.
        guard try !rows.state().isRepairing else { return }
        try restoreChain(of: accountID, foundAt: foundAt, in: &rows)
    }

    /// Takes how far a chain goes from its last row that can be read, when what said so cannot be;
    /// rows behind it are kept as evidence.
    ///
    /// Entries may be missing then: the next comparison with the bank finds that.
    private static func restoreChain(
        of accountID: AccountID,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        guard let last = try rows.lastSequence(of: accountID) else { return }
        let end = try lastReadable(of: accountID, upTo: last, rows)
        while let row = try rows.nextEntry(of: accountID, after: end) {
            let fault = ChainFault(
                accountID: accountID,
                accountSequence: row.sequence,
                reason: .unreadable
            )
            try rows.keep(Evidence(fault: fault, bytes: row.evidenceBytes, foundAt: foundAt))
            try rows.removeEntry(of: accountID, at: row.sequence)
        }
        guard end > 0 else { return }
        let head = try head(of: accountID, at: end, rows)
        try rows.putChain(ChainRow(head: head, replayedSequence: 0))
    }

    /// The heads after each of some entries, from the row before them on; nil when they do not lead to
    /// the row after them.
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
            var head = try head(of: accountID, at: first.accountSequence - 1, rows)
            let heads = try entries.map { entry in
                head = try head.extended(by: entry)
                return head
            }
            if last.accountSequence == chain.accountSequence {
                return head == chain ? heads : nil
            }
            let next = try rows.entry(of: accountID, at: last.accountSequence + 1)
            _ = try extended(head, by: next)
            return heads
        } catch is ChainFault {
            return nil
        } catch is ChainBreak {
            return nil
        }
    }
}
