import CoreVocabulary

/// The simulation of one seed, from the first sign-in to the last check.
package struct Simulation {
    /// Duration of the faults, in seconds.
    static let stormSeconds: ClosedRange<Int64> = 25...60
    /// Time in which all sides have to agree afterwards, in seconds.
    static let healingSeconds: Int64 = 900
    /// Number of jobs after which a run that does not end is stopped.
    static let stepLimit: UInt64 = 4_000_000

    /// The seed that decides the whole run.
    package let seed: UInt64
    /// The planted bug; nil if there is none.
    package let bug: PlantedBug?
    /// The stores under the bank.
    package let stores: SimulatedStores

    /// Creates the simulation of a seed, with or without a planted bug.
    package init(seed: UInt64, bug: PlantedBug? = nil, stores: SimulatedStores = .memory) {
        self.seed = seed
        self.bug = bug
        self.stores = stores
    }

    /// Runs the simulation to its end.
    ///
    /// - Parameter isTraceKept: True to log every step as text.
    /// - Returns: The result, which is the same for the same seed, bug and program.
    package func run(isTraceKept: Bool = false) -> SimulationResult {
        let world = World(seed: seed, bug: bug, stores: stores, isTraceKept: isTraceKept)
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

/// The result of one simulation.
package struct SimulationResult: Sendable {
    /// The seed that decided the whole run.
    package let seed: UInt64
    /// The violated property; nil if all of them held.
    package let violation: Violation?
    /// The counts of the run's events.
    package let tally: Tally
    /// A hash of every choice made.
    package let fingerprint: UInt64
    /// The trace of the run; empty if it was not asked for.
    package let trace: [String]
}

/// The course of events in one world.
struct Story: Sendable {
    let world: World
    /// The host of the people, outside all processes, which never ends.
    let desk: Host

    init(world: World) {
        self.world = world
        desk = Host(name: "world", scheduler: world.scheduler)
    }

    /// Runs the story from the first start to the final check.
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
        // Twice, because one customer's last act is news for the others.
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

    /// Returns the time from the founding of the town to the start, in nanoseconds.
    ///
    /// Most runs start at once, at noon. Some start just before the day ends in India or in UTC, or
    /// between these ends.
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

    /// Percentage of runs that start at another time than noon.
    private static let otherStartPercent = 40
    /// Time from the founding of the town, at noon in India, to the end of the Indian day, in
    /// seconds.
    private static let indianDayEndSeconds: Int64 = 12 * 3_600
    /// Time from the founding of the town to the end of the UTC day, in seconds.
    private static let utcDayEndSeconds: Int64 = 17 * 3_600 + 1_800

    /// Ends all processes to free their memory.
    func close() {
        world.climate.clearUp()
        for console in world.consoles { console.end() }
        world.bank.end()
        desk.kill()
        world.scheduler.drain()
    }
}
