import CoreVocabulary
import SyncCore
import WireProtocol

// Some accounts of a record by themselves, without their entries.
extension SnapshotReader {
    /// Accounts with their holds as they were at the place, and then the payees.
    ///
    /// The holds of an account stay with it, and the payees together, even beyond the limit.
    ///
    /// - Parameters:
    ///   - accountIDs: The accounts; those that the user does not see are left out.
    ///   - hasPayees: True if the payees are asked for.
    ///   - limit: The number of changes after which no other account is begun.
    /// - Returns: What is told; nil when too much has happened to the first account since the place
    ///   to be looked through at once.
    /// - Throws: What the store throws.
    /// - Complexity: That of the accounts, their holds and the payees: of what happened to the
    ///   accounts since the place, no more is looked through than one reading has rows.
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

    /// The number of changes of an account since the place, holds among them; at most the limit.
    func newsCount(of accountID: AccountID, limit: Int) throws -> Int {
        try view.reader.changes(in: .account(accountID), after: sequence, limit: limit).count
    }

    /// The payees that were not removed at the place.
    private func payees() throws -> [PayeeRecord] {
        try view.reader.payees(of: view.userID, upTo: sequence)
            .filter { !$0.isRemoved }
            .map { try view.shown($0) }
    }
}
