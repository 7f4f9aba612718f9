import ArgumentParser
package import SimulationKit

/// The command that runs the bank and its consoles through seeded faults and checks the properties.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the bank and its consoles through faults that a seed decides.",
        discussion: """
            Each seed is a whole story: people sign in and transfer, the office books, lines, \
            disks and processes fail, the faults end, and everybody has to agree. The same seed \
            gives the same story to the bit.
            """
    )

    @Option(help: "The number of seeds to run.")
    var seeds: UInt64 = 1_000

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(help: "Replay one seed and tell its story.")
    var seed: UInt64?

    @Flag(help: "With --seed: say only how it ended.")
    var quiet = false

    @Option(
        help: ArgumentHelp(
            "Plant a mistake, to see that it is found: \(PlantedBug.list).",
            valueName: "name"
        )
    )
    var bug: PlantedBug?

    @Option(help: "Keep the bank's books in memory, or in real SQLite files under /dev/shm.")
    var stores = StoreChoice.memory

    @Flag(help: "Plant every mistake in turn, and say which seed finds it first.")
    var bugs = false

    @Flag(help: "Say how often each fault, recovery, forged field and smallest size happened.")
    var counters = false

    @Flag(help: "Fail when a fault, a recovery or a forged field never happened.")
    var requireAll = false

    @Flag(help: "Go on after a seed that fails, and say at the end how many did.")
    var keepGoing = false

    @Option(
        help: "The number of processes that share the seeds; one for each processor if left out."
    )
    var jobs: Int?

    @Flag(
        help: ArgumentHelp(
            "Print the counts for the process that started this one.",
            visibility: .private
        )
    )
    var isPart = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be 1 or more.") }
        if seeds == 0 { throw ValidationError("--seeds must be 1 or more.") }
        if from.addingReportingOverflow(seeds).overflow {
            throw ValidationError("--from and --seeds together are beyond the last seed there is.")
        }
        if bugs, bug != nil { throw ValidationError("Give either --bug or --bugs.") }
        if bugs, seed != nil { throw ValidationError("--bugs looks for seeds; leave --seed out.") }
        if bugs, stores != .memory { throw ValidationError("--bugs needs --stores memory.") }
        if quiet, seed == nil { throw ValidationError("--quiet goes with --seed.") }
    }

    func run() throws {
        if bugs { return try huntBugs() }
        if seed == nil, jobCount > 1 { return try shareSeeds(among: jobCount) }
        try stores.run { simulated in
            if let seed { return try replay(seed, on: simulated) }
            try patrol(on: simulated)
        }
    }
}

extension PlantedBug: ExpressibleByArgument {
    /// The names of all bugs, for the help.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
