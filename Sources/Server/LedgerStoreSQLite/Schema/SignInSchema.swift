/// Seventh step of the schema: failed sign-ins by name and place.
enum SignInSchema {
    /// The tables of sign-ins whose rows are kept for a limited time.
    static let mutableTables = ["sign_in_place"]

    /// Seventh step: failed sign-ins are counted by name and place, and forgotten after a day.
    ///
    /// - Earlier counts by user alone, of sign-ins and transfers together, are deleted once.
    /// - `sign_in_guard.counted_at` is the time at which the last try began. A key of 32 bytes is a
    ///   name and a place, one of 16 a user's transfers.
    /// - `sign_in_place` has the places from which a user has signed in lately.
    static let statements = """
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
