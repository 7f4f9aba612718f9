public import CoreVocabulary

/// The time as the bank knows it; the only one that decides anything.
public protocol BankClock: Sendable {
    /// The wall clock, UTC.
    func now() -> Instant
    /// Waits; throws when cancelled.
    func sleep(milliseconds: Int64) async throws
}
