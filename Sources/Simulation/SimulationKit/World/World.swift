import CoreVocabulary

/// The state of one whole simulation.
final class World: Sendable {
    let seed: UInt64
    let scheduler: Scheduler
    let time: WorldTime
    let climate: Climate
    let trace: Trace
    let bug: PlantedBug?
    let stores: SimulatedStores
    let sizes: Sizes
    /// The authenticators of all people.
    let phones: [Phone]
    private let parts = Cell<Parts?>(nil)
    private let tallied = Cell(Tally())
    private let stormEnd = Cell(Int64.max)
    private let restEnd = Cell(Int64(0))

    /// The parts that refer back to the world.
    private final class Parts: Sendable {
        let network: Network
        let bank: BankHost
        let oracle: Oracle
        let judge: Judge
        let consoles: [SimulatedConsole]

        init(of world: World, _ owners: [Phone]) {
            network = Network(world: world)
            bank = BankHost(world: world)
            let oracle = Oracle(world: world)
            self.oracle = oracle
            judge = Judge(oracle: oracle, sizes: world.sizes, epoch: bank.disk.epoch)
            consoles = owners.enumerated().map {
                SimulatedConsole(number: $0, owner: $1, world: world)
            }
        }
    }

    init(seed: UInt64, bug: PlantedBug?, stores: SimulatedStores = .memory, isTraceKept: Bool) {
        self.seed = seed
        self.bug = bug
        self.stores = stores
        let scheduler = Scheduler(dice: Dice(seed: seed, part: "schedule"))
        self.scheduler = scheduler
        time = WorldTime(scheduler: scheduler)
        trace = Trace(isKept: isTraceKept) { scheduler.now }
        var dice = Dice(seed: seed, part: "climate")
        climate = Climate(dice: &dice)
        sizes = Sizes(seed: seed)
        let phones = Town.people.map { Phone(owner: $0, time: WorldTime(scheduler: scheduler)) }
        self.phones = phones
        var owners = [0, 0, 1, 2]
        let count = 2 + (dice.percent(25) ? 1 : 0)
        while owners.count > count { owners.remove(at: dice.below(owners.count)) }
        let holders = owners.map { phones[$0] }
        parts.value = Parts(of: self, holders)
    }

    var network: Network { whole.network }
    var bank: BankHost { whole.bank }
    var oracle: Oracle { whole.oracle }
    var judge: Judge { whole.judge }
    var consoles: [SimulatedConsole] { whole.consoles }

    /// The counts of the run so far.
    var tally: Tally {
        var tally = tallied.value
        tally.steps = scheduler.stepCount
        tally.note(sizes.atMinimum)
        return tally
    }

    /// Counts an injected fault.
    func note(_ fault: FaultKind) {
        trace.note("  fault: \(fault.rawValue)")
        tallied.value.note(fault)
    }

    /// Counts an observed recovery path.
    func note(_ recovery: RecoveryPath) {
        trace.note("  recovery: \(recovery.rawValue)")
        tallied.value.note(recovery)
    }

    /// Counts a forged field of a message.
    func note(forged field: String) {
        trace.note("  forged: \(field)")
        tallied.value.note(forged: field)
    }

    /// Adds one to another count of the tally.
    func count(_ field: WritableKeyPath<Tally, Int>) { tallied.value[keyPath: field] += 1 }

    /// True while faults and people are active.
    var isStormy: Bool { time.elapsed < stormEnd.value && oracle.violation == nil }

    /// Sets the end of the faults, in virtual nanoseconds from now.
    func beginStorm(nanoseconds: Int64) { stormEnd.value = time.elapsed + nanoseconds }

    /// Lets everybody rest for a while, which puts off the end of the faults.
    func rest(seconds: Int64) {
        restEnd.value = time.elapsed + seconds * Instant.nanosecondsPerSecond
        prolong(seconds: seconds)
    }

    /// Puts off the end of the faults.
    func prolong(seconds: Int64) { stormEnd.value += seconds * Instant.nanosecondsPerSecond }

    /// Calls a body after some virtual milliseconds.
    func later(_ milliseconds: Int64, _ body: @escaping @Sendable () -> Void) {
        scheduler.after(nanoseconds: milliseconds * 1_000_000, body)
    }

    /// Waits for the end of the rest, if there is one.
    func waitForMorning(_ desk: Host) async throws {
        while restEnd.value > time.elapsed {
            try await desk.sleep(nanoseconds: restEnd.value - time.elapsed)
        }
    }

    /// Waits for the end of the faults.
    func waitForCalm(_ desk: Host) async throws {
        while stormEnd.value > time.elapsed {
            try await desk.sleep(nanoseconds: stormEnd.value - time.elapsed)
        }
    }

    /// Breaks the reference cycles between the world and its parts.
    func dissolve() {
        parts.value = nil
        scheduler.dissolve()
    }

    private var whole: Parts {
        guard let parts = parts.value else { invariantBroken("a world is whole while it runs") }
        return parts
    }
}
