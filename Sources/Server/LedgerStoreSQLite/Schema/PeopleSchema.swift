/// Tables of users, sessions, grants and the audit log, and of the feed, of the first step.
enum PeopleSchema {
    /// Tables of users, sessions, grants, payees, intents and the audit log.
    static let people = """
        CREATE TABLE user (
            user_no INTEGER PRIMARY KEY,
            user_id BLOB NOT NULL UNIQUE CHECK (length(user_id) = 16),
            name TEXT NOT NULL UNIQUE,
            display_name TEXT NOT NULL,
            role TEXT NOT NULL,
            password TEXT NOT NULL,
            totp_algorithm INTEGER NOT NULL CHECK (totp_algorithm BETWEEN 1 AND 3),
            totp_digits INTEGER NOT NULL,
            totp_period INTEGER NOT NULL,
            totp_secret BLOB NOT NULL,
            storage_key BLOB NOT NULL,
            added_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE sign_in_guard (
            guard_key BLOB PRIMARY KEY,
            state BLOB NOT NULL,
            open_tries INTEGER NOT NULL CHECK (open_tries >= 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE session (
            session_id BLOB PRIMARY KEY CHECK (length(session_id) = 16),
            user_id BLOB NOT NULL REFERENCES user (user_id),
            token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
            authorisation_key BLOB NOT NULL,
            opened_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE session_end (
            session_id BLOB PRIMARY KEY REFERENCES session,
            ended_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE used_step (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            step INTEGER NOT NULL,
            used_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, step)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE access_grant (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            account_no INTEGER NOT NULL REFERENCES account,
            feed_sequence INTEGER NOT NULL,
            access INTEGER CHECK (access BETWEEN 1 AND 3),
            base_sequence INTEGER NOT NULL,
            backfill_count INTEGER NOT NULL CHECK (backfill_count >= 0),
            granted_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, account_no, feed_sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE payee (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            account_no INTEGER NOT NULL REFERENCES account,
            feed_sequence INTEGER NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (user_id, account_no, feed_sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE intent (
            intent_key BLOB PRIMARY KEY CHECK (length(intent_key) = 16),
            user_id BLOB NOT NULL REFERENCES user (user_id),
            session_id BLOB NOT NULL REFERENCES session,
            reviewed BLOB NOT NULL,
            decision BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            audit_no INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor BLOB CHECK (length(actor) = 16),
            action INTEGER NOT NULL,
            object BLOB CHECK (length(object) = 16),
            result INTEGER NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 1),
            detail BLOB CHECK (length(detail) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        """

    /// Table of changes other than entries.
    ///
    /// Entries and changes share one sequence of feed numbers without gaps. The history of an
    /// account that was granted later takes `backfill_count` of them.
    static let feed = """
        CREATE TABLE change (
            feed_sequence INTEGER PRIMARY KEY,
            group_sequence INTEGER NOT NULL,
            account_no INTEGER REFERENCES account,
            user_id BLOB REFERENCES user (user_id),
            backfill_count INTEGER NOT NULL CHECK (backfill_count >= 0),
            payload BLOB NOT NULL,
            CHECK ((account_no IS NULL) <> (user_id IS NULL))
        ) STRICT;
        CREATE INDEX change_of_account ON change (account_no) WHERE account_no IS NOT NULL;
        CREATE INDEX change_of_user ON change (user_id) WHERE user_id IS NOT NULL;
        """

    /// Triggers that require every numbered row to take the next number.
    ///
    /// They reject gaps, overwritten rows and REPLACE.
    static let guards = """
        CREATE VIEW feed_head (head) AS SELECT max(
            ifnull((SELECT max(feed_sequence) FROM entry), 0),
            ifnull(
                (SELECT feed_sequence + backfill_count FROM change
                    ORDER BY feed_sequence DESC LIMIT 1),
                0));

        CREATE TRIGGER entry_takes_next_number BEFORE INSERT ON entry
        WHEN NEW.feed_sequence IS NOT (SELECT head FROM feed_head) + 1 BEGIN
            SELECT RAISE(ABORT, 'the feed has no gaps');
        END;

        CREATE TRIGGER change_takes_next_number BEFORE INSERT ON change
        WHEN NEW.feed_sequence IS NOT (SELECT head FROM feed_head) + 1 BEGIN
            SELECT RAISE(ABORT, 'the feed has no gaps');
        END;

        CREATE TRIGGER entry_takes_next_place BEFORE INSERT ON entry
        WHEN NEW.account_sequence IS NOT 1 + ifnull(
            (SELECT max(account_sequence) FROM entry WHERE account_no = NEW.account_no), 0)
        BEGIN
            SELECT RAISE(ABORT, 'an account has no gaps');
        END;

        CREATE TRIGGER transfer_takes_next_number BEFORE INSERT ON transfer
        WHEN NEW.transfer_no IS NOT 1 + ifnull((SELECT max(transfer_no) FROM transfer), 0) BEGIN
            SELECT RAISE(ABORT, 'transfers have no gaps');
        END;

        CREATE TRIGGER audit_takes_next_number BEFORE INSERT ON audit
        WHEN NEW.audit_no IS NOT 1 + ifnull((SELECT max(audit_no) FROM audit), 0) BEGIN
            SELECT RAISE(ABORT, 'the audit log has no gaps');
        END;
        """
}
