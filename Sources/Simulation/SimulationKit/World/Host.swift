import CoreVocabulary

/// A process of the simulation: it can stand still, and it can end at any of its steps.
///
/// A process that ended still has tasks on their way through the program. They run on as a ghost:
/// each of its ports is cut off and fails at once, so that nothing it does reaches the world, and
/// its tasks come to their end without leaving memory behind.
final class Host: Sendable {
    /// What it is called in the trace.
    let name: String
    private let scheduler: Scheduler
    private let executor: ProcessExecutor
    private let state = Cell(State())

    private struct State {
        var isAlive = true
        var tasks = SlotTable<Task<Void, Never>>()
        var sleepers = SlotTable<Cell<Sleeper?>>()
        var frozenFor: Int64 = 0
        var frozenSince: Int64?
        var frozenUntil: Int64 = 0
    }

    /// A task that waits, until it is woken.
    private struct Sleeper {
        let continuation: CheckedContinuation<Void, any Error>
        let timer: Timer
        let place: Int
    }

    init(name: String, scheduler: Scheduler) {
        self.name = name
        self.scheduler = scheduler
        executor = scheduler.makeExecutor()
    }

    /// Whether what it does still counts.
    var isAlive: Bool { state.value.isAlive }

    /// Nanoseconds for which it stood still so far.
    var frozenNanoseconds: Int64 {
        let since = state.value.frozenSince.map { scheduler.now - $0 } ?? 0
        return state.value.frozenFor + since
    }

    /// Whether it stands still.
    var isFrozen: Bool { state.value.frozenSince != nil }

    /// Begins a task of the process.
    func spawn(_ body: @escaping @Sendable () async -> Void) {
        let place = Cell(0)
        let task = Task(executorPreference: executor) { [state] in
            await body()
            if state.value.isAlive { _ = state.value.tasks.take(place.value) }
        }
        if state.value.isAlive {
            place.value = state.value.tasks.add(task)
        } else {
            task.cancel()
        }
    }

    /// Runs something inside the process, and waits for it.
    ///
    /// Nil when the process ended before.
    func call<Value: Sendable>(
        _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        guard isAlive else { return nil }
        let value = await withCheckedContinuation { continuation in
            spawn { continuation.resume(returning: await body()) }
        }
        return isAlive ? value : nil
    }

    /// Has something happen just before one of the next jobs.
    func lightFuse(jobs: Int, _ body: @escaping @Sendable () -> Void) {
        scheduler.lightFuse(of: executor.number, jobs: jobs, body)
    }

    /// Stands still for a while; one that does so already stands still until both are over.
    func freeze(milliseconds: Int64, then body: @escaping @Sendable () -> Void = {}) {
        guard isAlive else { return }
        let nanoseconds = milliseconds * 1_000_000
        state.value.frozenUntil = max(state.value.frozenUntil, scheduler.now + nanoseconds)
        if !isFrozen {
            state.value.frozenSince = scheduler.now
            scheduler.hold(executor.number)
        }
        scheduler.after(nanoseconds: nanoseconds) { [self] in
            guard isFrozen, scheduler.now >= state.value.frozenUntil else { return }
            thaw()
            body()
        }
    }

    /// Goes on.
    func thaw() {
        guard let since = state.value.frozenSince else { return }
        state.value.frozenFor += scheduler.now - since
        state.value.frozenSince = nil
        scheduler.release(executor.number)
    }

    /// Ends, now, whatever it is at.
    func kill() {
        guard isAlive else { return }
        thaw()
        state.value.isAlive = false
        let tasks = state.value.tasks.values
        state.value.tasks = SlotTable()
        for sleeper in state.value.sleepers.values {
            wake(sleeper, .failure(CancellationError()))
        }
        for task in tasks { task.cancel() }
    }

    /// Waits in virtual time; throws when the task is cancelled or the process ends.
    func sleep(nanoseconds: Int64) async throws {
        guard isAlive else { throw CancellationError() }
        let sleeper = Cell<Sleeper?>(nil)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                guard !Task.isCancelled, isAlive else {
                    return continuation.resume(throwing: CancellationError())
                }
                let timer = scheduler.after(nanoseconds: nanoseconds) {
                    self.wake(sleeper, .success(()))
                }
                let place = state.value.sleepers.add(sleeper)
                sleeper.value = Sleeper(continuation: continuation, timer: timer, place: place)
            }
        } onCancel: {
            wake(sleeper, .failure(CancellationError()))
        }
    }

    /// Lets a task go on that waits; nothing happens when it was woken before.
    private func wake(_ sleeper: Cell<Sleeper?>, _ result: Result<Void, any Error>) {
        guard let woken = sleeper.value else { return }
        sleeper.value = nil
        woken.timer.value = nil
        _ = state.value.sleepers.take(woken.place)
        woken.continuation.resume(with: result)
    }
}
