package import CoreVocabulary
package import IdentityCore

/// Failed and open tries that are counted under a key.
package struct AttemptRecord: Hashable, Sendable {
    /// Time in seconds for which failures are remembered after the last try: a day.
    package static let memorySeconds: Int64 = ZoneOffset.secondsPerDay
    /// Maximum number of names and places with remembered failures; beyond it, the oldest go.
    package static let signInLimit: Int64 = 65_536

    /// The failures, each counted when its try began.
    package var state: SignInGuard
    /// Number of tries that have begun and are not answered yet; a restart of the bank resets it,
    /// and they stay counted as failures.
    package var openTryCount: Int64
    /// The time at which the last try began.
    package var countedAt: Instant

    /// Creates a record from stored values.
    package init(
        state: SignInGuard = SignInGuard(),
        openTryCount: Int64 = 0,
        countedAt: Instant = .epoch
    ) {
        self.state = state
        self.openTryCount = openTryCount
        self.countedAt = countedAt
    }

    /// Returns the instant up to which counted tries are forgotten.
    static func oldest(at now: Instant) -> Instant { now.adding(seconds: -memorySeconds) }

    /// Begins a try and counts it, if no delay forbids it.
    mutating func begin(at now: Instant) -> SignInGuard.Attempt {
        if countedAt <= Self.oldest(at: now) { self = AttemptRecord() }
        let attempt = state.attempt(at: now)
        if attempt == .allowed {
            openTryCount += 1
            countedAt = now
        }
        return attempt
    }

    /// Ends a failed try, which was counted when it began.
    mutating func fail() { openTryCount = max(0, openTryCount - 1) }

    /// Counts a try that began and failed at once.
    mutating func failed(at now: Instant) {
        state.failed(at: now)
        countedAt = now
    }

    /// Ends a successful try, which clears earlier failures and keeps other open tries counted.
    mutating func succeed(at now: Instant) {
        openTryCount = max(0, openTryCount - 1)
        state = SignInGuard()
        for _ in 0..<min(openTryCount, Int64(SignInGuard.failureLimit)) {
            _ = state.attempt(at: now)
        }
    }
}
