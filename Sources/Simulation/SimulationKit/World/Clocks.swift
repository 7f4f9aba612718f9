import ClientService
import CoreVocabulary
import LedgerService

/// The bank's clock: the true time, and what it was set by.
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

/// A console's clocks: one on the wall that anybody can set, and one that only counts.
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

/// The time outside all processes.
struct WorldTime: Sendable {
    /// When every story begins: 2026-11-20 12:00 in India.
    static let start = Instant(secondsSinceEpoch: 1_795_156_200)

    let scheduler: Scheduler

    /// Virtual nanoseconds since the story began.
    var elapsed: Int64 { scheduler.now }

    /// What a clock shows that is right.
    var trueTime: Instant {
        Instant(
            nanosecondsSinceEpoch: Self.start.nanosecondsSinceEpoch + scheduler.now
        )
    }
}
