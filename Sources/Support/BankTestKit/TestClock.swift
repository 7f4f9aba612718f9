package import CoreVocabulary
import LedgerService
import Synchronization

/// A clock that only moves when a test moves it, and wakes sleepers whose time has come.
package final class TestClock: BankClock {
    private struct Sleeper {
        let wakesAt: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var wallOffsetSeconds: Int64 = 0
        var sleepers: [UInt64: Sleeper] = [:]
        var cancelled: Set<UInt64> = []
        var lastNumber: UInt64 = 0
    }

    private let state: Mutex<State>

    /// Creates a clock that shows a time.
    package init(_ now: Instant) {
        state = Mutex(State(now: now))
    }

    /// Returns the time of the wall clock.
    package func now() -> Instant {
        state.withLock { $0.now.adding(seconds: $0.wallOffsetSeconds) }
    }

    /// Returns the time of the monotonic clock, which is never set.
    package func boottime() -> Instant { state.withLock { $0.now } }

    /// Sets the wall clock like an operator or a time server.
    ///
    /// No time passes, and no sleeper wakes.
    package func set(by seconds: Int64) {
        state.withLock { $0.wallOffsetSeconds += seconds }
    }

    /// Number of tasks that are asleep.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the time of both clocks.
    ///
    /// Moving it back wakes nobody.
    package func advance(seconds: Int64) {
        let woken = state.withLock { state in
            state.now = state.now.adding(seconds: seconds)
            let due = state.sleepers.filter { $0.value.wakesAt <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Waits until the clock has moved far enough, or throws if cancelled.
    package func sleep(milliseconds: Int64) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(number) != nil { return true }
                    let nanoseconds = state.now.nanosecondsSinceEpoch + milliseconds * 1_000_000
                    state.sleepers[number] = Sleeper(
                        wakesAt: Instant(nanosecondsSinceEpoch: nanoseconds),
                        continuation: continuation
                    )
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: number)
                if sleeper == nil { state.cancelled.insert(number) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
