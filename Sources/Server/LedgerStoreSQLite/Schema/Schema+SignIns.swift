extension Schema {
    /// The tables of sign-ins that hold what is remembered for a while.
    static let mutableSignInTables = ["sign_in_place"]

    /// The seventh step: failed sign-ins are counted by name and place, and forgotten after a day.
    ///
    /// - What was counted by user alone, at sign-in and at transfers together, is forgotten once.
    /// - `sign_in_guard.counted_at` is when the last try began. A key of 32 bytes is a name and a
    ///   place, one of 16 a user's transfers.
    /// - `sign_in_place` has the places from which a user has signed in lately.
    static let signIns = """
        DELETE FROM sign_in_guard;
        ALTER TABLE sign_in_guard ADD COLUMN counted_at INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX sign_in_guard_by_age ON sign_in_guard (counted_at)
            WHERE length(guard_key) = 32;

        CREATE TABLE sign_in_place (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            place BLOB NOT NULL CHECK (length(place) = 16),
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, place)
        ) STRICT, WITHOUT ROWID;
        """
}
