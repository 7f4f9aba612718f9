import GRDB

extension SQLiteReader {
    /// The place in an account of its last entry with a number up to one of the feed; zero when
    /// there is none.
    ///
    /// Places and numbers grow together, so it is looked for from the end, twice as far back each
    /// time, and then by halving. The index over places has the numbers as well.
    ///
    /// - Complexity: O(log n), where n entries have a greater number.
    func lastPlace(of account: Int64, upTo sequence: Int64) throws -> Int64 {
        guard sequence > 0, let last = try lastEntry(of: account) else { return 0 }
        guard last.number > sequence else { return last.place }
        // The entry at `high` comes after the number; the one at `low` does not, or there is none.
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

    /// The place of an account's last entry and its number in the feed; nil without entries.
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
        let number = try database.first(
            "SELECT feed_sequence FROM entry WHERE account_no = ? AND account_sequence = ?",
            [.integer(account), .integer(place)]
        ) { $0.integer(0) }
        guard let number else { throw LedgerStoreError.invalidRow("entry") }
        return number
    }
}
