public import CoreVocabulary

/// The time as the bank knows it; the only one that decides anything about money.
public protocol BankClock: Sendable {
    /// The wall clock, UTC.
    func now() -> Instant
    /// A clock that never jumps and goes on while the machine sleeps; it counts from anywhere.
    ///
    /// Whatever waits is measured by it: the wall clock may be set meanwhile.
    func boottime() -> Instant
    /// Waits; throws when cancelled.
    func sleep(milliseconds: Int64) async throws
}
