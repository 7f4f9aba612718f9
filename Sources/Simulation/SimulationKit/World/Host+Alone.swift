import CoreVocabulary

extension Host {
    /// Runs a body in a process and a world of its own, until it has ended.
    ///
    /// The body must not throw, and must not wait for ever.
    static func runAlone(
        name: String,
        part: String,
        _ body: @escaping @Sendable (Host, WorldTime) async throws -> Void
    ) {
        let scheduler = Scheduler(dice: Dice(seed: 0, part: part))
        let host = Host(name: name, scheduler: scheduler)
        let isDone = Cell(false)
        TaskHooks.withScheduler(scheduler) {
            host.spawn {
                do {
                    try await body(host, WorldTime(scheduler: scheduler))
                } catch {
                    invariantBroken("the town is founded, and its marks are read, without errors")
                }
                isDone.value = true
            }
        }
        let hasEnded = scheduler.run { isDone.value }
        invariant(hasEnded, "nothing in a world without faults waits for ever")
    }
}
