import CoreVocabulary

/// Rule that decides whether a stream may be opened, from how the streams before it behaved.
struct StreamRule: Hashable, Sendable {
    /// Number of consecutive heartbeats that may name a head which the stream has not brought.
    private static let lagLimit = 2

    private var isSupported = true
    private var failureCount = 0
    private var nextAt: Instant?
    private var lagCount = 0
    /// Number of stream events without changes in the window that began at `idleWordsSince`.
    private var idleWordCount = 0
    private var idleWordsSince: Instant?

    /// Returns true if a stream may be opened now.
    func allowsStream(at now: Instant) -> Bool {
        isSupported && nextAt.map { $0 <= now } ?? true
    }

    /// Records that the connection does not support streams.
    mutating func noteUnsupported() {
        isSupported = false
    }

    /// Records that a stream is open.
    mutating func noteOpening() {
        lagCount = 0
    }

    /// Records that the stream brought changes; the checkpoint that follows them is not counted.
    mutating func noteChanges() {
        idleWordCount = max(0, idleWordCount - 1)
    }

    /// Records a valid sign of life, which ends a series of failures.
    mutating func noteSignOfLife() {
        failureCount = 0
    }

    /// Records a heartbeat; returns true if too many in a row named a head that was not brought.
    mutating func isLagging(isAtHead: Bool) -> Bool {
        lagCount = isAtHead ? 0 : lagCount + 1
        return lagCount > Self.lagLimit
    }

    /// Counts a stream event without changes; returns true if there are more than any bank sends.
    mutating func isFlood(_ event: SyncMachine.Event, at now: Instant) -> Bool {
        switch event {
        case .heartbeatArrived, .checkpointArrived, .booksReplaced, .batchDisordered,
            .streamEnded(inOrder: true):
            break
        default: return false
        }
        let end = idleWordsSince?.adding(seconds: SyncMachine.idleWindowSeconds)
        if end.map({ $0 <= now }) ?? true {
            idleWordsSince = now
            idleWordCount = 0
        }
        idleWordCount += 1
        return idleWordCount > SyncMachine.idleWordLimit
    }

    /// Counts a failure; after several in a row no stream is opened for a while.
    mutating func countFailure(at now: Instant) {
        failureCount += 1
        if failureCount >= SyncMachine.streamFailureLimit { pause(at: now) }
    }

    /// Allows no stream for the pause after several failures.
    mutating func pause(at now: Instant) {
        failureCount = 0
        nextAt = now.adding(seconds: SyncMachine.streamPauseSeconds)
    }
}
