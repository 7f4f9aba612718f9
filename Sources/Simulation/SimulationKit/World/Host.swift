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
        var tasks: [Task<Void, Never>] = []
        var sleepers: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        var lastSleeper: UInt64 = 0
        var frozenFor: Int64 = 0
        var frozenSince: Int64?
        var frozenUntil: Int64 = 0
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
        let task = Task(executorPreference: executor) { await body() }
        if state.value.isAlive {
            state.value.tasks.append(task)
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
        _ = scheduler.after(nanoseconds: nanoseconds) { [self] in
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
        let (tasks, sleepers) = (state.value.tasks, state.value.sleepers)
        state.value.tasks = []
        state.value.sleepers = [:]
        for number in sleepers.keys.sorted() {
            sleepers[number]?.resume(throwing: CancellationError())
        }
        for task in tasks { task.cancel() }
    }

    /// Waits in virtual time; throws when the task is cancelled or the process ends.
    func sleep(nanoseconds: Int64) async throws {
        guard isAlive else { throw CancellationError() }
        state.value.lastSleeper += 1
        let number = state.value.lastSleeper
        let timer = Cell<UInt64?>(nil)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Void, any Error>) in
                guard !Task.isCancelled, isAlive else {
                    return continuation.resume(throwing: CancellationError())
                }
                state.value.sleepers[number] = continuation
                timer.value = scheduler.after(nanoseconds: nanoseconds) {
                    self.state.value.sleepers.removeValue(forKey: number)?.resume()
                }
            }
        } onCancel: {
            if let timer = timer.value { scheduler.callOff(timer) }
            state.value.sleepers.removeValue(forKey: number)?
                .resume(throwing: CancellationError())
        }
    }
}
