import ArgumentParser
import SimulationKit

/// A search that plants every bug in turn and looks for the first seed that finds it.
struct BugHunt {
    func run() throws {
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
