public import CoreVocabulary
public import SyncCore

/// What happens to the rows of a record, whoever stores them.
///
/// Every function is to run in one transaction of its own: rows, heads and cursor move together.
/// A repair reads the feed from the beginning beside the rows that are there. What the feed
/// confirms stays; what differs is kept as evidence and replaced by what the bank said, under a
/// chain that is computed anew; what the bank does not know is kept as evidence and removed.
public enum RecordKeeper {
    /// Applies a batch.
    ///
    /// An account in doubt takes no entries until a repair; the others go on.
    public static func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant,
        to rows: inout some RecordRows
    ) throws -> ApplyResult {
        let before = try rows.state()
        guard before.cursor == expected else {
            return ApplyResult(isApplied: false, state: before, faults: [])
        }
        var work = BatchWork(isRepairing: before.isRepairing, confirmedAt: before.confirmedAt)
        for change in batch.changes {
            try work.apply(change, to: &rows)
        }
        try work.finish(&rows)
        if batch.reachesHead {
            work.confirmedAt = max(work.confirmedAt, serverTime)
            if before.isRepairing { try finishRepair(&rows) }
        }
        try rows.setCursor(batch.cursor, confirmedAt: work.confirmedAt)
        return ApplyResult(
            isApplied: true,
            state: try rows.state(),
            faults: work.faults
        )
    }

    /// Puts an account in doubt and keeps the row that was found.
    public static func doubt(_ fault: ChainFault, in rows: inout some RecordRows) throws {
        guard try rows.doubt(about: fault.accountID) == nil else { return }
        let found = try rows.entry(of: fault.accountID, at: fault.accountSequence)
        try rows.addEvidence(Evidence(fault: fault, bytes: found?.storedBytes ?? []))
        try rows.putDoubt(fault, inFeed: false)
        // A chain that cannot be read is computed again from the first entry.
        if fault.accountSequence == 0 { try rows.removeChain(of: fault.accountID) }
    }

    /// Sets the record back to the beginning of the feed.
    public static func beginRepair(_ rows: inout some RecordRows) throws {
        try rows.removeStaged()
        try rows.resetDoubts()
        for chain in try rows.chains() {
            try rows.putChain(ChainRow(head: chain.head, replayedSequence: 0))
        }
        try rows.setRepairing(true)
        try rows.setCursor(nil, confirmedAt: try rows.state().confirmedAt)
    }

    /// Recomputes one link of a chain from the row that is held.
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

    private static func finishRepair(_ rows: inout some RecordRows) throws {
        for chain in try rows.chains() {
            // A doubt that the feed itself showed stays, and so does what it is about.
            if let doubt = try rows.doubt(about: chain.head.accountID), doubt.inFeed { continue }
            try cutBack(chain, &rows)
        }
        try rows.promoteStaged()
        try rows.removeCuredDoubts()
        try rows.setRepairing(false)
    }

    /// Removes the entries of which the feed did not speak.
    private static func cutBack(_ chain: ChainRow, _ rows: inout some RecordRows) throws {
        let accountID = chain.head.accountID
        let last = min(chain.replayedSequence, chain.head.accountSequence)
        while let extra = try rows.nextEntry(of: accountID, after: last) {
            let fault = ChainFault(
                accountID: accountID,
                accountSequence: extra.sequence,
                reason: .divergence
            )
            try rows.addEvidence(Evidence(fault: fault, bytes: extra.storedBytes))
            try rows.removeEntry(of: accountID, at: extra.sequence)
        }
        if last == 0 {
            try rows.removeChain(of: accountID)
        } else if last < chain.head.accountSequence {
            try rows.putChain(
                ChainRow(head: try head(of: accountID, at: last, rows), replayedSequence: last)
            )
        }
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

/// The state of one batch while it is applied.
struct BatchWork {
    let isRepairing: Bool
    var confirmedAt: Instant
    private(set) var faults: [ChainFault] = []

    private var verifier = ChainVerifier()
    /// The chains met so far, in the order in which they were met, to be written at the end.
    private var touched: [AccountID] = []
    private var replayed: [AccountID: Int64] = [:]
    private var doubted: Set<AccountID> = []

    init(isRepairing: Bool, confirmedAt: Instant) {
        self.isRepairing = isRepairing
        self.confirmedAt = confirmedAt
    }

    mutating func apply(_ change: FeedChange, to rows: inout some RecordRows) throws {
        switch change {
        case .entry(let entry):
            try apply(entry, to: &rows)
        case .account(let record):
            try rows.put(record, staged: isRepairing)
        case .hold(let hold):
            confirmedAt = max(confirmedAt, hold.heldAt)
            if hold.status == .pending {
                try rows.put(hold, staged: isRepairing)
            } else {
                try rows.removeHold(hold.transferID, staged: isRepairing)
            }
        case .payee(let payee):
            if payee.isRemoved {
                try rows.removePayee(payee.accountID, staged: isRepairing)
            } else {
                try rows.put(payee, staged: isRepairing)
            }
        case .decision:
            // The outbox has taken it in before.
            break
        case .accessRevoked(let accountID):
            try rows.removeAccount(accountID)
            verifier.forget(accountID)
            touched.removeAll { $0 == accountID }
            replayed[accountID] = nil
            doubted.remove(accountID)
        }
    }

    /// Writes the chains.
    func finish(_ rows: inout some RecordRows) throws {
        for accountID in touched {
            guard let head = verifier.head(of: accountID) else { continue }
            try rows.putChain(
                ChainRow(head: head, replayedSequence: replayed[accountID] ?? 0)
            )
        }
    }

    private mutating func apply(_ entry: EntryRecord, to rows: inout some RecordRows) throws {
        let accountID = entry.accountID
        try meet(accountID, rows)
        guard !doubted.contains(accountID) else { return }
        let bytes = entry.canonicalBytes
        var verdict = try check(entry, bytes, rows)
        let isConfirmed = entry.accountSequence <= replayed[accountID] ?? 0
        if case .faulty(let fault) = verdict, isRepairing, fault.isOfHeldRow, !isConfirmed {
            // The row held here is the wrong one: the chain goes back to the row before it, and
            // the entry of the bank is the next one. A row that this feed has confirmed stays: if
            // the feed contradicts itself, it is the feed that is wrong.
            verifier.forget(accountID)
            verifier.takeUp(
                try RecordKeeper.head(of: accountID, at: entry.accountSequence - 1, rows)
            )
            verdict = try check(entry, bytes, rows)
        }
        switch verdict {
        case .extends(let head):
            try write(bytes, head, to: &rows)
            replayed[accountID] = entry.accountSequence
            confirmedAt = max(confirmedAt, entry.bookedAt)
        case .alreadyHeld:
            replayed[accountID] = max(replayed[accountID] ?? 0, entry.accountSequence)
        case .faulty(let fault):
            try rows.addEvidence(Evidence(fault: fault, bytes: bytes))
            try rows.putDoubt(fault, inFeed: isRepairing)
            faults.append(fault)
            doubted.insert(accountID)
        case .setAside:
            break
        }
    }

    private mutating func check(
        _ entry: EntryRecord,
        _ bytes: [UInt8],
        _ rows: some RecordRows
    ) throws -> ChainVerifier.Verdict {
        try verifier.check(entry, canonicalBytes: bytes) {
            try rows.entry(of: entry.accountID, at: entry.accountSequence)?.canonicalBytes
        }
    }

    private mutating func meet(_ accountID: AccountID, _ rows: some RecordRows) throws {
        guard replayed[accountID] == nil else { return }
        touched.append(accountID)
        replayed[accountID] = 0
        if let chain = try rows.chain(of: accountID) {
            verifier.takeUp(chain.head)
            replayed[accountID] = chain.replayedSequence
        }
        if let doubt = try rows.doubt(about: accountID), doubt.inFeed || !isRepairing {
            doubted.insert(accountID)
        }
    }

    /// Writes an entry; in a repair a row that is there already is compared first.
    private func write(
        _ bytes: [UInt8],
        _ head: ChainHead,
        to rows: inout some RecordRows
    ) throws {
        let (accountID, sequence) = (head.accountID, head.accountSequence)
        if isRepairing, let found = try rows.entry(of: accountID, at: sequence) {
            if found.canonicalBytes == bytes, found.chainHash == head.hash { return }
            let reason: ChainBreak = found.canonicalBytes == nil ? .unreadable : .divergence
            let fault = ChainFault(
                accountID: accountID,
                accountSequence: sequence,
                reason: reason
            )
            try rows.addEvidence(Evidence(fault: fault, bytes: found.storedBytes))
        }
        try rows.putEntry(
            of: accountID,
            at: sequence,
            canonicalBytes: bytes,
            chainHash: head.hash
        )
    }
}

extension ChainFault {
    /// Whether the row that is held is what is wrong, and not the one that arrived.
    fileprivate var isOfHeldRow: Bool { reason == .unreadable || reason == .divergence }
}
