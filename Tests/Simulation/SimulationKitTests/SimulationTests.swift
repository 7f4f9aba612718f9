import Foundation
import SimulationKit
import Testing

// Goal: a simulation is a function of its seed, true code passes, and planted mistakes do not.
// Method: small numbers of seeds here; `make simulate` runs thousands.
@Suite("simulation")
struct SimulationTests {
    @Test("the first seeds pass, and their people do something")
    func firstSeedsPass() {
        var tally = Tally()
        for seed in UInt64(1)...12 {
            let result = Simulation(seed: seed).run()
            #expect(result.violation == nil, "seed \(seed)")
            tally.add(result.tally)
        }
        #expect(tally.operations > 100)
        #expect(tally.transfers > 10)
        #expect(tally.liveReadings > 10)
    }

    @Test("the same seed gives the same trace, line by line", arguments: [3, 17, 40] as [UInt64])
    func sameSeedSameTrace(seed: UInt64) {
        let first = Simulation(seed: seed).run(isTraceKept: true)
        let second = Simulation(seed: seed).run(isTraceKept: true)
        #expect(!first.trace.isEmpty)
        #expect(first.trace == second.trace)
        #expect(first.fingerprint == second.fingerprint)
        #expect(first.tally == second.tally)
    }

    @Test("whether a trace is kept changes nothing that happens")
    func traceChangesNothing() {
        let kept = Simulation(seed: 8).run(isTraceKept: true)
        let notKept = Simulation(seed: 8).run()
        #expect(kept.fingerprint == notKept.fingerprint)
        #expect(notKept.trace.isEmpty)
    }

    @Test("other seeds give other stories")
    func otherSeedsOtherStories() {
        let fingerprints = (1...8).map { Simulation(seed: UInt64($0)).run().fingerprint }
        #expect(Set(fingerprints).count == fingerprints.count)
    }

    @Test("a planted mistake is found", arguments: PlantedBug.allCases)
    func plantedBugIsFound(bug: PlantedBug) throws {
        let hint = try SimulationFixture.catches()[bug.rawValue]
        #expect(bug.findCatch(tryingFirst: hint) != nil, "not in \(bug.seedLimit) seeds")
    }

    @Test("every size is as small as it gets in some of the first seeds")
    func smallSizesAreDrawn() {
        for size in SizeKind.allCases {
            #expect(Self.firstTally.sizesAtMinimum[size] ?? 0 > 0, "\(size.rawValue)")
        }
    }

    // Symptom: with a fault that nothing caused any more all tests passed; `make simulate` alone
    // looked.
    @Test("every kind of fault happens in a few seeds")
    func faultsHappen() {
        for fault in FaultKind.allCases {
            #expect(Self.tally.faults[fault] ?? 0 > 0, "\(fault.rawValue)")
        }
    }

    // Symptom: a simulator that posted no hold in part, moved one currency alone or told every
    // snapshot on one page would have passed `--require-all`.
    @Test("every way out of trouble is taken in a few seeds")
    func recoveriesHappen() {
        for path in RecoveryPath.allCases {
            #expect(Self.tally.recoveries[path] ?? 0 > 0, "\(path.rawValue)")
        }
    }

    private static let firstSeedCount: UInt64 = 40
    /// Seeds with what none of the first has: a full outbox, a long pause, renewed tokens.
    ///
    /// `simulate --from 84 --seeds 1 --counters` counts what happens in one.
    private static let rareSeeds: [UInt64] = [84, 89]
    /// The last seed that is tried if the simulator has changed and these do not show everything.
    private static let seedLimit: UInt64 = 400

    /// What happens in the first seeds.
    private static let firstTally = (1...firstSeedCount).reduce(into: Tally()) { tally, seed in
        tally.add(Simulation(seed: seed).run().tally)
    }

    /// What happens in the first seeds, and in others until everything has.
    private static let tally: Tally = {
        var tally = firstTally
        for seed in rareSeeds + Array((firstSeedCount + 1)...seedLimit) {
            let isComplete =
                tally.faults.count == FaultKind.allCases.count
                && tally.recoveries.count == RecoveryPath.allCases.count
            if isComplete { break }
            tally.add(Simulation(seed: seed).run().tally)
        }
        return tally
    }()

    // Symptom: with a third of the planted mistakes gone, all tests passed. Cause: at least
    // thirty-three were asked for, and there were fifty.
    @Test("no planted mistake is gone")
    func mistakesAreKept() {
        #expect(PlantedBug.allCases.count == 61)
    }

    @Test("every mistake states a limit of at most a thousand seeds")
    func limitsAreStated() {
        #expect(PlantedBug.allCases.allSatisfy { (1...1_000).contains($0.seedLimit) })
    }

    @Test("a seed that once failed passes", arguments: try SimulationFixture.regressions())
    func regressionPasses(seed: UInt64) {
        #expect(Simulation(seed: seed).run().violation == nil)
    }

    @Test("the list of what never happened shrinks as things happen")
    func missingShrinks() {
        let before = Tally().missing.count
        #expect(
            before == FaultKind.allCases.count + RecoveryPath.allCases.count
                + SizeKind.allCases.count + MessageFields.forged.count
        )
        let tally = (1...6).reduce(into: Tally()) { tally, seed in
            tally.add(Simulation(seed: UInt64(seed)).run().tally)
        }
        #expect(tally.missing.count < before)
    }

    @Test("every property has an id of its own and a sentence")
    func propertiesHaveSentences() {
        #expect(Set(Property.allCases.map(\.title)).count == Property.allCases.count)
        #expect(Property.allCases.allSatisfy { $0.title.hasSuffix(".") })
    }
}

/// The files of fixtures/simulation.
enum SimulationFixture {
    /// The seeds that once failed.
    static func regressions() throws -> [UInt64] {
        try lines(of: "regressions.txt").compactMap { line in
            line.split(separator: " ").first.flatMap { UInt64($0) }
        }
    }

    /// The seed that found each planted mistake last, by the mistake's name: what
    /// `simulate --bugs` prints.
    static func catches() throws -> [String: UInt64] {
        var catches: [String: UInt64] = [:]
        for line in try lines(of: "catches.txt") {
            let fields = line.split(whereSeparator: { " :".contains($0) })
            guard fields.count > 2, fields[1] == "seed" else { continue }
            catches[String(fields[0])] = UInt64(fields[2])
        }
        return catches
    }

    private static func lines(of name: String, from file: String = #filePath) throws -> [Substring]
    {
        var folder = URL(filePath: file)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        let url = folder.appending(path: "fixtures/simulation/\(name)")
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    }
}
