import ArgumentParser
import SimulationKit

/// Runs one seed after the other, and stops at the first that fails.
struct Patrol {
    let seeds: Range<UInt64>
    let bug: PlantedBug?
    let showsCounters: Bool
    let requiresAll: Bool

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        var tally = Tally()
        for seed in seeds {
            let result = Simulation(seed: seed, bug: bug).run()
            tally.add(result.tally)
            guard let violation = result.violation else { continue }
            print("Seed \(seed) fails: \(violation)")
            let bugOption = bug.map { " --bug \($0.rawValue)" } ?? ""
            print("Replay it: simulate --seed \(seed)\(bugOption)")
            throw ExitCode(1)
        }
        print(summary(tally, took: clock.now - start))
        if showsCounters { Self.show(tally) }
        try judge(tally.missing)
    }

    private func summary(_ tally: Tally, took duration: Duration) -> String {
        let milliseconds = max(1, duration / .milliseconds(1))
        let rate = Int(Double(seeds.count) * 1_000 / milliseconds)
        return
            "\(seeds.count) seeds from \(seeds.lowerBound) pass: \(tally.operations) operations, "
            + "\(tally.transfers) transfers, \(tally.liveReadings) live balances, "
            + "\(tally.steps) steps; \(rate) seeds a second."
    }

    private static func show(_ tally: Tally) {
        print("Faults:")
        for kind in FaultKind.allCases {
            print(row(kind.rawValue, tally.faults[kind] ?? 0))
        }
        print("Recoveries:")
        for path in RecoveryPath.allCases {
            print(row(path.rawValue, tally.recoveries[path] ?? 0))
        }
    }

    private static func row(_ name: String, _ count: Int) -> String {
        let padding = String(repeating: " ", count: max(1, 28 - name.count))
        return "  \(name)\(padding)\(count)"
    }

    private func judge(_ missing: [String]) throws {
        guard !missing.isEmpty else { return }
        print("Never happened: \(missing.joined(separator: ", ")).")
        guard requiresAll else { return }
        print("Run more seeds, or find out why; --require-all wants each of them at least once.")
        throw ExitCode(1)
    }
}
