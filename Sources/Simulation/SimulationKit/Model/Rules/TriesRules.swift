import CoreVocabulary
import SyncCore

extension Fact.Tries {
    /// How long failed sign-ins are remembered after the last one, in seconds.
    static let memorySeconds: Int64 = 86_400
    /// Failures in a row that bring the first pause.
    private static let failureLimit: UInt32 = 5
    /// The first pause, in seconds; each further failure doubles it.
    private static let firstPauseSeconds: Int64 = 30
    /// The longest pause, in seconds.
    static let longestPauseSeconds: Int64 = 3_600
    /// Where the count of failures stops.
    private static let countCeiling: UInt32 = 1_000

    /// How long the pause is that the failures bring, in seconds; nil for none.
    private var pauseSeconds: Int64? {
        guard failures >= Self.failureLimit else { return nil }
        let doublings = min(failures - Self.failureLimit, 16)
        return min(Self.firstPauseSeconds << Int64(doublings), Self.longestPauseSeconds)
    }

    /// Whether a pause is due; one that would last longer than it can was begun by another clock.
    func mustWait(at now: Instant) -> Bool {
        guard let blockedUntil, now < blockedUntil else { return false }
        return blockedUntil <= now.adding(seconds: pauseSeconds ?? 0)
    }

    /// Begins a try, which counts as a failure until it is answered.
    mutating func begin(at now: Instant) {
        fail(at: now)
        open += 1
    }

    /// Ends a try that failed.
    mutating func endFailed() {
        open = max(0, open - 1)
    }

    /// Ends a try that succeeded: only the tries that are still open count.
    mutating func endSucceeded(at now: Instant) {
        open = max(0, open - 1)
        failures = UInt32(min(open, Int64(Self.failureLimit)))
        blockedUntil = pauseSeconds.map { now.adding(seconds: $0) }
    }

    /// Counts a wrong code.
    mutating func fail(at now: Instant) {
        failures = min(failures + 1, Self.countCeiling)
        blockedUntil = pauseSeconds.map { now.adding(seconds: $0) }
        countedAt = now
    }
}

extension ModelState {
    /// The failures under a name at a place, unless nobody has tried again for a day.
    func remembered(_ key: SignIn, at now: Instant) -> Fact.Tries {
        let oldest = now.adding(seconds: -Fact.Tries.memorySeconds)
        guard let tries = signIns[key], tries.countedAt > oldest else { return Fact.Tries() }
        return tries
    }

    /// Failed sign-ins of which nobody has tried again for a day are forgotten; so are those that
    /// were tried no later than the first of too many.
    mutating func forgetOldSignIns(beyond limit: Int64, at now: Instant) {
        var last = now.adding(seconds: -Fact.Tries.memorySeconds)
        let times = signIns.values.map(\.countedAt).sorted(by: >)
        if times.count > limit { last = max(last, times[Int(limit)]) }
        signIns = signIns.filter { $0.value.countedAt > last }
    }

    /// Whether somebody signed in from a place before, and that is remembered.
    func isKnown(_ place: Int, to user: UserID?) -> Bool {
        user.flatMap { people[$0]?.places[place] } != nil
    }
}
