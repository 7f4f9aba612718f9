import CoreVocabulary

/// Counters that decide whether streams are used, and when a stream is left.
struct StreamHealth: Hashable, Sendable {
    /// Maximum number of consecutive heartbeats that name a head which the stream has not brought.
    private static let lagLimit = 2

    /// False if the link does not support streams.
    var isSupported = true
    private var failureCount = 0
    private var lagCount = 0
    private var nextAt: Instant?
    /// Number of events without changes in the window that began at `idleSince`.
    private var idleCount = 0
    private var idleSince: Instant?

    /// Returns true if a stream may be opened now.
    func mayOpen(at now: Instant) -> Bool {
        isSupported && (nextAt.map { $0 <= now } ?? true)
    }

    /// Records that a stream was opened.
    mutating func noteOpening() { lagCount = 0 }

    /// Records a valid event, which ends a series of failures.
    mutating func noteEvent() { failureCount = 0 }

    /// Records a heartbeat; returns true if too many name a head that the stream has not brought.
    mutating func noteHeartbeat(isAtHead: Bool) -> Bool {
        failureCount = 0
        lagCount = isAtHead ? 0 : lagCount + 1
        return lagCount > Self.lagLimit
    }

    /// Records changes: the checkpoint that follows them is not counted.
    mutating func noteChanges() { idleCount = max(0, idleCount - 1) }

    /// Counts an event without changes; returns true if there are more than any bank sends.
    mutating func isFlooded(by event: SyncEvent, at now: Instant) -> Bool {
        switch event {
        case .heartbeatArrived, .checkpointArrived, .booksReplaced, .batchDisordered,
            .streamEnded(inOrder: true):
            break
        default: return false
        }
        let end = idleSince?.adding(seconds: SyncMachine.idleWindowSeconds)
        if end.map({ $0 <= now }) ?? true {
            idleSince = now
            idleCount = 0
        }
        idleCount += 1
        return idleCount > SyncMachine.idleWordLimit
    }

    /// Records a failure; after several in a row no stream is opened during a pause.
    mutating func noteFailure(at now: Instant) {
        failureCount += 1
        if failureCount >= SyncMachine.streamFailureLimit { rest(from: now) }
    }

    /// Begins the pause in which no stream is opened.
    mutating func rest(from now: Instant) {
        failureCount = 0
        nextAt = now.adding(seconds: SyncMachine.streamPauseSeconds)
    }
}
