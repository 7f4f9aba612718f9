import CoreVocabulary

extension Fact.Tries {
    /// Time for which failed sign-ins are remembered after the last one, in seconds.
    static let memorySeconds: Int64 = 86_400
    /// Number of failures in a row that lead to the first delay.
    private static let failureLimit: UInt32 = 5
    /// The first delay, in seconds; each further failure doubles it.
    private static let firstPauseSeconds: Int64 = 30
    /// The longest delay, in seconds.
    static let longestPauseSeconds: Int64 = 3_600
    /// Ceiling of the failure count.
    private static let countCeiling: UInt32 = 1_000

    /// The delay that the failures lead to, in seconds; nil if there is none.
    private var pauseSeconds: Int64? {
        guard failures >= Self.failureLimit else { return nil }
        let doublings = min(failures - Self.failureLimit, 16)
        return min(Self.firstPauseSeconds << Int64(doublings), Self.longestPauseSeconds)
    }

    /// Returns true if a delay applies; one that is too long was begun under another clock.
    func mustWait(at now: Instant) -> Bool {
        guard let blockedUntil, now < blockedUntil else { return false }
        return blockedUntil <= now.adding(seconds: pauseSeconds ?? 0)
    }

    /// Begins an attempt, which counts as a failure until it is answered.
    mutating func begin(at now: Instant) {
        fail(at: now)
        open += 1
    }

    /// Ends an attempt that failed.
    mutating func endFailed() { open = max(0, open - 1) }

    /// Ends an attempt that succeeded; only attempts that are still open count afterwards.
    mutating func endSucceeded(at now: Instant) {
        open = max(0, open - 1)
        failures = UInt32(min(open, Int64(Self.failureLimit)))
        blockedUntil = pauseSeconds.map { now.adding(seconds: $0) }
    }

    /// Counts a failed attempt and sets the delay it leads to.
    mutating func fail(at now: Instant) {
        failures = min(failures + 1, Self.countCeiling)
        blockedUntil = pauseSeconds.map { now.adding(seconds: $0) }
        countedAt = now
    }
}

extension ModelState {
    /// Returns the failures under a name at a place, or none if the last attempt is a day old.
    func remembered(_ key: SignIn, at now: Instant) -> Fact.Tries {
        let oldest = now.adding(seconds: -Fact.Tries.memorySeconds)
        guard let tries = signIns[key], tries.countedAt > oldest else { return Fact.Tries() }
        return tries
    }

    /// Forgets sign-ins whose last attempt is a day old, and the oldest of those beyond the limit.
    mutating func forgetOldSignIns(beyond limit: Int64, at now: Instant) {
        var last = now.adding(seconds: -Fact.Tries.memorySeconds)
        let times = signIns.values.map(\.countedAt).sorted(by: >)
        if times.count > limit { last = max(last, times[Int(limit)]) }
        signIns = signIns.filter { $0.value.countedAt > last }
    }

    /// Returns true if a sign-in of the user from this place is remembered.
    func isKnown(_ place: Int, to user: UserID?) -> Bool {
        user.flatMap { people[$0]?.places[place] } != nil
    }
}
