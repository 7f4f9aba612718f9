import CoreVocabulary
import SyncCore
import WireProtocol

// Selected accounts of a record, without their entries.
extension SnapshotReader {
    /// Returns accounts with their holds as of the place, followed by the payees.
    ///
    /// Accounts that the user does not see are left out. Beyond the limit no further account is
    /// begun, but the holds of an account stay with it, and the payees together. Returns nil if the
    /// first account has had too many changes since the place for one reading.
    ///
    /// - Complexity: O(n) in the accounts, their holds and the payees; of the accounts' changes
    ///   since the place, at most as many are scanned as one reading has rows.
    func records(
        of accountIDs: [AccountID],
        withPayees hasPayees: Bool,
        limit: Int
    ) throws -> ToldRecords? {
        var changes: [FeedChange] = []
        var accountCount = 0
        var newsLeft = view.limits.rowCount
        for accountID in accountIDs where changes.count < limit {
            if let grant = try view.reader.grant(of: view.userID, for: accountID),
                let access = grant.access, grant.baseSequence <= sequence
            {
                newsLeft -= try newsCount(of: accountID, limit: newsLeft + 1)
                guard newsLeft >= 0 else { break }
                changes += try told(of: grant, access)
            }
            accountCount += 1
        }
        guard accountCount > 0 || accountIDs.isEmpty else { return nil }
        let isWhole = hasPayees && accountCount == accountIDs.count
        if isWhole { changes += try payees().map { .payee($0) } }
        return ToldRecords(accountCount: accountCount, changes: changes, hasPayees: isWhole)
    }

    /// Returns the number of changes of an account since the place, with holds, up to the limit.
    func newsCount(of accountID: AccountID, limit: Int) throws -> Int {
        try view.reader.changes(in: .account(accountID), after: sequence, limit: limit).count
    }

    /// Returns the payees that were not removed at the place.
    private func payees() throws -> [PayeeRecord] {
        try view.reader.payees(of: view.userID, upTo: sequence)
            .filter { !$0.isRemoved }
            .map { try view.shown($0) }
    }
}
