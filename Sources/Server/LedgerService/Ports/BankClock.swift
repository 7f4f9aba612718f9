package import CoreVocabulary

/// Source of time for the bank, and the only one that decides anything about money.
package protocol BankClock: Sendable {
    /// Returns the wall-clock time in UTC.
    func now() -> Instant
    /// Returns a monotonic time that continues while the machine sleeps; its origin is arbitrary.
    ///
    /// All waits are measured by it, because the wall clock may be set meanwhile.
    func boottime() -> Instant
    /// Waits for a duration; throws if the task is cancelled.
    func sleep(milliseconds: Int64) async throws
}
