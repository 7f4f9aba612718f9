public import CoreVocabulary

/// Counts the failed sign-ins of one user name and makes the next one wait longer and longer.
///
/// One guard stands for a name across all sessions, addresses and restarts: counting per session
/// would allow as many tries as an attacker can open sessions. A try is counted when it begins, so
/// that tries side by side cannot slip past the limit while their passwords are being hashed; a
/// success takes the count back.
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
        /// It may, and was counted; answer with ``SignInGuard/failed(at:)`` or
        /// ``SignInGuard/succeeded(at:)``.
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
    /// Tries that were allowed and have no answer yet; a restart ends them, so it is not stored.
    public private(set) var openAttemptCount: UInt32 = 0

    /// Makes the guard of a name that nobody has failed with.
    public init() {}

    /// Asks to begin a try, and counts it when it may.
    public mutating func attempt(at now: Instant) -> Attempt {
        if let blockedUntil, now < blockedUntil {
            // After a clock was set back, the wait is still no longer than the longest delay.
            let latest = now.adding(seconds: Self.longestDelaySeconds)
            return .mustWait(until: min(blockedUntil, latest))
        }
        countFailure()
        openAttemptCount += 1
        block(from: now)
        return .allowed
    }

    /// Takes the answer that a try failed; the delay runs from now.
    public mutating func failed(at now: Instant) {
        if openAttemptCount > 0 {
            openAttemptCount -= 1
        } else {
            // Never allowed, or begun before a restart: it counts all the same.
            countFailure()
        }
        block(from: now)
    }

    /// Takes the answer that a try succeeded.
    ///
    /// Other tries that are still open stay counted: a thief's tries do not become free because
    /// the owner signed in meanwhile.
    public mutating func succeeded(at now: Instant) {
        if openAttemptCount > 0 { openAttemptCount -= 1 }
        failureCount = openAttemptCount
        block(from: now)
    }

    /// Forgets all failures, on the word of staff; whoever calls this writes the audit row.
    public mutating func lift(at now: Instant) {
        failureCount = openAttemptCount
        block(from: now)
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

    private mutating func countFailure() {
        failureCount = min(failureCount + 1, Self.countCeiling)
    }

    private mutating func block(from now: Instant) {
        let delay = Self.delaySeconds(afterFailures: failureCount)
        blockedUntil = delay > 0 ? now.adding(seconds: delay) : nil
    }
}
