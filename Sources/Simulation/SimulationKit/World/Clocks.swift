import ClientService
import CoreVocabulary
import LedgerService

/// The bank's clock: the true time plus an offset that can be set.
struct SimulatedBankClock: BankClock {
    let host: Host
    let world: WorldTime
    let offset: Cell<Int64>

    func now() -> Instant {
        let now = world.trueTime.adding(nanoseconds: offset.value)
        Act.note(now, steady: boottime())
        return now
    }

    func boottime() -> Instant { Instant(nanosecondsSinceEpoch: world.elapsed) }

    func sleep(milliseconds: Int64) async throws {
        try await host.sleep(nanoseconds: milliseconds * 1_000_000)
    }
}

/// A console's clocks: a wall clock that can be set, and a monotonic clock.
struct SimulatedConsoleClock: ClientClock {
    let host: Host
    let world: WorldTime
    let offset: Cell<Int64>
    let boottimeOffset: Int64

    func now() -> Instant { world.trueTime.adding(nanoseconds: offset.value) }

    func boottime() -> Instant { Instant(nanosecondsSinceEpoch: world.elapsed + boottimeOffset) }

    func sleep(milliseconds: Int64) async throws {
        try await host.sleep(nanoseconds: milliseconds * 1_000_000)
    }
}

/// The true time outside all processes.
struct WorldTime: Sendable {
    /// The start of every run: 2026-11-20 12:00 in India.
    static let start = Instant(secondsSinceEpoch: 1_795_156_200)

    let scheduler: Scheduler

    /// Virtual time since the run began, in nanoseconds.
    var elapsed: Int64 { scheduler.now }

    /// The time that a right clock shows.
    var trueTime: Instant { Self.start.adding(nanoseconds: scheduler.now) }
}

extension Instant {
    /// Returns the instant this many nanoseconds later, earlier if negative.
    func adding(nanoseconds: Int64) -> Instant {
        Instant(nanosecondsSinceEpoch: nanosecondsSinceEpoch + nanoseconds)
    }

    /// Returns the nanoseconds since an earlier instant.
    func nanoseconds(since earlier: Instant) -> Int64 {
        nanosecondsSinceEpoch - earlier.nanosecondsSinceEpoch
    }
}
