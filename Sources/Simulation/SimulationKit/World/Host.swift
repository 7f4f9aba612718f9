/// A process of the simulation, which can freeze and can end at any of its steps.
///
/// After its end, a process still has tasks under way in the program. They run on as ghosts. Each
/// of their ports fails at once, so that they have no effect on the world. Their tasks come to an
/// end and leave no memory behind.
final class Host: Sendable {
    /// The process's name in the trace.
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

    /// A task that waits in virtual time.
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

    /// True until the process ends; acts of an ended process no longer count.
    var isAlive: Bool { state.value.isAlive }

    /// Total time for which the process was frozen so far, in nanoseconds.
    var frozenNanoseconds: Int64 {
        let since = state.value.frozenSince.map { scheduler.now - $0 } ?? 0
        return state.value.frozenFor + since
    }

    /// True while the process is frozen.
    var isFrozen: Bool { state.value.frozenSince != nil }

    /// Starts a task of the process.
    func spawn(_ body: @escaping @Sendable () async -> Void) {
        let place = Cell(0)
        let task = Task(executorPreference: executor) { [state] in
            await body()
            if state.value.isAlive { _ = state.value.tasks.remove(place.value) }
        }
        if state.value.isAlive {
            place.value = state.value.tasks.add(task)
        } else {
            task.cancel()
        }
    }

    /// Runs a body inside the process and returns its value; nil if the process ended before.
    func call<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value? {
        guard isAlive else { return nil }
        let value = await withCheckedContinuation { continuation in
            spawn { continuation.resume(returning: await body()) }
        }
        return isAlive ? value : nil
    }

    /// Calls a body just before one of the process's next jobs.
    func lightFuse(jobs: Int, _ body: @escaping @Sendable () -> Void) {
        scheduler.lightFuse(of: executor.number, jobs: jobs, body)
    }

    /// Freezes the process for a while; a frozen one thaws when both times are over.
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

    /// Resumes a frozen process.
    func thaw() {
        guard let since = state.value.frozenSince else { return }
        state.value.frozenFor += scheduler.now - since
        state.value.frozenSince = nil
        scheduler.release(executor.number)
    }

    /// Ends the process at once and cancels its tasks.
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

    /// Waits in virtual time; throws if the task is cancelled or the process ends.
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

    /// Resumes a waiting task, unless it was resumed before.
    private func wake(_ sleeper: Cell<Sleeper?>, _ result: Result<Void, any Error>) {
        guard let woken = sleeper.value else { return }
        sleeper.value = nil
        woken.timer.value = nil
        _ = state.value.sleepers.remove(woken.place)
        woken.continuation.resume(with: result)
    }
}
