import ArgumentParser
import SimulationKit

extension Simulate {
    /// Replays one seed with its trace.
    func replay(_ seed: UInt64, on simulated: SimulatedStores) throws {
        let result = Simulation(seed: seed, bug: bug, stores: simulated).run(isTraceKept: !quiet)
        for line in result.trace { print(line) }
        print("fingerprint \(result.fingerprint), \(result.tally.steps) steps")
        guard let violation = result.violation else {
            print("Seed \(seed) passes.")
            return
        }
        print("Seed \(seed) fails: \(violation)")
        throw ExitCode(1)
    }

    /// Plants every bug in turn and looks for the first seed that finds it.
    func huntBugs() throws {
        var escaped: [String] = []
        for bug in PlantedBug.allCases {
            let padding = String(repeating: " ", count: max(1, 42 - bug.rawValue.count))
            if let (seed, violation) = bug.findCatch() {
                print("\(bug.rawValue)\(padding)seed \(seed): \(violation.property.rawValue)")
            } else {
                print("\(bug.rawValue)\(padding)not found in \(bug.seedLimit) seeds")
                escaped.append(bug.rawValue)
            }
        }
        guard !escaped.isEmpty else { return }
        print("The simulator does not find: \(escaped.joined(separator: ", ")).")
        throw ExitCode(1)
    }
}
