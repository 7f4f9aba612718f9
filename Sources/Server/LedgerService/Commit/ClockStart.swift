import CoreVocabulary
import Synchronization

/// Clock reading at the start of the bank, and the verdict of the books on it.
///
/// The books are asked once, before the process writes its first audit row. From then on, the
/// monotonic clock confirms the time, however long nothing is booked.
final class ClockStart: Sendable {
    /// Both clocks at the start.
    let reading: ClockReading
    private let farAhead: Mutex<Bool?>

    /// Creates the start from a reading; if the operator has accepted it, the books are not asked.
    init(_ clock: any BankClock, isAccepted: Bool = false) {
        reading = ClockReading(clock)
        farAhead = Mutex(isAccepted ? false : nil)
    }

    /// Returns true if the clock was further ahead of the books than the longest pause.
    func isFarAhead(of books: any LedgerReading, _ longestPauseDays: Int64?) throws -> Bool {
        if let known = farAhead.withLock({ $0 }) { return known }
        let found = try books.areFarBehind(reading.now, longestPauseDays)
        farAhead.withLock { $0 = found }
        return found
    }
}
