import CoreVocabulary
import Synchronization

/// The clock as it was when the bank began, and what was found when the books were asked about it.
///
/// Asked once, before the process writes its first line: from then on the clock that nobody sets
/// vouches for the time, however long nothing is booked.
final class ClockStart: Sendable {
    /// Both clocks at that moment.
    let reading: ClockReading
    private let farAhead: Mutex<Bool?>

    /// Reads the clocks now.
    ///
    /// - Parameters:
    ///   - clock: The clocks.
    ///   - isAccepted: Whether the operator has said that they are right; the books are not asked
    ///     then.
    init(_ clock: any BankClock, isAccepted: Bool = false) {
        reading = ClockReading(clock)
        farAhead = Mutex(isAccepted ? false : nil)
    }

    /// True if the clock was further ahead of the books than the bank ever pauses.
    ///
    /// - Throws: What the store throws.
    func isFarAhead(of books: any LedgerReading, _ longestPauseDays: Int64?) throws -> Bool {
        if let known = farAhead.withLock({ $0 }) { return known }
        let found = try books.areFarBehind(reading.now, longestPauseDays)
        farAhead.withLock { $0 = found }
        return found
    }
}
