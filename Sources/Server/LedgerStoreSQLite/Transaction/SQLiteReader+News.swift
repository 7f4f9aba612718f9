import CoreVocabulary
import GRDB
import LedgerService

// The feed read forwards, for a user with so many accounts that each of them cannot be asked.
extension SQLiteReader {
    func grantsWithNews(
        of userID: UserID,
        after sequence: Int64,
        upTo last: Int64,
        limit: Int
    ) throws -> [(feedSequence: Int64, grant: AccessGrant)] {
        let values: [SQLValue] = [
            .id(userID), .integer(sequence), .integer(last), .integer(limit),
        ]
        var found: [(feedSequence: Int64, grant: AccessGrant)] = []
        // Each stops at the limit, so that beyond it neither is missed where the other ends.
        for table in ["entry", "change"] {
            found += try database.all(Self.newsColumns(of: table), values) { row in
                (feedSequence: row.integer(7), grant: try Self.grant(row))
            }
        }
        return Array(found.sorted { $0.feedSequence < $1.feedSequence }.prefix(limit))
    }

    func groupSequence(after sequence: Int64) throws -> Int64? {
        let next = try ["entry", "change"].compactMap { table in
            try database.first(
                """
                SELECT feed_sequence, group_sequence FROM \(table) WHERE feed_sequence > ?
                ORDER BY feed_sequence LIMIT 1
                """,
                [.integer(sequence)]
            ) { (number: $0.integer(0), group: $0.integer(1)) }
        }
        return next.min { $0.number < $1.number }?.group
    }

    /// Rows of a table of the feed whose account a user has a grant for, as they follow each other.
    ///
    /// `CROSS JOIN` keeps the order of the tables: the feed first, of which no more is read than up
    /// to the last row that is wanted.
    private static func newsColumns(of table: String) -> String {
        """
        SELECT \(grantList), n.feed_sequence FROM \(table) n
        CROSS JOIN current_grant g ON g.user_id = ?1 AND g.account_no = n.account_no
        CROSS JOIN account a ON a.account_no = g.account_no
        WHERE n.feed_sequence > ?2 AND n.feed_sequence <= ?3
            AND n.feed_sequence > g.base_sequence + g.backfill_count
        ORDER BY n.feed_sequence LIMIT ?4
        """
    }
}
