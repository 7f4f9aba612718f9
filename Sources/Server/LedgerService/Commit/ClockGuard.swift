import CoreVocabulary

/// Permission of the clock guard to book at a time, valid for one database transaction.
struct BookingPermit {
    fileprivate init() {}
}

/// Judges whether the bank's clock is credible, by the monotonic clock and by the books.
///
/// No other type decides this. Booked time never decreases, so one booking under a clock that ran
/// ahead would force its time on all that follow. What is destroyed on expiry cannot be restored.
/// Everything else is written under any clock, and a correction locks nobody out. The operator can
/// accept the clock: see ``GroupCommit/accept(_:)``.
struct ClockGuard: Sendable {
    /// Maximum seconds that the clock may be set after the start, or lie behind the last booking.
    static let driftLimitSeconds = Instant.stepToleranceSeconds

    private let clock: any BankClock
    private var start: ClockStart
    /// Maximum days from the latest credible time in the books to the start; nil for any number.
    private let longestPauseDays: Int64?
    /// The last booking when the operator accepted the clock; nil if nobody did.
    private var acceptedBooking: Instant?

    /// Creates a guard that compares the clock with its present reading and with the books.
    init(_ clock: any BankClock, longestPauseDays: Int64?) {
        self.clock = clock
        start = ClockStart(clock)
        self.longestPauseDays = longestPauseDays
    }

    /// Accepts the clock as the operator has checked it, over the last booking of that time.
    mutating func accept(_ start: ClockStart, lastBooking: Instant) {
        self.start = start
        acceptedBooking = lastBooking
    }

    /// Restores an acceptance of an earlier process, which only covers a clock behind the books.
    mutating func recall(acceptedBooking: Instant) {
        self.acceptedBooking = acceptedBooking
    }

    /// Permits bookings if the clock was not set too far since the start and agrees with the books.
    ///
    /// The clock may be set while a commit waits for its turn. Therefore both the reading to be
    /// booked and the present clock are checked.
    ///
    /// - Throws: ``BankError`` with `clockWasSet`, `clockBehindBooks` or `clockFarAheadOfBooks`;
    ///   any error of the store.
    func permit(_ reading: ClockReading, in books: any LedgerReading) throws -> BookingPermit {
        let present = ClockReading(clock)
        for read in [reading, present]
        where read.secondsSet(since: start.reading) > Self.driftLimitSeconds {
            throw BankError(.clockWasSet)
        }
        try Self.checkNotBehind(present.now, books, acceptedBooking)
        if try isFarAhead(of: books) { throw BankError(.clockFarAheadOfBooks) }
        return BookingPermit()
    }

    /// Returns true if the clock at the start was further ahead of the books than the longest
    /// pause.
    func isFarAhead(of books: any LedgerReading) throws -> Bool {
        try start.isFarAhead(of: books, longestPauseDays)
    }

    /// Returns true if a time is credible enough for an irreversible action.
    func believes(_ reading: ClockReading, in books: any LedgerReading) throws -> Bool {
        do {
            _ = try permit(reading, in: books)
            return true
        } catch let error as BankError where error.refusesWrites {
            return false
        }
    }

    /// Throws `clockBehindBooks` if a time lies too far behind a last booking that nobody accepted.
    static func checkNotBehind(
        _ now: Instant,
        _ books: any LedgerReading,
        _ acceptedBooking: Instant?
    ) throws {
        let lastBooking = try books.latestBookedAt()
        guard lastBooking > now.adding(seconds: driftLimitSeconds) else { return }
        guard let acceptedBooking, lastBooking <= acceptedBooking else {
            throw BankError(.clockBehindBooks)
        }
    }
}
