/// Sixth step of the schema: grants in force and pending holds.
enum OpenItemSchema {
    /// Tables of the grants in force and the pending holds, so that no query has to scan the whole
    /// history.
    ///
    /// ``SQLiteTransaction`` maintains them, triggers do so for any other program, and ``Checker``
    /// recomputes them.
    static let tables = ["current_grant", "pending_hold"]

    /// Sixth step: the cost of a request is bounded by the size of its result.
    ///
    /// - `current_grant` is the last grant of a user for an account if it gives access, indexed by
    ///   user in the order of the grants, and by account.
    /// - `pending_hold` is each hold without an end, by account.
    /// - `sign_in_guard_open` finds the tries that a restart ends.
    /// - `entry_of_account` is dropped. Places in an account and feed numbers grow together, so the
    ///   index over places serves both, and a transfer changes two pages less.
    /// - `session_with_key` finds the sessions whose keys can be destroyed.
    static var statements: String {
        [grantsInForce, holdsPending, fewOfMany].joined(separator: "\n")
    }

    /// The columns that the two tables of grants have in common.
    static let grantColumns = """
        user_id, account_no, feed_sequence, access, base_sequence, backfill_count, granted_at
        """

    /// Query for the last grant of each user for each account, if it gives access.
    static let lastGrants = """
        SELECT \(grantColumns) FROM access_grant g WHERE access IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM access_grant later
            WHERE later.user_id = g.user_id AND later.account_no = g.account_no
                AND later.feed_sequence > g.feed_sequence)
        """

    private static let grantsInForce = """
        CREATE TABLE current_grant (
            user_id BLOB NOT NULL,
            account_no INTEGER NOT NULL,
            feed_sequence INTEGER NOT NULL,
            access INTEGER NOT NULL,
            base_sequence INTEGER NOT NULL,
            backfill_count INTEGER NOT NULL,
            granted_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, account_no)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX current_grant_of_account ON current_grant (account_no);
        CREATE INDEX current_grant_in_order ON current_grant (user_id, base_sequence);

        INSERT INTO current_grant (\(grantColumns))
            \(lastGrants);

        CREATE TRIGGER access_grant_is_current AFTER INSERT ON access_grant BEGIN
            DELETE FROM current_grant
                WHERE user_id = NEW.user_id AND account_no = NEW.account_no;
            INSERT INTO current_grant (\(grantColumns))
                SELECT \(grantColumns) FROM (
                    SELECT \(grantColumns) FROM access_grant
                    WHERE user_id = NEW.user_id AND account_no = NEW.account_no
                    ORDER BY feed_sequence DESC LIMIT 1)
                WHERE access IS NOT NULL;
        END;
        """

    private static let holdsPending = """
        CREATE TABLE pending_hold (
            account_no INTEGER NOT NULL,
            hold_no INTEGER NOT NULL,
            PRIMARY KEY (account_no, hold_no)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO pending_hold (account_no, hold_no)
            SELECT account_no, hold_no FROM hold WHERE NOT EXISTS (
                SELECT 1 FROM resolution WHERE pending_id = hold.transfer_id);

        CREATE TRIGGER hold_is_pending AFTER INSERT ON hold
        WHEN NOT EXISTS (SELECT 1 FROM resolution WHERE pending_id = NEW.transfer_id) BEGIN
            INSERT INTO pending_hold (account_no, hold_no) VALUES (NEW.account_no, NEW.hold_no);
        END;

        CREATE TRIGGER resolution_ends_holds AFTER INSERT ON resolution BEGIN
            DELETE FROM pending_hold WHERE (account_no, hold_no) IN (
                SELECT account_no, hold_no FROM hold WHERE transfer_id = NEW.pending_id);
        END;
        """

    private static let fewOfMany = """
        DROP INDEX entry_of_account;

        CREATE INDEX sign_in_guard_open ON sign_in_guard (guard_key) WHERE open_tries > 0;

        CREATE INDEX session_with_key ON session (ends_at) WHERE length(authorisation_key) > 0;
        """
}
