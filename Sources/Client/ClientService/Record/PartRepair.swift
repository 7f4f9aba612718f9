public import CoreVocabulary
public import SyncCore

/// Repair of accounts, holds and payees that are unreadable, or not those written last.
///
/// No chain runs through these rows. The sums prove that they are the ones written last. The bank's
/// data replaces the whole part.
public enum PartRepair {
    /// Puts the accounts of a part in doubt, and its payees under their accounts' identifiers.
    public static func doubt(
        _ part: RecordPart,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        let found = try rows.toldRows(of: part)
        var readable: Set<AccountID> = []
        var unreadable: Set<AccountID> = []
        var payees: Set<AccountID> = []
        for row in found {
            switch row.change {
            case nil where row.isPayee: payees.insert(row.accountID)
            case nil: unreadable.insert(row.accountID)
            case .account: readable.insert(row.accountID)
            case .hold, .payee, .entry, .decision, .accessRevoked: break
            }
        }
        var faults = part.accountIDs.map { accountID in
            let isReadable = readable.contains(accountID) && !unreadable.contains(accountID)
            return fault(isReadable ? .divergence : .unreadable, of: accountID)
        }
        if part.hasPayees {
            faults += payees.sorted().map { fault(.unreadable, of: $0) }
            // All payees are readable, but one is outdated or missing.
            if payees.isEmpty { faults.append(fault(.divergence, of: .nobody)) }
        }
        for fault in faults { try RowRepair.doubt(fault, foundAt: foundAt, in: &rows) }
    }

    /// Replaces a part by the data received from the bank.
    ///
    /// Rows that were not received again are kept as evidence.
    ///
    /// An account that was not received does not belong to the user and is removed.
    ///
    /// - Parameters:
    ///   - part: The part to replace.
    ///   - changes: The accounts, the pending holds and the payees of the part, and nothing else.
    ///   - cursor: The cursor as of which the bank sent the data.
    ///   - foundAt: The bank's time of the finding.
    ///   - rows: The rows of the record.
    /// - Returns: False if the record has another cursor; nothing has changed then.
    /// - Throws: Whatever the rows throw.
    public static func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws -> Bool {
        let state = try rows.state()
        guard state.cursor == cursor, !state.isRepairing else { return false }
        try keepUntold(of: part, changes, foundAt: foundAt, in: &rows)
        try rows.removeHoldsAndPayees(of: part)
        var told: Set<AccountID> = []
        for change in changes {
            switch change {
            case .account(let account):
                told.insert(account.accountID)
                try rows.put(account, staged: false)
            case .hold(let hold): try rows.put(hold, staged: false)
            case .payee(let payee): try rows.put(payee, staged: false)
            case .entry, .decision, .accessRevoked: break
            }
        }
        let gone = part.accountIDs.filter { !told.contains($0) }
        for accountID in gone {
            try ComparisonRepair.takeOut(accountID, foundAt: foundAt, in: &rows)
        }
        try ComparisonRepair.forgetTold(of: gone, &rows)
        try rows.prove(part)
        return true
    }

    private static func keepUntold(
        of part: RecordPart,
        _ changes: [FeedChange],
        foundAt: Instant,
        in rows: inout some RecordRows
    ) throws {
        let told = Set(changes)
        for row in try rows.toldRows(of: part) {
            if let change = row.change, told.contains(change) { continue }
            let fault = fault(row.change == nil ? .unreadable : .divergence, of: row.accountID)
            try rows.keep(Evidence(fault: fault, bytes: row.evidenceBytes, foundAt: foundAt))
        }
    }

    /// Returns the fault of a row that is not an entry, with its account and the sequence 0.
    private static func fault(_ reason: ChainBreak, of accountID: AccountID) -> ChainFault {
        ChainFault(accountID: accountID, accountSequence: 0, reason: reason)
    }
}
