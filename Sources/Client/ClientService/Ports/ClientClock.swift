public import CoreVocabulary

/// The time as a console knows it.
public protocol ClientClock: Sendable {
    /// The wall clock; it may jump.
    func now() -> Instant
    /// A clock that never jumps and goes on while the machine sleeps; it counts from anywhere.
    func boottime() -> Instant
    /// Waits; throws when cancelled.
    func sleep(milliseconds: Int64) async throws
}
