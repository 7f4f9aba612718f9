import ClientService
import CoreVocabulary

/// A console's monotonic clock that halts with its process, like one that does not count sleep.
struct HaltingClock: ClientClock {
    let base: SimulatedConsoleClock
    let host: Host

    func now() -> Instant { base.now() }

    func boottime() -> Instant { base.boottime().adding(nanoseconds: -host.frozenNanoseconds) }

    func sleep(milliseconds: Int64) async throws {
        try await base.sleep(milliseconds: milliseconds)
    }
}
