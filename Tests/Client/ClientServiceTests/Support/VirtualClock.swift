import ClientService
import CoreVocabulary
import Synchronization

/// A clock that stands still until a test moves it.
final class VirtualClock: ClientClock {
    private struct Sleeper {
        let number: Int
        let milliseconds: Int64
        let wakesAt: Int64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var nanoseconds: Int64 = 0
        var wallOffset: Int64 = 0
        var count = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var watchers: [(milliseconds: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// The wall clock when the other one stands at zero.
    static let start = Instant(secondsSinceEpoch: 1_790_000_000)

    private let state = Mutex(State())

    func now() -> Instant {
        let passed = state.withLock { $0.nanoseconds + $0.wallOffset }
        return Instant(
            nanosecondsSinceEpoch: Self.start.nanosecondsSinceEpoch + passed
        )
    }

    /// Sets the wall clock back; the steady one goes on.
    func setWall(back seconds: Int64) {
        state.withLock { $0.wallOffset -= seconds * 1_000_000_000 }
    }

    func boottime() -> Instant {
        Instant(nanosecondsSinceEpoch: state.withLock { $0.nanoseconds })
    }

    func sleep(milliseconds: Int64) async throws {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                let watchers: [CheckedContinuation<Void, Never>] = state.withLock { state in
                    if state.cancelled.remove(number) != nil {
                        continuation.resume(throwing: CancellationError())
                        return []
                    }
                    state.sleepers.append(
                        Sleeper(
                            number: number,
                            milliseconds: milliseconds,
                            wakesAt: state.nanoseconds + milliseconds * 1_000_000,
                            continuation: continuation
                        )
                    )
                    let woken = state.watchers.filter { $0.milliseconds == milliseconds }
                    state.watchers.removeAll { $0.milliseconds == milliseconds }
                    return woken.map(\.continuation)
                }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let place = state.sleepers.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until somebody sleeps for just this long.
    func untilSomebodySleeps(milliseconds: Int64) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.sleepers.contains(where: { $0.milliseconds == milliseconds }) {
                    return true
                }
                state.watchers.append((milliseconds, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Moves the clock and wakes whoever is due.
    func advance(milliseconds: Int64) {
        let due = state.withLock { state in
            state.nanoseconds += milliseconds * 1_000_000
            let now = state.nanoseconds
            let due = state.sleepers.filter { $0.wakesAt <= now }
            state.sleepers.removeAll { $0.wakesAt <= now }
            return due.sorted { ($0.wakesAt, $0.number) < ($1.wakesAt, $1.number) }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}
