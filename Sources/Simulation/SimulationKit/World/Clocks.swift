import ClientService
import CoreVocabulary
import LedgerService

/// The bank's clock: the true time plus an offset that can be set.
final class SimulatedBankClock: BankClock {
    private let host: Host
    private let world: WorldTime
    private let offset: Cell<Int64>

    init(host: Host, world: WorldTime, offset: Cell<Int64>) {
        self.host = host
        self.world = world
        self.offset = offset
    }

    func now() -> Instant {
        let now = Instant(
            nanosecondsSinceEpoch: world.trueTime.nanosecondsSinceEpoch + offset.value
        )
        Act.note(now, steady: boottime())
        return now
    }

    func boottime() -> Instant {
        Instant(nanosecondsSinceEpoch: world.elapsed)
    }

    func sleep(milliseconds: Int64) async throws {
        try await host.sleep(nanoseconds: milliseconds * 1_000_000)
    }
}

/// A console's clocks: a wall clock that can be set, and a monotonic clock.
final class SimulatedConsoleClock: ClientClock {
    private let host: Host
    private let world: WorldTime
    private let offset: Cell<Int64>
    private let boottimeOffset: Int64

    init(host: Host, world: WorldTime, offset: Cell<Int64>, boottimeOffset: Int64) {
        self.host = host
        self.world = world
        self.offset = offset
        self.boottimeOffset = boottimeOffset
    }

    func now() -> Instant {
        Instant(nanosecondsSinceEpoch: world.trueTime.nanosecondsSinceEpoch + offset.value)
    }

    func boottime() -> Instant {
        Instant(nanosecondsSinceEpoch: world.elapsed + boottimeOffset)
    }

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
    var trueTime: Instant {
        Instant(nanosecondsSinceEpoch: Self.start.nanosecondsSinceEpoch + scheduler.now)
    }
}
