import CoreVocabulary
import SyncCore

/// Binary search for entries by booking time, which never decreases within an account.
struct BookingOrder {
    let accountID: AccountID
    let records: any RecordStore

    /// Returns an entry of the account, which the record must hold.
    func entry(_ sequence: Int64) async throws -> EntryRecord {
        guard let entry = try await records.entry(of: accountID, at: sequence) else {
            throw ChainFault.unreadable(accountID, at: sequence)
        }
        return entry
    }

    /// Returns the first entry of 1 to `last` booked at an instant or later, or `last + 1` if none.
    ///
    /// - Complexity: O(log n) reads.
    func firstSequence(bookedFrom instant: Instant, last: Int64) async throws -> Int64 {
        var low: Int64 = 1
        var high = last + 1
        while low < high {
            let middle = low + (high - low) / 2
            if try await entry(middle).bookedAt < instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension StatementMonth {
    /// Creates the month of an instant in the bank's time zone.
    init(of instant: Instant, in zone: ZoneOffset) {
        let day = zone.date(of: instant).components
        self.init(year: day.year, month: day.month)
    }

    /// The month before this one.
    var previous: StatementMonth {
        month == 1
            ? StatementMonth(year: year - 1, month: 12)
            : StatementMonth(year: year, month: month - 1)
    }

    /// The month after this one.
    var next: StatementMonth {
        month == 12
            ? StatementMonth(year: year + 1, month: 1)
            : StatementMonth(year: year, month: month + 1)
    }

    /// Returns the instant at which the month begins, or nil if an ``Instant`` cannot represent it.
    func start(in zone: ZoneOffset) -> Instant? {
        // An instant is within 1677 to 2262. One year less at both ends leaves room for the zone.
        guard (1_678...2_261).contains(year) else { return nil }
        return BusinessDate(year: year, month: month, day: 1).map { zone.startOfDay($0) }
    }
}
