import GRDB

/// Queries for the position of a feed number among the entries of an account.
protocol PlaceQueries: SQLiteQueries {}

extension PlaceQueries {
    /// Returns the place in an account of its last entry up to a feed number; zero if there is
    /// none.
    ///
    /// Places and feed numbers grow together. The search goes back from the end in doubling steps,
    /// and then bisects. The index over places contains the feed numbers too.
    ///
    /// - Complexity: O(log n) in the entries with a higher feed number.
    func lastPlace(of account: Int64, upTo sequence: Int64) throws -> Int64 {
        guard sequence > 0, let last = try lastEntry(of: account) else { return 0 }
        guard last.number > sequence else { return last.place }
        // Invariant: the entry at `high` is beyond the feed number. The one at `low` is not, or
        // `low` is zero.
        var high = last.place
        var step: Int64 = 1
        var low = high - step
        while low > 0, try number(of: low, in: account) > sequence {
            high = low
            step *= 2
            low = high - step
        }
        low = max(low, 0)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try number(of: middle, in: account) > sequence {
                high = middle
            } else {
                low = middle
            }
        }
        return low
    }

    /// Returns the place and the feed number of an account's last entry; nil if it has none.
    private func lastEntry(of account: Int64) throws -> (place: Int64, number: Int64)? {
        try database.first(
            """
            SELECT account_sequence, feed_sequence FROM entry WHERE account_no = ?
            ORDER BY account_sequence DESC LIMIT 1
            """,
            [.integer(account)]
        ) { (place: $0.integer(0), number: $0.integer(1)) }
    }

    private func number(of place: Int64, in account: Int64) throws -> Int64 {
        let number = try database.integer(
            "SELECT feed_sequence FROM entry WHERE account_no = ? AND account_sequence = ?",
            [.integer(account), .integer(place)]
        )
        guard let number else { throw LedgerStoreError.invalidRow("entry") }
        return number
    }
}
