public import CoreVocabulary
public import IdentityCore

/// The tries that are counted under a key.
public struct GuardRecord: Hashable, Sendable {
    /// The time for which failures are remembered after the last try, in seconds: a day.
    public static let memorySeconds: Int64 = ZoneOffset.secondsPerDay
    /// The most names and places whose failures are remembered; beyond it the oldest are forgotten.
    public static let signInLimit: Int64 = 65_536

    /// The failures, each counted as its try began.
    public var state: SignInGuard
    /// Tries that have begun and are not answered yet; a restart of the bank ends them.
    public var openTryCount: Int64
    /// The time at which the last try began.
    public var countedAt: Instant

    /// Makes a record from what a store kept.
    public init(
        state: SignInGuard = SignInGuard(),
        openTryCount: Int64 = 0,
        countedAt: Instant = .epoch
    ) {
        self.state = state
        self.openTryCount = openTryCount
        self.countedAt = countedAt
    }

    /// The instant up to which what was counted is forgotten.
    static func oldest(at now: Instant) -> Instant { now.adding(seconds: -memorySeconds) }

    /// Asks to begin a try, and counts it when it may.
    mutating func begin(at now: Instant) -> SignInGuard.Attempt {
        if countedAt <= Self.oldest(at: now) { self = GuardRecord() }
        let attempt = state.attempt(at: now)
        if attempt == .allowed {
            openTryCount += 1
            countedAt = now
        }
        return attempt
    }

    /// Ends a try that failed; it was counted when it began.
    mutating func fail() {
        openTryCount = max(0, openTryCount - 1)
    }

    /// Counts a try that failed at once.
    mutating func failed(at now: Instant) {
        state.failed(at: now)
        countedAt = now
    }

    /// Ends a try that succeeded: earlier failures are forgotten, other open tries stay counted.
    mutating func succeed(at now: Instant) {
        openTryCount = max(0, openTryCount - 1)
        state = SignInGuard()
        for _ in 0..<min(openTryCount, Int64(SignInGuard.failureLimit)) {
            _ = state.attempt(at: now)
        }
    }
}
