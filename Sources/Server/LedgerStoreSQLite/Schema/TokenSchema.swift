/// Fourth step of the schema: tokens, revocation and wipe orders.
enum TokenSchema {
    /// The tables of tokens, revocations and wipe orders; rows are only added.
    static let tables = [
        "signing_key", "signing_key_begin", "signing_key_end", "user_change", "wipe_order",
        "wipe_receipt", "terminal_revocation",
    ]

    /// The tables of tokens with present state.
    ///
    /// They contain private halves of signing keys, renewal states of sessions, and buckets that
    /// are not full.
    static let mutableTables = ["signing_secret", "session_renewal", "rate_limit"]

    /// Fourth step: short-lived tokens authenticate sessions, and sessions can be ended for a
    /// reason.
    ///
    /// - `session_end.reason` is a `SessionEnd`; earlier rows mean a sign-out.
    /// - `user_change` has the changeable fields of a user; the row with the highest number
    ///   applies.
    static var statements: String {
        let refusals = Schema.refusals(on: tables)
        let guards = SealedColumn.ofTokens.map(Schema.guards)
        return ([tokenColumns, keysOfTokens, endsOfSessions, counts] + refusals + guards)
            .joined(separator: "\n")
    }

    private static let tokenColumns = """
        ALTER TABLE session ADD COLUMN terminal TEXT;
        ALTER TABLE session_end ADD COLUMN reason INTEGER NOT NULL DEFAULT 1
            CHECK (reason BETWEEN 1 AND 8);
        CREATE INDEX session_of_user ON session (user_id, ends_at);
        CREATE INDEX session_at_terminal ON session (terminal, ends_at) WHERE terminal IS NOT NULL;
        CREATE TRIGGER session_keeps_terminal BEFORE UPDATE OF terminal ON session BEGIN
            SELECT RAISE(ABORT, 'session keeps all but what is sealed');
        END;

        CREATE TABLE session_renewal (
            session_id BLOB PRIMARY KEY REFERENCES session,
            refresh_key BLOB NOT NULL,
            generation INTEGER NOT NULL CHECK (generation BETWEEN 0 AND 4294967295),
            nonce BLOB,
            renewed_at INTEGER NOT NULL,
            idle_ends_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let keysOfTokens = """
        CREATE TABLE signing_key (
            key_no INTEGER PRIMARY KEY,
            key_id BLOB NOT NULL UNIQUE CHECK (length(key_id) = 16),
            public_key BLOB NOT NULL CHECK (length(public_key) = 32),
            published_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE signing_key_begin (
            key_id BLOB PRIMARY KEY REFERENCES signing_key (key_id),
            began_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE signing_key_end (
            key_id BLOB PRIMARY KEY REFERENCES signing_key_begin,
            ended_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE signing_secret (
            key_id BLOB PRIMARY KEY REFERENCES signing_key (key_id),
            secret BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let endsOfSessions = """
        CREATE TABLE user_change (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            change_no INTEGER NOT NULL CHECK (change_no >= 1),
            role TEXT NOT NULL,
            is_disabled INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, change_no)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE wipe_order (
            nonce BLOB PRIMARY KEY CHECK (length(nonce) = 16),
            user_id BLOB NOT NULL REFERENCES user (user_id),
            session_id BLOB UNIQUE REFERENCES session,
            ordered_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE wipe_receipt (
            nonce BLOB PRIMARY KEY REFERENCES wipe_order,
            signature BLOB NOT NULL,
            received_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE terminal_revocation (
            terminal TEXT PRIMARY KEY,
            revoked_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let counts = """
        CREATE TABLE rate_limit (
            limit_key BLOB PRIMARY KEY CHECK (length(limit_key) = 17),
            full_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rate_limit_full ON rate_limit (full_at);
        """
}
