import CoreVocabulary

/// The bank's time as a console computes it: a moment that the bank named, plus the time since by
/// the clock here that never jumps.
///
/// Never ahead of the bank's own, and behind it by no more than an answer was on its way. The bank's
/// clock may be set while a session goes on; the first answer that says otherwise is believed.
struct BankReckoning: Hashable, Sendable {
    private var serverTime: Instant
    private var boottime: Instant

    /// Creates a reckoning from a moment that the bank named, known here at a steady clock's reading.
    init(from serverTime: Instant, atBoottime boottime: Instant) {
        self.serverTime = serverTime
        self.boottime = boottime
    }

    /// Returns the bank's time at a reading of the steady clock.
    func time(atBoottime now: Instant) -> Instant {
        serverTime.adding(nanosecondsFrom: boottime, to: now)
    }

    /// Replaces the reckoning by the time of an answer if both cannot be right.
    ///
    /// The bank cannot have named it before the question. Both readings are of the steady clock.
    mutating func hear(_ named: Instant, askedAt: Instant, atBoottime now: Instant) {
        let reckoned = time(atBoottime: now)
        let latest = named.adding(nanosecondsFrom: askedAt, to: now)
        guard reckoned < named || reckoned > latest else { return }
        self = BankReckoning(from: named, atBoottime: now)
    }
}

extension Instant {
    /// Returns this instant plus the difference of two readings, or itself if they go back.
    ///
    /// Beyond the range it is the last instant there is: the bank may name any.
    fileprivate func adding(nanosecondsFrom start: Instant, to end: Instant) -> Instant {
        let passed = Int128(end.nanosecondsSinceEpoch) - Int128(start.nanosecondsSinceEpoch)
        let sum = Int128(nanosecondsSinceEpoch) + max(0, passed)
        return Instant(nanosecondsSinceEpoch: Int64(clamping: sum))
    }
}
