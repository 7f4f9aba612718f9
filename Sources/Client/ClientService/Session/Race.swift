/// Race of some work against a time limit and a signal; the first outcome counts.
enum Race {
    /// Runs the race, and cancels what has lost it; the work returns soon after it is cancelled.
    static func run<Outcome: Sendable>(
        limitMilliseconds: Int64,
        by clock: any ClientClock,
        timedOut: Outcome,
        unless signal: Signal?,
        interrupted: Outcome,
        _ work: @escaping @Sendable () async -> Outcome
    ) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await work() }
            group.addTask {
                // Cancelled when the race is over; its result is not looked at then.
                try? await clock.sleep(milliseconds: limitMilliseconds)
                return timedOut
            }
            if let signal {
                group.addTask {
                    await signal.wait()
                    return interrupted
                }
            }
            let first = await group.next() ?? timedOut
            group.cancelAll()
            return first
        }
    }
}
