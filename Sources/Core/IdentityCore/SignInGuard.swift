public import CoreVocabulary

/// Counts failed tries and makes the next one wait longer and longer.
///
/// One guard stands for the sign-ins under a name from one place, and another for the codes that a
/// user gives for transfers, across all sessions and restarts: counting per session would allow as
/// many tries as an attacker can open sessions. A try is counted when it begins, so that tries side
/// by side cannot slip past the limit while their passwords are being hashed; after a success the
/// counting begins anew.
///
/// Nobody can be shut out for good: the delay has a ceiling, and staff may lift it. Names that do
/// not exist get a guard as well, so that the delay and its words tell nothing about a name.
///
/// Sources: Delegated Regulation (EU) 2018/389 Art. 4(3)(b); PCI DSS 4.0.1 8.3.4.
public struct SignInGuard: Hashable, Sendable {
    /// How many failures in a row bring the first delay.
    public static let failureLimit = 5
    /// The first delay, in seconds; each further failure doubles it.
    public static let firstDelaySeconds: Int64 = 30
    /// The longest delay, in seconds.
    public static let longestDelaySeconds: Int64 = 3_600

    /// Whether a try may begin.
    public enum Attempt: Hashable, Sendable {
        /// It may, and was counted.
        case allowed
        /// It may not before this instant, and was not counted.
        case mustWait(until: Instant)
    }

    // The last number that doubling the delay needs to tell apart; the count stops there.
    private static let countCeiling: UInt32 = 1_000
    private static let canonicalVersion: UInt8 = 1

    /// Failures in a row, tries without an answer included; stops at 1,000.
    public private(set) var failureCount: UInt32 = 0
    /// When the delay is over; nil before the fifth failure.
    public private(set) var blockedUntil: Instant?

    /// Makes the guard of a name that nobody has failed with.
    public init() {}

    /// Asks to begin a try, and counts it when it may.
    public mutating func attempt(at now: Instant) -> Attempt {
        if let until = delayEnd(at: now) { return .mustWait(until: until) }
        failed(at: now)
        return .allowed
    }

    /// The end of the delay that runs at `now`; nil when none runs.
    ///
    /// A delay that would last longer than it ever is was begun before the clock was set back.
    /// Nobody waits for that: it is over, and the failures stay counted.
    public func delayEnd(at now: Instant) -> Instant? {
        let longest = now.adding(seconds: Self.delaySeconds(afterFailures: failureCount))
        guard let blockedUntil, now < blockedUntil, blockedUntil <= longest else { return nil }
        return blockedUntil
    }

    /// Counts a try that failed and was not counted when it began; the delay runs from now.
    public mutating func failed(at now: Instant) {
        failureCount = min(failureCount + 1, Self.countCeiling)
        let delay = Self.delaySeconds(afterFailures: failureCount)
        blockedUntil = delay > 0 ? now.adding(seconds: delay) : nil
    }

    /// The one byte form, for a store.
    public var canonicalBytes: [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 16)
        encoder.write(Self.canonicalVersion)
        encoder.write(failureCount)
        encoder.write(optional: blockedUntil) { $0.write($1) }
        return encoder.bytes
    }

    /// Reads the byte form.
    ///
    /// - Throws: ``CanonicalDecodingError`` for anything that ``canonicalBytes`` would not print.
    public init(canonicalBytes: some Sequence<UInt8>) throws(CanonicalDecodingError) {
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

    /// The delay after some failures in a row, in seconds: 0, then 30 s doubling to one hour.
    public static func delaySeconds(afterFailures count: UInt32) -> Int64 {
        guard count >= failureLimit else { return 0 }
        let doublings = min(count - UInt32(failureLimit), 16)
        return min(firstDelaySeconds << doublings, longestDelaySeconds)
    }
}
