public import CoreVocabulary
public import Cryptography
public import SyncCore

// What a comparison with the bank found wrong, one account at a time.
extension RecordKeeper {
    /// Puts an account in doubt and takes its entries from a place on out of the record.
    public static func setAside(
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
        let head = try rows.chain(of: accountID)?.head ?? .genesis(of: accountID)
        if head.accountSequence < first {
            // Nothing is there to be taken out; that it is missing is what was found.
            try rows.keep(Evidence(fault: fault, bytes: [], foundAt: foundAt))
        }
        try cutBack(head, to: min(first - 1, head.accountSequence), foundAt: foundAt, &rows)
    }

    /// Takes out an account that the bank does not hold, without having said that the access to it is
    /// over; its entries are kept as evidence, and those that there is no room for are counted.
    static func takeOut(
        _ accountID: AccountID,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        var place = try countUnkept(of: accountID, after: 0, &rows)
        while let entry = try rows.nextEntry(of: accountID, after: place) {
            place = entry.sequence
            let fault = ChainFault(
                accountID: accountID,
                accountSequence: place,
                reason: entry.canonicalBytes == nil ? .unreadable : .divergence
            )
            try rows.keep(Evidence(fault: fault, bytes: entry.evidenceBytes, foundAt: foundAt))
        }
        try rows.removeAccount(accountID, keepsEvidence: true)
    }

    /// Forgets which entries were told of accounts that the record does not hold any more.
    static func forgetTold(
        of accountIDs: [AccountID],
        _ rows: inout some RecordRows
    ) throws {
        var state = try rows.state()
        let before = state.toldSequences
        for accountID in accountIDs { state.toldSequences[accountID] = nil }
        if state.toldSequences != before { try rows.setState(state) }
    }

    /// Marks what was found wrong with an account as told to the bank.
    ///
    /// Of an account that the record does not hold, an entry that the bank's books have is no finding,
    /// and goes. So does the number of those that were not kept: they are older, and books that have an
    /// entry in its place have all before it.
    public static func noteTold(
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

    /// Adds entries that were fetched again.
    ///
    /// - Returns: The first that does not follow; it was kept as evidence, and nothing after it was
    ///   taken.
    public static func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws -> ChainFault? {
        var chain = try rows.chain(of: accountID)
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
            chain = ChainRow(head: head, replayedSequence: replayed)
            if let chain { try rows.putChain(chain) }
        }
        let last = fault == nil ? 0 : entries.map(\.accountSequence).max() ?? 0
        try noteTold(upTo: last, of: head, &rows)
        return fault
    }

    /// Notes up to which place of an account entries were told that did not follow, and forgets that
    /// where its chain has reached it.
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

    /// The hashes of an account's chain after some entries, each reckoned over its entry; nil for
    /// one that is not there or not what was put there.
    ///
    /// The hash before an entry is the one that was sealed with the entry before it. That all of
    /// them follow from the first on is found out by recomputing the whole chain.
    public static func chainHashes(
        of accountID: AccountID,
        at sequences: [Int64],
        in rows: some RecordRows
    ) throws -> [Digest256?] {
        let last = try rows.chain(of: accountID)?.head.accountSequence ?? 0
        var hashes: [Digest256?] = []
        for sequence in sequences {
            guard sequence >= 1, sequence <= last else {
                hashes.append(nil)
                continue
            }
            do {
                let before = try head(of: accountID, at: sequence - 1, rows)
                let row = try rows.entry(of: accountID, at: sequence)
                hashes.append(try extended(before, by: row).hash)
            } catch is ChainFault {
                hashes.append(nil)
            }
        }
        return hashes
    }
}
