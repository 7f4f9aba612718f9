import CoreVocabulary
import LedgerService

// Scans of the feed in ascending order, for a user with too many accounts to query each of them.
/// Queries for the accounts and users with changes after a cursor.
protocol NewsQueries: FeedQueries {}

extension NewsQueries {
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
        // Each query returns up to `limit` rows, so the merged result is complete up to the limit.
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

    /// Returns a query for the feed rows of one table whose account a user has a grant for, in feed
    /// order.
    ///
    /// `CROSS JOIN` keeps the order of the tables: the feed first, which is read no further than
    /// the last row needed.
    private static func newsColumns(of table: String) -> String {
        """
        SELECT \(GrantColumns.list), n.feed_sequence FROM \(table) n
        CROSS JOIN current_grant g ON g.user_id = ?1 AND g.account_no = n.account_no
        CROSS JOIN account a ON a.account_no = g.account_no
        WHERE n.feed_sequence > ?2 AND n.feed_sequence <= ?3
            AND n.feed_sequence > g.base_sequence + g.backfill_count
        ORDER BY n.feed_sequence LIMIT ?4
        """
    }
}
