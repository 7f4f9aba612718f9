package import CoreVocabulary

extension LedgerReading {
    /// Number of audit rows that are read at a time.
    private static var chunkCount: Int64 { Int64(ReadingChunk.rowCount) }

    /// Returns the reason why a bank opened over these books now would book nothing:
    /// `clockBehindBooks` or `clockFarAheadOfBooks`; nil if it would book.
    package func bookingRefusal(at now: Instant, longestPauseDays: Int64?) throws -> BankError? {
        do {
            try ClockGuard.checkNotBehind(now, self, acceptedBooking(at: now))
        } catch let error as BankError {
            return error
        }
        return try areFarBehind(now, longestPauseDays) ? BankError(.clockFarAheadOfBooks) : nil
    }

    /// Returns true if `now` is later than the latest credible time in the books by more than the
    /// longest pause, which is nil for any.
    func areFarBehind(_ now: Instant, _ longestPauseDays: Int64?) throws -> Bool {
        guard let days = longestPauseDays else { return false }
        let seconds = days * ZoneOffset.secondsPerDay
        if now <= (try latestBookedAt()).adding(seconds: seconds) { return false }
        guard let told = try timeTold(within: seconds) else { return false }
        return now > told.adding(seconds: seconds)
    }

    /// Returns the latest credible time in the books; nil if the audit log is empty.
    ///
    /// Audit rows are written under any clock, so a single row proves nothing. Bookings and the
    /// operator's acceptances were written under a clock that was judged credible. A later row
    /// counts if it is at most the longest pause after the row that counted before it. Therefore
    /// sign-ins alone count as activity, and a clock that runs far ahead cannot confirm itself.
    ///
    /// - Complexity: O(n) in the audit rows since the last booking.
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
                // The time may decrease: if the clock was set back, the rows before ran ahead.
                told = max(lastBooking, row.at)
            }
            number = last.number
        }
        return told
    }

    /// Returns the last audit row written under a credible clock; nil if there is none.
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

    /// Returns the last booking if the operator accepted a clock behind it that `now` fits.
    ///
    /// Returns nil otherwise. The acceptance is an audit row. It applies to the booking that was
    /// the last one then, until the clock is set back again.
    ///
    /// - Complexity: O(n) in the audit rows since the clock that ran ahead.
    fileprivate func acceptedBooking(at now: Instant) throws -> Instant? {
        let lastBooking = try latestBookedAt()
        let latest = now.adding(seconds: ClockGuard.driftLimitSeconds)
        var end = try auditHead().number
        while end > 0 {
            let start = max(0, end - Self.chunkCount)
            for row in try auditRows(after: start, limit: Int(end - start)).reversed() {
                // The row was written by the clock that ran ahead, or by this one before it was set
                // back.
                guard row.at < lastBooking, row.at <= latest else { return nil }
                if row.action == .clockAccepted { return lastBooking }
            }
            end = start
        }
        return nil
    }
}

extension AuditRow {
    /// True if the row was written with a booking, or is the operator's acceptance of the clock.
    ///
    /// A refusal by the ledger needs a booking permit as well; one by the service does not.
    fileprivate var isOfBelievedClock: Bool {
        switch action {
        case .journalsPosted, .pendingsExpired, .clockAccepted: true
        case .intentDecided: result == .done
        default: false
        }
    }
}

extension GroupCommit {
    /// Accepts the clock after the operator has checked it, and writes an audit row.
    ///
    /// Until the clock has passed the last booking, bookings bear that booking's time. Later
    /// processes restore the acceptance: see ``recallAcceptedClock(at:)``.
    ///
    /// - Throws: Any error of the store; then the clock is not accepted.
    func accept(_ clock: any BankClock) async throws {
        let start = ClockStart(clock, isAccepted: true)
        let lastBooking = try await run { transaction in
            try transaction.audit(.clockAccepted, at: start.reading.now)
            return try transaction.latestBookedAt()
        }
        // The acceptance takes effect only after its audit row is durable.
        clockGuard.accept(start, lastBooking: lastBooking)
    }

    /// Judges the clock by the books, and restores an acceptance that still applies.
    ///
    /// Call it before anything is written.
    func recallAcceptedClock(at now: Instant) async throws {
        let booking = try await store.read { [clockGuard] books in
            // Every commit makes this check. Making it here keeps the first commit from waiting for
            // it.
            _ = try clockGuard.isFarAhead(of: books)
            return try books.acceptedBooking(at: now)
        }
        if let booking { clockGuard.recall(acceptedBooking: booking) }
    }
}
