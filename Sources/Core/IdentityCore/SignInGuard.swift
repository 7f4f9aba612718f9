package import CoreVocabulary

/// Counts failed tries and delays the next one, longer after each failure.
///
/// There is one guard for the sign-ins under a name from one place, and another for the codes that
/// a user gives for transfers, across all sessions and restarts. Counting per session would allow
/// as many tries as an attacker can open sessions. A try is counted when it begins, so that
/// concurrent tries cannot exceed the limit while their passwords are being hashed. After a success
/// the caller starts a new guard.
///
/// Nobody can be locked out for good: the delay has a maximum, and staff may lift it. Names that do
/// not exist get a guard too, so that the delay and its wording reveal nothing about a name.
///
/// Sources: Delegated Regulation (EU) 2018/389 Art. 4(3)(b); PCI DSS 4.0.1 8.3.4.
package struct SignInGuard: Hashable, Sendable {
    /// Number of consecutive failures that starts the first delay.
    package static let failureLimit = 5
    /// The first delay, in seconds; each further failure doubles it.
    package static let firstDelaySeconds: Int64 = 30
    /// Maximum delay, in seconds.
    package static let longestDelaySeconds: Int64 = 3_600

    /// Result of asking to begin a try.
    package enum Attempt: Hashable, Sendable {
        /// The try may begin and was counted.
        case allowed
        /// The try may not begin before this instant, and was not counted.
        case mustWait(until: Instant)
    }

    // The count stops here; the delay has reached its maximum long before.
    private static let countCeiling: UInt32 = 1_000
    private static let canonicalVersion: UInt8 = 1

    /// Number of consecutive failures, including tries without an answer; stops at 1,000.
    package private(set) var failureCount: UInt32 = 0
    /// End of the delay; nil before the fifth failure.
    package private(set) var blockedUntil: Instant?

    /// Creates a guard without failures.
    package init() {}

    /// Requests a try, and counts it if it may begin.
    package mutating func attempt(at now: Instant) -> Attempt {
        if let until = delayEnd(at: now) { return .mustWait(until: until) }
        failed(at: now)
        return .allowed
    }

    /// Returns the end of the delay that runs at `now`; nil if none runs.
    ///
    /// A remaining delay longer than the full delay means that the clock was set back since. It
    /// then counts as over, and the failures stay counted.
    package func delayEnd(at now: Instant) -> Instant? {
        let longest = now.adding(seconds: Self.delaySeconds(afterFailures: failureCount))
        guard let blockedUntil, now < blockedUntil, blockedUntil <= longest else { return nil }
        return blockedUntil
    }

    /// Counts a failed try that was not counted when it began; the delay runs from now.
    package mutating func failed(at now: Instant) {
        failureCount = min(failureCount + 1, Self.countCeiling)
        let delay = Self.delaySeconds(afterFailures: failureCount)
        blockedUntil = delay > 0 ? now.adding(seconds: delay) : nil
    }

    /// Canonical byte encoding of the guard, for a store.
    package var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 16)
        encoder.write(Self.canonicalVersion)
        encoder.write(failureCount)
        encoder.write(optional: blockedUntil) { $0.write($1) }
        return encoder.bytes
    }

    /// Decodes a guard from its canonical bytes.
    ///
    /// - Throws: ``CanonicalDecodingError`` for bytes that ``canonicalBytes`` would not produce.
    package init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
        var decoder = CanonicalDecoder(canonicalBytes)
        guard try decoder.read(UInt8.self) == Self.canonicalVersion else { throw .invalidValue }
        failureCount = try decoder.read(UInt32.self)
        guard failureCount <= Self.countCeiling else { throw .invalidValue }
        blockedUntil = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
            try decoder.readInstant()
        }
        try decoder.finish()
        guard (blockedUntil != nil) == (failureCount >= Self.failureLimit) else {
            throw .invalidValue
        }
    }

    /// Returns the delay after consecutive failures, in seconds: 0, then 30 s doubling to one hour.
    package static func delaySeconds(afterFailures count: UInt32) -> Int64 {
        guard count >= failureLimit else { return 0 }
        let doublings = min(count - UInt32(failureLimit), 16)
        return min(firstDelaySeconds << doublings, longestDelaySeconds)
    }
}
