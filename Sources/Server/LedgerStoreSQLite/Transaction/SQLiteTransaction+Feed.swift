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
    }

    func insert(_ grant: AccessGrant) throws {
        try run(
            """
            INSERT INTO access_grant (user_id, account_no, feed_sequence, access, base_sequence,
                backfill_count, granted_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(grant.userID), .integer(try knownKey(of: grant.accountID).number),
                .integer(grant.feedSequence),
                grant.access.map { .integer($0.rawValue) } ?? .null,
                .integer(grant.baseSequence), .integer(grant.backfillCount),
                .instant(grant.grantedAt),
            ]
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
