import ArgumentParser
import SimulationKit

extension Simulate {
    /// Number of seeds from which on the sizes are reported without being asked for.
    private static let reportSeedCount: UInt64 = 100

    /// Runs one seed after the other, and stops at the first failure unless told to go on.
    func patrol(on simulated: SimulatedStores) throws {
        let start = ContinuousClock.now
        var outcome = Outcome()
        for seed in from..<(from + seeds) {
            let result = Simulation(seed: seed, bug: bug, stores: simulated).run()
            outcome.tally.add(result.tally)
            guard let violation = result.violation else { continue }
            let bugOption = bug.map { " --bug \($0.rawValue)" } ?? ""
            let storeOption = stores == .memory ? "" : " --stores \(stores.rawValue)"
            Self.write("Seed \(seed) fails: \(violation)")
            Self.write("Replay it: simulate --seed \(seed)\(bugOption)\(storeOption)")
            outcome.failureCount += 1
            if !keepGoing { break }
        }
        if isPart {
            for line in outcome.lines { Self.write(line) }
            return
        }
        try conclude(outcome, since: start)
    }

    /// Prints the outcome of all seeds, and fails if a seed did.
    func conclude(_ outcome: Outcome, since start: ContinuousClock.Instant) throws {
        if outcome.failureCount > 0 {
            if keepGoing {
                print("\(outcome.failureCount) of \(seeds) seeds from \(from) fail.")
                report(outcome.tally)
            }
            throw ExitCode(1)
        }
        print(summary(outcome.tally, took: .now - start))
        report(outcome.tally)
        try judge(outcome.tally.missing)
    }

    private func summary(_ tally: Tally, took duration: Duration) -> String {
        let milliseconds = max(1, duration / .milliseconds(1))
        let rate = Int(Double(seeds) * 1_000 / milliseconds)
        let processes = jobCount > 1 ? ", in \(jobCount) processes" : ""
        return
            "\(seeds) seeds from \(from) pass: \(tally.operations) operations, "
            + "\(tally.transfers) transfers, \(tally.liveReadings) live balances, "
            + "\(tally.steps) steps; \(rate) seeds a second\(processes)."
    }

    private func report(_ tally: Tally) {
        if counters {
            Self.show("Faults:", FaultKind.allCases.map { ($0.rawValue, tally.faults[$0]) })
            let recoveries = RecoveryPath.allCases.map { ($0.rawValue, tally.recoveries[$0]) }
            Self.show("Recoveries:", recoveries)
            Self.show("Forged fields:", MessageFields.forged.map { ($0, tally.forgeries[$0]) })
        }
        guard counters || seeds >= Self.reportSeedCount else { return }
        let sizes = SizeKind.allCases.map { ($0.rawValue, tally.sizesAtMinimum[$0]) }
        Self.show("Sizes at their minimum, in \(seeds) stories:", sizes)
    }

    private static func show(_ title: String, _ rows: [(name: String, count: Int?)]) {
        print(title)
        for row in rows {
            let padding = String(repeating: " ", count: max(1, 28 - row.name.count))
            print("  \(row.name)\(padding)\(row.count ?? 0)")
        }
    }

    private func judge(_ missing: [String]) throws {
        guard !missing.isEmpty else { return }
        print("Never happened: \(missing.joined(separator: ", ")).")
        guard requireAll else { return }
        print("Run more seeds, or find out why; --require-all wants each of them at least once.")
        throw ExitCode(1)
    }
}
