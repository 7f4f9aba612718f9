import ArgumentParser
import SimulationKit

/// A replay of one seed with its trace.
struct Replay {
    let seed: UInt64
    let bug: PlantedBug?
    let stores: SimulatedStores
    let isQuiet: Bool

    func run() throws {
        let result = Simulation(seed: seed, bug: bug, stores: stores).run(isTraceKept: !isQuiet)
        for line in result.trace { print(line) }
        print("fingerprint \(result.fingerprint), \(result.tally.steps) steps")
        guard let violation = result.violation else {
            print("Seed \(seed) passes.")
            return
        }
        print("Seed \(seed) fails: \(violation)")
        throw ExitCode(1)
    }
}
