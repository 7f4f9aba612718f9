import CoreVocabulary

extension Instant {
    /// Returns the time to wait for a later instant, in whole milliseconds, never ending before it.
    func milliseconds(until later: Instant) -> Int64 {
        (later.nanosecondsSinceEpoch - nanosecondsSinceEpoch) / 1_000_000 + 1
    }
}
