import CoreVocabulary

/// Term of a lease, as stated in one answer of the bank.
///
/// The two times of one answer are compared only with each other. The bank's clock and this
/// machine's may be years apart.
struct LeaseTerm: Hashable, Sendable {
    /// Longest lease that a bank grants, in seconds: 30 days.
    ///
    /// Source: docs/PROTOCOL.md, "The lease".
    static let limitSeconds: Int64 = 30 * 86_400

    /// End of the lease, by the bank's clock.
    let endsAt: Instant
    /// The bank's time in the answer.
    let serverTime: Instant

    /// Creates a term from the two times of an answer; returns nil if no bank grants such a lease.
    init?(endsAt: Instant, serverTime: Instant) {
        guard endsAt > serverTime, endsAt <= serverTime.adding(seconds: Self.limitSeconds) else {
            return nil
        }
        self.endsAt = endsAt
        self.serverTime = serverTime
    }

    /// Returns the end by this machine's monotonic clock, for a request sent at a reading of that
    /// clock.
    ///
    /// It is never later than the end by the bank's clock, which stamped the answer only after
    /// that.
    func overAt(askedAt: Instant) -> Instant {
        BankClockOffset(askedAt: askedAt, serverTime: serverTime).earliest(of: endsAt)
    }
}
