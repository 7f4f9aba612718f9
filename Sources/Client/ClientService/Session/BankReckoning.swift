import CoreVocabulary

/// The bank's time as a console reckons it: a moment that the bank named, and what the clock here that
/// never jumps has counted since.
///
/// Never ahead of the bank's own, and behind it by no more than an answer was on its way. The bank's
/// clock may be set while a session goes on; the first answer that says otherwise is believed.
struct BankReckoning: Hashable, Sendable {
    private var serverTime: Instant
    private var boottime: Instant

    /// Begins with a moment that the bank named.
    ///
    /// - Parameters:
    ///   - serverTime: The moment.
    ///   - boottime: The steady clock's reading when it was known here.
    init(from serverTime: Instant, atBoottime boottime: Instant) {
        self.serverTime = serverTime
        self.boottime = boottime
    }

    /// The bank's time at a reading of the steady clock.
    func time(atBoottime now: Instant) -> Instant {
        serverTime.adding(nanosecondsFrom: boottime, to: now)
    }

    /// Takes the time of an answer for a new beginning, if what was reckoned cannot be right beside
    /// it.
    ///
    /// - Parameters:
    ///   - named: The bank's time in the answer.
    ///   - askedAt: The steady clock's reading at the question, before which the bank cannot have
    ///     named it.
    ///   - now: The steady clock's reading now.
    mutating func hear(_ named: Instant, askedAt: Instant, atBoottime now: Instant) {
        let reckoned = time(atBoottime: now)
        let latest = named.adding(nanosecondsFrom: askedAt, to: now)
        guard reckoned < named || reckoned > latest else { return }
        self = BankReckoning(from: named, atBoottime: now)
    }
}

extension Instant {
    /// The instant later by as much as lies between two readings, and none when they go back.
    ///
    /// Beyond the range it is the last instant there is: the bank may name any.
    fileprivate func adding(nanosecondsFrom start: Instant, to end: Instant) -> Instant {
        let passed = Int128(end.nanosecondsSinceEpoch) - Int128(start.nanosecondsSinceEpoch)
        let sum = Int128(nanosecondsSinceEpoch) + max(0, passed)
        return Instant(nanosecondsSinceEpoch: Int64(clamping: sum))
    }
}
