/// Tables of accounts, transfers, entries and holds, of the first step.
enum LedgerSchema {
    /// Tables of accounts, transfers and entries.
    ///
    /// - `account` has what never changes of an account, `account_state` what a movement changes.
    /// - An accepted journal consists of its transfers; only a refused one has a row of its own.
    /// - An entry takes from its transfer what both sides have in common. Its rowid is its feed
    ///   number, so new entries are appended at the end of the tree. The index over (account,
    ///   place) contains that number too, and is an account's part of the feed in order. The sixth
    ///   step drops `entry_of_account`.
    static let ledger = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE account (
            account_no INTEGER PRIMARY KEY,
            account_id BLOB NOT NULL UNIQUE CHECK (length(account_id) = 16),
            number TEXT NOT NULL UNIQUE,
            branch_code TEXT NOT NULL,
            holder TEXT NOT NULL,
            product TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            normal_side INTEGER NOT NULL CHECK (normal_side IN (1, 2)),
            opened_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE account_state (
            account_no INTEGER PRIMARY KEY REFERENCES account,
            debits_pending INTEGER NOT NULL CHECK (debits_pending >= 0),
            debits_posted INTEGER NOT NULL CHECK (debits_posted >= 0),
            credits_pending INTEGER NOT NULL CHECK (credits_pending >= 0),
            credits_posted INTEGER NOT NULL CHECK (credits_posted >= 0),
            version INTEGER NOT NULL CHECK (version >= 0),
            chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32),
            one_sided INTEGER NOT NULL CHECK (one_sided BETWEEN 0 AND 3),
            minimum INTEGER,
            maximum INTEGER,
            is_closed INTEGER NOT NULL CHECK (is_closed IN (0, 1))
        ) STRICT;

        CREATE TABLE transfer (
            transfer_no INTEGER PRIMARY KEY,
            transfer_id BLOB NOT NULL UNIQUE CHECK (length(transfer_id) = 16),
            journal_id BLOB NOT NULL CHECK (length(journal_id) = 16),
            journal_index INTEGER NOT NULL CHECK (journal_index >= 0),
            debit_no INTEGER NOT NULL REFERENCES account,
            credit_no INTEGER NOT NULL REFERENCES account,
            amount INTEGER NOT NULL CHECK (amount > 0),
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),
            acts_on BLOB CHECK (length(acts_on) = 16),
            expires_at INTEGER,
            code INTEGER NOT NULL CHECK (code BETWEEN 1 AND 65535),
            end_to_end_id TEXT,
            value_date INTEGER NOT NULL,
            event_at INTEGER NOT NULL,
            booked_at INTEGER NOT NULL,
            CHECK (debit_no <> credit_no),
            UNIQUE (journal_id, journal_index)
        ) STRICT;
        CREATE UNIQUE INDEX transfer_reversed ON transfer (acts_on) WHERE kind = 5;

        CREATE TABLE resolution (
            pending_id BLOB PRIMARY KEY CHECK (length(pending_id) = 16),
            status INTEGER NOT NULL CHECK (status BETWEEN 2 AND 4),
            resolved_by BLOB CHECK (length(resolved_by) = 16),
            resolved_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE open_hold (
            transfer_no INTEGER PRIMARY KEY REFERENCES transfer,
            expires_at INTEGER
        ) STRICT;
        CREATE INDEX open_hold_due ON open_hold (expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE refused_journal (
            journal_id BLOB PRIMARY KEY CHECK (length(journal_id) = 16),
            body BLOB NOT NULL,
            rejection INTEGER NOT NULL,
            rejected_index INTEGER,
            decided_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE entry (
            feed_sequence INTEGER PRIMARY KEY,
            group_sequence INTEGER NOT NULL,
            account_no INTEGER NOT NULL REFERENCES account,
            account_sequence INTEGER NOT NULL,
            transfer_no INTEGER NOT NULL REFERENCES transfer,
            side INTEGER NOT NULL CHECK (side IN (1, 2)),
            balance_after INTEGER NOT NULL,
            counterparty TEXT NOT NULL,
            reference TEXT NOT NULL,
            chain_hash BLOB NOT NULL CHECK (length(chain_hash) = 32),
            UNIQUE (account_no, account_sequence)
        ) STRICT;
        CREATE INDEX entry_of_account ON entry (account_no);

        CREATE TABLE hold (
            hold_no INTEGER PRIMARY KEY,
            transfer_id BLOB NOT NULL CHECK (length(transfer_id) = 16),
            account_no INTEGER NOT NULL REFERENCES account,
            record BLOB NOT NULL,
            UNIQUE (transfer_id, account_no)
        ) STRICT;
        CREATE INDEX hold_of_account ON hold (account_no);
        """
}
