package import CoreVocabulary
package import SyncCore

/// Repair of accounts, holds and payees that are unreadable, or not those written last.
///
/// No chain runs through these rows. The sums prove that they are the ones written last. The bank's
/// data replaces the whole part.
package enum PartRepair {
    /// Puts the accounts of a part in doubt, and its payees under their accounts' identifiers.
    package static func doubt(
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
            return isReadable ? ChainFault.divergence(accountID) : .unreadable(accountID)
        }
        if part.hasPayees {
            faults += payees.sorted().map { .unreadable($0) }
            // All payees are readable, but one is outdated or missing.
            if payees.isEmpty { faults.append(.divergence(.nobody)) }
        }
        for fault in faults { try RowRepair.doubt(fault, foundAt: foundAt, in: &rows) }
    }

    /// Replaces a part by the data received from the bank.
    ///
    /// Rows that were not received again are kept as evidence. An account that was not received does
    /// not belong to the user and is removed. Returns as ``RecordStore/replace(_:with:at:foundAt:)``.
    package static func replace(
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
            let accountID = row.accountID
            let fault: ChainFault =
                row.change == nil ? .unreadable(accountID) : .divergence(accountID)
            try rows.keep(Evidence(fault: fault, bytes: row.evidenceBytes, foundAt: foundAt))
        }
    }
}
