import CoreVocabulary
import LedgerStoreMemory

/// One seed: a whole story from the first sign-in to the last comparison.
public struct Simulation {
    /// How long faults last, in seconds.
    static let stormSeconds: ClosedRange<Int64> = 25...60
    /// How long everything may take to agree afterwards, in seconds.
    static let healingSeconds: Int64 = 900
    /// Jobs after which a story that does not end is stopped.
    static let stepLimit: UInt64 = 4_000_000

    /// The number that decides the whole run.
    public let seed: UInt64
    /// The mistake that is planted; nil for none.
    public let bug: PlantedBug?

    /// Makes the simulation of a seed.
    public init(seed: UInt64, bug: PlantedBug? = nil) {
        self.seed = seed
        self.bug = bug
    }

    /// Runs it.
    ///
    /// - Parameter isTraceKept: Whether to put every step into words.
    /// - Returns: How it ended; the same for the same seed, bug and program.
    public func run(isTraceKept: Bool = false) -> SimulationResult {
        let world = World(seed: seed, bug: bug, isTraceKept: isTraceKept)
        let story = Story(world: world)
        let isDone = Cell(false)
        TaskHooks.withScheduler(world.scheduler) {
            story.desk.spawn {
                await story.tell()
                isDone.value = true
            }
        }
        let hasEnded = world.scheduler.run {
            isDone.value || world.scheduler.stepCount > Self.stepLimit
        }
        if !hasEnded || !isDone.value {
            world.oracle.fail(.liveness, "the story does not end")
        }
        TaskHooks.withScheduler(world.scheduler) { story.close() }
        let result = SimulationResult(
            seed: seed,
            violation: world.oracle.violation,
            tally: world.tally,
            fingerprint: world.scheduler.fingerprint,
            trace: world.trace.text
        )
        world.dissolve()
        return result
    }
}

/// How a simulation ended.
public struct SimulationResult: Sendable {
    /// The number that decides the whole run.
    public let seed: UInt64
    /// What did not hold; nil when everything did.
    public let violation: Violation?
    /// What happened, counted.
    public let tally: Tally
    /// A number over every choice that was made.
    public let fingerprint: UInt64
    /// What happened, in words, if that was asked for.
    public let trace: [String]
}

/// Tells the story of one world.
struct Story: Sendable {
    let world: World
    /// Where people stand: a place outside all processes, which never ends.
    let desk: Host

    init(world: World) {
        self.world = world
        desk = Host(name: "world", scheduler: world.scheduler)
    }

    /// From the first start to the last check.
    func tell() async {
        var dice = Dice(seed: world.seed, part: "story")
        try? await desk.sleep(nanoseconds: startDelay())
        world.beginStorm(
            nanoseconds: dice.within(Simulation.stormSeconds) * Instant.nanosecondsPerSecond
        )
        world.bank.start()
        for console in world.consoles { console.start() }
        let customers = world.consoles.map { Customer(console: $0, desk: desk) }
        let office = BackOffice(world: world, desk: desk)
        let rogue = Rogue(world: world, desk: desk)
        let weather = Weather(world: world, desk: desk)
        await withTaskGroup { group in
            for customer in customers { group.addTask { try? await customer.work() } }
            group.addTask { try? await office.work() }
            group.addTask { try? await rogue.work() }
            group.addTask { try? await weather.blow() }
            group.addTask {
                try? await world.waitForCalm(desk)
                weather.clearUp()
            }
            await group.waitForAll()
        }
        guard world.oracle.violation == nil else { return }
        try? await office.liftPauses()
        let deadline =
            world.time.elapsed
            + Simulation.healingSeconds * Instant.nanosecondsPerSecond
        // Twice: what one does last is news for the others.
        for _ in 1...2 {
            await withTaskGroup { group in
                for customer in customers {
                    group.addTask { try? await customer.finish(until: deadline) }
                }
                await group.waitForAll()
            }
        }
        guard world.oracle.violation == nil else { return }
        await FinalCheck(world: world).run()
    }

    /// How long after the founding of the town it begins, in nanoseconds.
    ///
    /// Mostly at once, which is at noon; and in some stories just before a day ends, in India or in
    /// UTC, or between these two.
    private func startDelay() -> Int64 {
        var dice = Dice(seed: world.seed, part: "start")
        guard dice.percent(Self.otherStartPercent) else { return 0 }
        let end =
            switch dice.below(3) {
            case 0: Self.indianDayEndSeconds - dice.within(1...60)
            case 1: Self.utcDayEndSeconds - dice.within(1...60)
            default: dice.within(Self.indianDayEndSeconds...Self.utcDayEndSeconds)
            }
        return end * Instant.nanosecondsPerSecond
    }

    /// Of a hundred stories so many begin at another time than noon.
    private static let otherStartPercent = 40
    /// From the founding of the town, at noon in India, to the end of the day there, in seconds.
    private static let indianDayEndSeconds: Int64 = 12 * 3_600
    /// From the founding of the town to the end of the day in UTC, in seconds.
    private static let utcDayEndSeconds: Int64 = 17 * 3_600 + 1_800

    /// Ends every process, so that nothing is left in memory.
    func close() {
        world.climate.clearUp()
        for console in world.consoles { console.end() }
        world.bank.end()
        desk.kill()
        world.scheduler.drain()
    }
}
