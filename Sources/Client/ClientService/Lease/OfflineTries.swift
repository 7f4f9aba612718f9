/// Rule that slows down wrong passwords where no bank counts them.
enum OfflineTries {
    /// Number of consecutive wrong ones without a pause.
    static let freeCount: Int64 = 3
    /// Pause after the first one more, in seconds; it doubles with each further one.
    static let firstPauseSeconds: Int64 = 2
    /// Number of consecutive wrong ones after which the lease is destroyed.
    static let limit: Int64 = 10

    /// Returns the pause after a wrong one, in seconds.
    static func pauseSeconds(after count: Int64) -> Int64 {
        count <= freeCount ? 0 : firstPauseSeconds << min(count - freeCount - 1, limit)
    }
}
