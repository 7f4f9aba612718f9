import ArgumentParser
import SimulationKit

/// A run of one seed after the other, which stops at the first failure unless told to go on.
struct Patrol {
    /// Number of seeds from which on the sizes are reported without being asked for.
    private static let reportSeedCount = 100

    let seeds: Range<UInt64>
    let bug: PlantedBug?
    let choice: StoreChoice
    let stores: SimulatedStores
    let showsCounters: Bool
    let requiresAll: Bool
    let keepsGoing: Bool

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        var tally = Tally()
        var failureCount = 0
        for seed in seeds {
            let result = Simulation(seed: seed, bug: bug, stores: stores).run()
            tally.add(result.tally)
            guard let violation = result.violation else { continue }
            print("Seed \(seed) fails: \(violation)")
            let bugOption = bug.map { " --bug \($0.rawValue)" } ?? ""
            let storeOption = choice == .memory ? "" : " --stores \(choice.rawValue)"
            print("Replay it: simulate --seed \(seed)\(bugOption)\(storeOption)")
            failureCount += 1
            if !keepsGoing { throw ExitCode(1) }
        }
        guard failureCount == 0 else {
            print("\(failureCount) of \(seeds.count) seeds from \(seeds.lowerBound) fail.")
            report(tally)
            throw ExitCode(1)
        }
        print(summary(tally, took: clock.now - start))
        report(tally)
        try judge(tally.missing)
    }

    private func report(_ tally: Tally) {
        if showsCounters { Self.show(tally) }
        if showsCounters || seeds.count >= Self.reportSeedCount { showSizes(tally) }
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
        print("Forged fields:")
        for field in MessageFields.forged {
            print(row(field, tally.forgeries[field] ?? 0))
        }
    }

    private func showSizes(_ tally: Tally) {
        print("Sizes at their minimum, in \(seeds.count) stories:")
        for size in SizeKind.allCases {
            print(Self.row(size.rawValue, tally.sizesAtMinimum[size] ?? 0))
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
