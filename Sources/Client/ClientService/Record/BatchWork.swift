import CoreVocabulary
import SyncCore

/// Working state while one batch is applied.
struct BatchWork {
    let isRepairing: Bool
    /// Time at which the record was right, as far as the changes show it.
    ///
    /// It is never later than the bank's time in the answer.
    private(set) var confirmedAt: Instant
    private let foundAt: Instant
    private(set) var faults: [ChainFault] = []

    private var verifier = ChainVerifier()
    /// Accounts met so far, in that order; their chains are written at the end.
    private var touched: [AccountID] = []
    private var replayed: [AccountID: Int64] = [:]
    private var doubted: Set<AccountID> = []
    /// Highest sequences of entries that were received but not stored, by account.
    ///
    /// After ``finish(_:)`` only those remain that the chain has not reached.
    private(set) var toldSequences: [AccountID: Int64]
    /// Accounts whose access ended and was not granted again since.
    private var ended: Set<AccountID>

    /// The ended accesses, in the order of their identifiers.
    var endedAccesses: [AccountID] { ended.sorted() }
    /// Accounts whose access ended in earlier batches.
    private let endedBefore: Set<AccountID>

    init(_ state: RecordState, _ serverTime: Instant) {
        isRepairing = state.isRepairing
        endedBefore = Set(state.endedAccesses)
        ended = endedBefore
        toldSequences = state.toldSequences
        confirmedAt = min(state.confirmedAt, serverTime)
        foundAt = serverTime
    }

    mutating func apply(_ change: FeedChange, to rows: inout some RecordRows) throws {
        switch change {
        case .entry(let entry):
            try apply(entry, to: &rows)
        case .account(let record):
            ended.remove(record.accountID)
            try rows.put(record, staged: isRepairing)
        case .hold(let hold):
            noteBooking(at: hold.heldAt)
            if hold.status == .pending {
                try rows.put(hold, staged: isRepairing)
            } else {
                try rows.removeHold(hold.transferID, of: hold.accountID, staged: isRepairing)
            }
        case .payee(let payee):
            if payee.isRemoved {
                try rows.removePayee(payee.accountID, staged: isRepairing)
            } else {
                try rows.put(payee, staged: isRepairing)
            }
        case .decision:
            // The outbox has already processed the decision.
            break
        case .accessRevoked(let accountID):
            try endAccess(to: accountID, &rows)
        }
    }

    /// Records that the record was right at a booking time, capped at the bank's time in case its
    /// clock ran ahead.
    private mutating func noteBooking(at instant: Instant) {
        confirmedAt = max(confirmedAt, min(instant, foundAt))
    }

    /// Writes the chains, and removes the rows of accounts whose access has just ended.
    ///
    /// A repair removes them at its own end. Evidence about them stays until the record has caught
    /// up, because the access may be granted again.
    mutating func finish(_ rows: inout some RecordRows) throws {
        for accountID in touched {
            guard let head = verifier.head(of: accountID) else { continue }
            try rows.putChain(ChainRow(head: head, replayedSequence: replayed[accountID] ?? 0))
        }
        let verifier = verifier
        toldSequences = toldSequences.filter { accountID, sequence in
            sequence > verifier.head(of: accountID)?.accountSequence ?? 0
        }
        guard !isRepairing else { return }
        for accountID in ended.subtracting(endedBefore).sorted() {
            try rows.removeAccount(accountID, keepsEvidence: true)
        }
    }

    /// Removes an account and its holds, because the user's access ended.
    ///
    /// Its entries and evidence stay until it is known whether access is granted again. A feed read
    /// from its beginning contains accesses that ended long ago, and entries that the bank has lost
    /// since must still be found in the account of whoever has access now.
    private mutating func endAccess(to accountID: AccountID, _ rows: inout some RecordRows) throws {
        ended.insert(accountID)
        toldSequences[accountID] = nil
        try rows.removeToldRows(of: accountID, staged: isRepairing)
        guard isRepairing else { return }
        // Renewed access begins with the first entry, so the changes received before neither
        // confirm nor contradict anything.
        if let doubt = try rows.doubt(about: accountID), doubt.inFeed {
            try rows.putDoubt(doubt.fault, inFeed: false)
        }
        try meet(accountID, rows)
        doubted.remove(accountID)
        replayed[accountID] = 0
        let head = verifier.head(of: accountID)
        verifier.forget(accountID)
        if let head { verifier.takeUp(head) }
    }

    private mutating func apply(_ entry: EntryRecord, to rows: inout some RecordRows) throws {
        let accountID = entry.accountID
        try meet(accountID, rows)
        guard !doubted.contains(accountID) else { return noteUntaken(entry) }
        let bytes = entry.canonicalBytes
        var verdict = try check(entry, bytes, rows)
        let isConfirmed = entry.accountSequence <= replayed[accountID] ?? 0
        if case .faulty(let fault) = verdict, isRepairing, fault.isOfHeldRow, !isConfirmed {
            // The stored row is the wrong one: the chain is cut back to the row before it, and the
            // bank's entry is the next one. A row that this feed has confirmed stays, because a
            // feed that contradicts itself is wrong.
            guard try cutBack(accountID, to: entry.accountSequence - 1, &rows) else {
                return noteUntaken(entry)
            }
            verdict = try check(entry, bytes, rows)
        }
        switch verdict {
        case .extends(let head):
            try write(bytes, head, to: &rows)
            replayed[accountID] = entry.accountSequence
            noteBooking(at: entry.bookedAt)
        case .alreadyHeld:
            replayed[accountID] = max(replayed[accountID] ?? 0, entry.accountSequence)
        case .faulty(let fault):
            doubted.insert(accountID)
            noteUntaken(entry)
            guard try !isOwnLoss(fault, rows) else { return }
            try rows.keep(Evidence(fault: fault, bytes: bytes, foundAt: foundAt))
            try rows.putDoubt(fault, inFeed: isRepairing)
            faults.append(fault)
        case .setAside:
            noteUntaken(entry)
        }
    }

    /// Records that an entry was received but not stored, so that the balance is known to be
    /// incomplete.
    private mutating func noteUntaken(_ entry: EntryRecord) {
        let told = toldSequences[entry.accountID] ?? 0
        toldSequences[entry.accountID] = max(told, entry.accountSequence)
    }

    /// Cuts a chain back to a sequence, so that the bank's entry is the next one; returns false if
    /// the row there is damaged.
    ///
    /// The feed confirmed that row before it was damaged, and does not send it again. It is removed
    /// with those after it, and a comparison fetches them when the repair is over.
    private mutating func cutBack(
        _ accountID: AccountID,
        to sequence: Int64,
        _ rows: inout some RecordRows
    ) throws -> Bool {
        verifier.forget(accountID)
        do {
            verifier.takeUp(try RecordChain.head(of: accountID, at: sequence, rows))
            return true
        } catch let damage as ChainFault {
            let chain = try rows.head(of: accountID)
            try RecordChain.cutBack(chain, to: sequence, foundAt: foundAt, &rows)
            let head = try rows.head(of: accountID)
            verifier.takeUp(head)
            replayed[accountID] = head.accountSequence
            doubted.insert(accountID)
            try rows.putDoubt(damage, inFeed: false)
            return false
        }
    }

    /// Returns true if a fault only shows that a locally damaged entry is missing, so that the feed
    /// is right.
    private func isOwnLoss(_ fault: ChainFault, _ rows: some RecordRows) throws -> Bool {
        guard isRepairing, fault.reason == .sequenceGap,
            let doubt = try rows.doubt(about: fault.accountID), !doubt.inFeed,
            doubt.fault.reason == .unreadable
        else { return false }
        let last = verifier.head(of: fault.accountID)?.accountSequence ?? 0
        return doubt.fault.accountSequence <= last + 1
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
        let chain = try rows.chain(of: accountID)
        if let chain {
            verifier.takeUp(chain.head)
            replayed[accountID] = chain.replayedSequence
        }
        guard let doubt = try rows.doubt(about: accountID) else { return }
        // A damaged row leaves the chain as it is, and the chain continues.
        let isOfHeldRow = doubt.fault.accountSequence <= chain?.head.accountSequence ?? -1
        if doubt.inFeed || !isRepairing && !isOfHeldRow { doubted.insert(accountID) }
    }

    /// Writes an entry; during a repair an existing row is first compared.
    private func write(_ bytes: [UInt8], _ head: ChainHead, to rows: inout some RecordRows) throws {
        let (accountID, sequence) = (head.accountID, head.accountSequence)
        if isRepairing, let found = try rows.entry(of: accountID, at: sequence) {
            if found.canonicalBytes == bytes, found.chainHash == head.hash { return }
            try rows.keep(found.evidence(of: accountID, foundAt: foundAt))
        }
        try rows.putEntry(of: accountID, at: sequence, canonicalBytes: bytes, chainHash: head.hash)
    }
}

extension ChainFault {
    /// True if the stored row is wrong, not the one that arrived.
    fileprivate var isOfHeldRow: Bool { reason == .unreadable || reason == .divergence }
}
