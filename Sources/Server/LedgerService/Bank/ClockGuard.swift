import CoreVocabulary

/// The clock guard's word that a time may be booked, good for one transaction.
struct BookingPermit {
    fileprivate init() {}
}

/// Says if the bank's clock can be believed: by one that nobody sets, and by the books.
///
/// The one home of that question. Booked time never runs backwards, so one booking under a clock that
/// ran ahead would put its time on all that follow; and what is destroyed because its time is over
/// does not come back. Everything else is written by any clock: a correction keeps nobody out.
/// Whoever runs the bank can accept the clock: see ``Bank/acceptClock()``.
///
/// Source: docs/LEDGER_RULES.md #3.
struct ClockGuard: Sendable {
    /// By how much the clock may have been set since the start, and lie behind the last booking.
    static let driftLimitSeconds = Instant.stepToleranceSeconds

    private let start: ClockStart
    /// The most days from the time that the books tell to the start; nil for any number.
    private let longestPauseDays: Int64?
    /// The last booking when the operator accepted the clock; nil when nobody did.
    private let acceptedBooking: Instant?

    /// Takes the clock as it is now for right, but for the books.
    init(_ clock: any BankClock, longestPauseDays: Int64?) {
        self.init(ClockStart(clock), longestPauseDays, acceptedBooking: nil)
    }

    private init(
        _ start: ClockStart,
        _ longestPauseDays: Int64?,
        acceptedBooking: Instant?
    ) {
        self.start = start
        self.longestPauseDays = longestPauseDays
        self.acceptedBooking = acceptedBooking
    }

    /// The same guard after the operator has looked at the clock and the books.
    ///
    /// - Parameters:
    ///   - start: The clock that was accepted.
    ///   - lastBooking: The last booking then.
    /// - Returns: The guard.
    func accepting(_ start: ClockStart, lastBooking: Instant) -> ClockGuard {
        ClockGuard(start, longestPauseDays, acceptedBooking: lastBooking)
    }

    /// The same guard with what the operator accepted before an earlier process ended: a clock that
    /// lies behind the books, and no other.
    func recalling(acceptedBooking: Instant) -> ClockGuard {
        ClockGuard(start, longestPauseDays, acceptedBooking: acceptedBooking)
    }

    /// Permits bookings at a time while the clock was not set too far since the start, and the clock
    /// and the books can both be right.
    ///
    /// A clock can be set while a commit waits for its turn. So the time that is about to be booked
    /// is judged as it was read, and the clock as it is now.
    ///
    /// - Parameters:
    ///   - reading: The time that is to be booked, as it was read.
    ///   - books: The books, in the transaction that books it.
    ///   - clock: The clocks.
    /// - Returns: The permit.
    /// - Throws: ``BankError``: `clockWasSet`, `clockBehindBooks` or `clockFarAheadOfBooks`; what the
    ///   store throws.
    func permit(
        _ reading: ClockReading,
        in books: any LedgerReading,
        by clock: any BankClock
    ) throws -> BookingPermit {
        let present = ClockReading(clock)
        for read in [reading, present]
        where read.secondsSet(since: start.reading) > Self.driftLimitSeconds {
            throw BankError(.clockWasSet)
        }
        try Self.checkNotBehind(present.now, books, acceptedBooking)
        if try isFarAhead(of: books) { throw BankError(.clockFarAheadOfBooks) }
        return BookingPermit()
    }

    /// True if the clock was further ahead of the books at the start than the bank ever pauses.
    ///
    /// - Throws: What the store throws.
    func isFarAhead(of books: any LedgerReading) throws -> Bool {
        try start.isFarAhead(of: books, longestPauseDays)
    }

    /// True if a time may be believed, for what nobody can take back.
    ///
    /// - Throws: What the store throws.
    func believes(
        _ reading: ClockReading,
        in books: any LedgerReading,
        by clock: any BankClock
    ) throws -> Bool {
        do {
            _ = try permit(reading, in: books, by: clock)
            return true
        } catch let error as BankError where error.refusesWrites {
            return false
        }
    }

    /// Makes sure that a time does not lie too far behind the last booking.
    ///
    /// - Throws: ``BankError``: `clockBehindBooks`; what the store throws.
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

extension Bank {
    /// Takes the clock for right as it is, after the operator has compared it; says so in the audit
    /// log.
    ///
    /// Until the clock has passed the last booking, bookings bear the time of that one. Later
    /// processes remember it: see ``recallAcceptedClock()``.
    ///
    /// - Throws: What the store throws; the clock is not accepted then.
    public func acceptClock() async throws {
        let start = ClockStart(clock, isAccepted: true)
        let lastBooking = try await commit { transaction in
            try transaction.audit(
                .clockAccepted,
                by: nil,
                objectBits: nil,
                at: start.reading.now
            )
            return try transaction.latestBookedAt()
        }
        // Only what the audit log tells counts.
        clockGuard = clockGuard.accepting(start, lastBooking: lastBooking)
    }
}
