import CoreVocabulary
import LedgerService
import SyncCore

extension SQLiteTransaction {
    func insert(_ row: FeedRow, scope: FeedRow.Scope, backfillCount: Int64) throws {
        let (account, user): (SQLValue, SQLValue) =
            switch scope {
            case .account(let id): (.integer(try knownKey(of: id).number), .null)
            case .user(let id): (.null, .id(id))
            }
        try requireNext(feedSequence: row.feedSequence)
        try run(
            """
            INSERT INTO change (feed_sequence, group_sequence, account_no, user_id,
                backfill_count, payload) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(row.feedSequence), .integer(row.groupSequence), account, user,
                .integer(backfillCount), .blob(row.change.canonicalBytes),
            ]
        )
        lastNumbers.feed = row.feedSequence + backfillCount
    }

    func insert(_ grant: AccessGrant) throws {
        let account = try knownKey(of: grant.accountID).number
        try run(
            """
            INSERT INTO access_grant (user_id, account_no, feed_sequence, access, base_sequence,
                backfill_count, granted_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(grant.userID), .integer(account), .integer(grant.feedSequence),
                grant.access.map { .integer($0.rawValue) } ?? .null,
                .integer(grant.baseSequence), .integer(grant.backfillCount),
                .instant(grant.grantedAt),
            ]
        )
        try run(
            "DELETE FROM current_grant WHERE user_id = ? AND account_no = ?",
            [.id(grant.userID), .integer(account)]
        )
        try run(
            """
            INSERT INTO current_grant (\(OpenItemSchema.grantColumns))
                SELECT \(OpenItemSchema.grantColumns) FROM (
                    SELECT \(OpenItemSchema.grantColumns) FROM access_grant
                    WHERE user_id = ? AND account_no = ? ORDER BY feed_sequence DESC LIMIT 1)
                WHERE access IS NOT NULL
            """,
            [.id(grant.userID), .integer(account)]
        )
    }

    func insert(_ payee: PayeeRecord, of userID: UserID, feedSequence: Int64) throws {
        try run(
            """
            INSERT INTO payee (user_id, account_no, feed_sequence, record) VALUES (?, ?, ?, ?)
            """,
            [
                .id(userID), .integer(try knownKey(of: payee.accountID).number),
                .integer(feedSequence), .blob(payee.canonicalBytes),
            ]
        )
    }
}
