import CoreVocabulary

/// The term of a lease, as one answer of the bank says it.
///
/// The two times of one answer are compared with each other and with nothing else: the bank's clock
/// and this machine's may be years apart.
struct LeaseTerm: Hashable, Sendable {
    /// The longest lease that a bank grants, in seconds: 30 days.
    ///
    /// Source: docs/PROTOCOL.md, "The lease".
    static let limitSeconds: Int64 = 30 * 86_400

    /// The end, by the bank's clock.
    let endsAt: Instant
    /// The bank's time in the answer.
    let serverTime: Instant

    /// Takes the two times of an answer; nil if no bank grants such a lease.
    init?(endsAt: Instant, serverTime: Instant) {
        guard endsAt > serverTime, endsAt <= serverTime.adding(seconds: Self.limitSeconds) else {
            return nil
        }
        self.endsAt = endsAt
        self.serverTime = serverTime
    }

    /// The end by the clock here that never jumps, for a request sent at a reading of that clock.
    ///
    /// Never later than by the bank's clock, which had not yet stamped the answer then.
    func overAt(askedAt: Instant) -> Instant {
        BankClockOffset(askedAt: askedAt, serverTime: serverTime).earliest(of: endsAt)
    }
}
