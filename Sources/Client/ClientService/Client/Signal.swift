import Synchronization

/// A flag that one task waits for; a wait for a raised flag returns at once.
///
/// Waiting does not take the flag down, so that a wait which loses a race loses no signal: whoever
/// waits lowers the flag before looking for work.
final class Signal: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Raises the flag and wakes the waiting task.
    func raise() {
        state.withLock { state in
            state.isRaised = true
            return state.waiter.take()
        }?.resume()
    }

    /// Lowers the flag for the next wait.
    func lower() {
        state.withLock { $0.isRaised = false }
    }

    /// Returns when the flag is raised, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRaised || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }

    /// Waits for the flag up to a time limit; returns true if the time ran out first.
    func isQuiet(forMilliseconds milliseconds: Int64, by clock: any ClientClock) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                // Cancelled when the flag came first; its result is not looked at then.
                try? await clock.sleep(milliseconds: milliseconds)
                return true
            }
            group.addTask {
                await self.wait()
                return false
            }
            let first = await group.next() ?? true
            group.cancelAll()
            return first
        }
    }
}
