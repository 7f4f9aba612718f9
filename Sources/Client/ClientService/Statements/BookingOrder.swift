import CoreVocabulary
import SyncCore

/// Finds entries by the time of their booking, which never falls along an account.
struct BookingOrder {
    let accountID: AccountID
    let records: any RecordStore

    /// When an entry was booked.
    func bookedAt(_ sequence: Int64) async throws -> Instant {
        let entries = try await records.entries(of: accountID, sequences: sequence...sequence)
        guard let entry = entries.first else {
            throw ChainFault(
                accountID: accountID,
                accountSequence: sequence,
                reason: .unreadable
            )
        }
        return entry.bookedAt
    }

    /// The first entry of 1 to `last` that was booked at an instant or later; `last + 1` if none.
    ///
    /// - Complexity: O(log n) reads.
    func firstSequence(bookedFrom instant: Instant, last: Int64) async throws -> Int64 {
        var low: Int64 = 1
        var high = last + 1
        while low < high {
            let middle = low + (high - low) / 2
            if try await bookedAt(middle) < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension StatementMonth {
    /// The month of an instant, as the bank counts days.
    init(of instant: Instant, in zone: ZoneOffset) {
        let day = zone.date(of: instant).components
        self.init(year: day.year, month: day.month)
    }

    /// The month before.
    var previous: StatementMonth {
        month == 1
            ? StatementMonth(year: year - 1, month: 12)
            : StatementMonth(year: year, month: month - 1)
    }

    /// The month after.
    var next: StatementMonth {
        month == 12
            ? StatementMonth(year: year + 1, month: 1)
            : StatementMonth(year: year, month: month + 1)
    }

    /// The instant at which it begins; nil when it is no month that an ``Instant`` can lie in.
    func start(in zone: ZoneOffset) -> Instant? {
        // An instant lies in 1677 to 2262; a year inside at both ends leaves room for the zone.
        guard (1_678...2_261).contains(year) else { return nil }
        return BusinessDate(year: year, month: month, day: 1).map { zone.startOfDay($0) }
    }
}
