public import CoreVocabulary

extension LedgerReading {
    /// How many lines of the audit log are read at a time.
    private static var chunkCount: Int64 { Int64(ReadingChunk.rowCount) }

    /// The reason for which a bank that is opened over these books now would book nothing; nil for
    /// none.
    ///
    /// - Parameters:
    ///   - now: The time by the machine's clock.
    ///   - longestPauseDays: The most days from the time that the books tell to now; nil for any
    ///     number.
    /// - Returns: `clockBehindBooks` or `clockFarAheadOfBooks`.
    /// - Throws: What the store throws.
    public func bookingRefusal(at now: Instant, longestPauseDays: Int64?) throws -> BankError? {
        do {
            try ClockGuard.checkNotBehind(now, self, acceptedBooking(at: now))
        } catch let error as BankError {
            return error
        }
        return try areFarBehind(now, longestPauseDays) ? BankError(.clockFarAheadOfBooks) : nil
    }

    /// True if `now` lies more than the longest pause after the time that the books tell.
    ///
    /// - Complexity: One look where the last booking is near; else that of ``timeTold(within:)``.
    func areFarBehind(_ now: Instant, _ longestPauseDays: Int64?) throws -> Bool {
        guard let days = longestPauseDays else { return false }
        let seconds = days * ZoneOffset.secondsPerDay
        if now <= (try latestBookedAt()).adding(seconds: seconds) { return false }
        guard let told = try timeTold(within: seconds) else { return false }
        return now > told.adding(seconds: seconds)
    }

    /// The time that the books tell; nil for books without any line.
    ///
    /// Lines of the audit log are written by any clock, so that a line alone tells nothing. What was
    /// booked, and what the operator accepted, was written by a clock that could be right. A later
    /// line counts if it is at most the longest pause after the line that counted before it. So a
    /// bank where people only sign in has not paused, and a clock that runs far ahead cannot vouch
    /// for itself.
    ///
    /// - Complexity: That of the lines since the last booking.
    private func timeTold(within seconds: Int64) throws -> Instant? {
        let head = try auditHead().number
        let lastBooking = try latestBookedAt()
        let first = try lastBelievedLine() ?? auditRows(after: 0, limit: 1).first
        guard let first else { return nil }
        var told = max(lastBooking, first.at)
        var number = first.number
        while number < head {
            let rows = try auditRows(after: number, limit: ReadingChunk.rowCount)
            guard let last = rows.last else { break }
            for row in rows where row.at <= told.adding(seconds: seconds) {
                // Down as well: a clock that was set back says that the lines before it ran ahead.
                told = max(lastBooking, row.at)
            }
            number = last.number
        }
        return told
    }

    /// The last line that stands for a clock that could be right; nil for none.
    private func lastBelievedLine() throws -> AuditRow? {
        var end = try auditHead().number
        while end > 0 {
            let start = max(0, end - Self.chunkCount)
            let rows = try auditRows(after: start, limit: Int(end - start))
            if let found = rows.last(where: \.isOfBelievedClock) { return found }
            end = start
        }
        return nil
    }

    /// The last booking, if the operator accepted a clock that lies behind it and `now` can be that
    /// clock's; nil otherwise.
    ///
    /// The acceptance is a line of the audit log. It holds for the booking that was the last one then,
    /// until the clock goes back again.
    ///
    /// - Complexity: That of the lines since the clock that ran ahead.
    fileprivate func acceptedBooking(at now: Instant) throws -> Instant? {
        let lastBooking = try latestBookedAt()
        let latest = now.adding(seconds: ClockGuard.driftLimitSeconds)
        var end = try auditHead().number
        while end > 0 {
            let start = max(0, end - Self.chunkCount)
            for row in try auditRows(after: start, limit: Int(end - start)).reversed() {
                // Written by the clock that ran ahead, or by this one before it went back.
                guard row.at < lastBooking, row.at <= latest else { return nil }
                if row.action == .clockAccepted { return lastBooking }
            }
            end = start
        }
        return nil
    }
}

extension AuditRow {
    /// True if it was written together with a booking, or is the operator's word on the clock.
    ///
    /// A refusal of the ledger needs a permit as well; one of the service needs none.
    fileprivate var isOfBelievedClock: Bool {
        switch action {
        case .journalsPosted, .pendingsExpired, .clockAccepted: true
        case .intentDecided: result == .done
        default: false
        }
    }
}

extension Bank {
    /// Asks the books about the clock, and takes an acceptance of it up again that an earlier process
    /// wrote into the audit log, as long as it holds.
    ///
    /// To be called before anything is written.
    public func recallAcceptedClock() async throws {
        let now = clock.now()
        let booking = try await store.read { [clockGuard] books in
            // Every commit asks; here, so that the first does not wait for it.
            _ = try clockGuard.isFarAhead(of: books)
            return try books.acceptedBooking(at: now)
        }
        if let booking { clockGuard = clockGuard.recalling(acceptedBooking: booking) }
    }
}
