import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Queries for grants, payees, entries and other changes of the feed.
protocol FeedQueries: PlaceQueries {}

/// Column lists of the statements.
private enum Columns {
    static let entry = """
        SELECT e.feed_sequence, e.group_sequence, e.account_sequence, e.side, e.balance_after,
            e.counterparty, e.reference, t.transfer_id, t.journal_id, t.amount, t.booked_at,
            t.value_date, t.code, e.chain_hash, t.maker_id
        FROM entry e JOIN transfer t ON t.transfer_no = e.transfer_no
        WHERE e.account_no = ?
        """
}

/// Column lists of grants.
enum GrantColumns {
    /// Columns that ``FeedQueries/grant(_:)`` reads from a grant `g` and its account `a`.
    static let list = """
        g.user_id, a.account_id, g.access, g.base_sequence, g.backfill_count, g.feed_sequence,
        g.granted_at
        """
    /// Grants in force of a user.
    static let ofUser = """
        SELECT \(list)
        FROM current_grant g JOIN account a ON a.account_no = g.account_no
        WHERE g.user_id = ?
        """
}

extension FeedQueries {
    func epoch() throws -> UInt64 {
        let stored = try database.first(
            """
            SELECT ifnull(
                (SELECT epoch FROM later_epoch ORDER BY epoch_no DESC LIMIT 1),
                (SELECT value FROM meta WHERE key = 'epoch'))
            """
        ) { row in
            row.bytes(0).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard let stored else { throw LedgerStoreError.invalidRow("meta") }
        return stored
    }

    func feedHead() throws -> Int64 {
        try database.integer("SELECT head FROM feed_head") ?? 0
    }

    func grants(of userID: UserID) throws -> [AccessGrant] {
        try database.all(GrantColumns.ofUser + " ORDER BY g.account_no", [.id(userID)], Self.grant)
    }

    func grants(
        of userID: UserID,
        givenAfter sequence: Int64,
        limit: Int
    ) throws -> [AccessGrant] {
        try database.all(
            GrantColumns.ofUser
                + " AND g.base_sequence > ? ORDER BY g.base_sequence, g.account_no LIMIT ?",
            [.id(userID), .integer(sequence), .integer(limit)],
            Self.grant
        )
    }

    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant? {
        guard let key = try key(of: accountID) else { return nil }
        return try database.first(
            GrantColumns.ofUser + " AND g.account_no = ?",
            [.id(userID), .integer(key.number)],
            Self.grant
        )
    }

    func accountsLost(
        by userID: UserID,
        since sequence: Int64,
        after last: AccountID?,
        limit: Int
    ) throws -> [AccountID] {
        try database.all(
            """
            SELECT a.account_id FROM (
                SELECT account_no, access, base_sequence, max(feed_sequence)
                FROM access_grant WHERE user_id = ?1 GROUP BY account_no
                HAVING access IS NULL OR base_sequence > ?2
            ) g JOIN account a ON a.account_no = g.account_no
            WHERE ?3 IS NULL OR a.account_id > ?3 ORDER BY a.account_id LIMIT ?4
            """,
            [.id(userID), .integer(sequence), .id(last), .integer(limit)]
        ) { try $0.id(0) }
    }

    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord? {
        guard let key = try key(of: accountID) else { return nil }
        return try database.first(
            """
            SELECT record FROM payee WHERE user_id = ? AND account_no = ?
            ORDER BY feed_sequence DESC LIMIT 1
            """,
            [.id(userID), .integer(key.number)]
        ) { try PayeeRecord(canonicalBytes: $0.bytes(0)) }
    }

    func payees(of userID: UserID, upTo sequence: Int64) throws -> [PayeeRecord] {
        // In each group, SQLite takes `record` from the row with the maximum `feed_sequence`.
        try database.all(
            """
            SELECT record, max(feed_sequence) FROM payee
            WHERE user_id = ? AND feed_sequence <= ? GROUP BY account_no
            """,
            [.id(userID), .integer(sequence)]
        ) { try PayeeRecord(canonicalBytes: $0.bytes(0)) }.sorted { $0.accountID < $1.accountID }
    }

    func entries(
        of accountID: AccountID,
        _ order: EntryOrder,
        limit: Int
    ) throws -> [FeedRow] {
        let key = try knownKey(of: accountID)
        let place =
            switch order {
            case .afterFeedSequence(let sequence):
                try lastPlace(of: key.number, upTo: sequence)
            case .afterAccountSequence(let sequence): sequence
            }
        return try database.all(
            Columns.entry
                + " AND e.account_sequence > ? ORDER BY e.account_sequence LIMIT ?",
            [.integer(key.number), .integer(place), .integer(limit)]
        ) { row in
            FeedRow(
                feedSequence: row.integer(0),
                groupSequence: row.integer(1),
                change: .entry(try Self.entry(row, of: accountID, key))
            )
        }
    }

    func chainPage(
        of accountID: AccountID,
        after sequence: Int64,
        limit: Int
    ) throws -> [ChainedEntry] {
        try chainedEntries(
            of: accountID,
            "AND e.account_sequence > ? ORDER BY e.account_sequence LIMIT ?",
            [.integer(sequence), .integer(limit)]
        )
    }

    func lastChainedEntry(_ number: Int64, of accountID: AccountID) throws -> ChainedEntry? {
        try chainedEntries(of: accountID, "ORDER BY e.account_sequence DESC LIMIT 1").first
    }

    private func chainedEntries(
        of accountID: AccountID,
        _ condition: String,
        _ values: [SQLValue] = []
    ) throws -> [ChainedEntry] {
        let key = try knownKey(of: accountID)
        return try database.all(
            "\(Columns.entry) \(condition)",
            [.integer(key.number)] + values
        ) { row in
            (
                entry: try Self.entry(row, of: accountID, key),
                feedSequence: row.integer(0),
                chainHash: try row.digest(13)
            )
        }
    }

    func changes(
        in scope: FeedRow.Scope,
        after sequence: Int64,
        limit: Int
    ) throws -> [FeedRow] {
        let (column, value): (String, SQLValue) =
            switch scope {
            case .account(let id): ("account_no", .integer(try knownKey(of: id).number))
            case .user(let id): ("user_id", .id(id))
            }
        return try database.all(
            """
            SELECT feed_sequence, group_sequence, payload FROM change
            WHERE \(column) = ? AND feed_sequence > ? ORDER BY feed_sequence LIMIT ?
            """,
            [value, .integer(sequence), .integer(limit)]
        ) { try FeedRow($0) }
    }

    /// Decodes an entry from the columns of `Columns.entry`.
    private static func entry(
        _ row: SQLRow,
        of accountID: AccountID,
        _ key: AccountKey
    ) throws -> EntryRecord {
        let side: Side = try row.value(3, in: "entry")
        let amount = row.integer(9)
        return EntryRecord(
            accountID: accountID,
            accountSequence: row.integer(2),
            journalID: try row.id(8),
            transferID: try row.id(7),
            amount: Money(
                minorUnits: side == key.normalBalance ? amount : -amount,
                currency: key.currency
            ),
            balanceAfterMinorUnits: row.integer(4),
            bookedAt: row.instant(10),
            valueDate: try row.date(11),
            code: try row.integer(12, as: UInt16.self),
            counterparty: row.text(5),
            reference: row.text(6),
            isMadeByStaff: !row.isNull(14)
        )
    }

    /// Decodes a grant from the columns of ``GrantColumns/list``.
    static func grant(_ row: SQLRow) throws -> AccessGrant {
        AccessGrant(
            userID: try row.id(0),
            accountID: try row.id(1),
            access: try row.value(2, in: "access_grant"),
            baseSequence: row.integer(3),
            backfillCount: row.integer(4),
            feedSequence: row.integer(5),
            grantedAt: row.instant(6)
        )
    }
}

extension FeedRow {
    /// Decodes a change from its feed sequence, its group and its payload.
    init(_ row: SQLRow) throws {
        self.init(
            feedSequence: row.integer(0),
            groupSequence: row.integer(1),
            change: try FeedChange(canonicalBytes: row.bytes(2))
        )
    }
}
