import PseudoTerminal

/// Measures the seeds that the simulator runs in a second.
struct SimulatorBench {
    /// Goal for seeds per second.
    private static let goal = 400.0

    let console: String
    let plan: BenchPlan.Programs

    /// Runs the program once to warm up and once to measure, and prints the table.
    func run() throws {
        guard let path = try ConsoleProgram.program("simulate", beside: console) else {
            throw BenchFailure("There is no simulate beside \(console); `make build` makes it.")
        }
        var speed = 0.0
        for round in 1...2 {
            try Progress.show("Simulating \(plan.seedCount) seeds, round \(round) of 2")
            let time = try ContinuousClock().measure {
                _ = try PseudoTerminal.output(
                    of: path,
                    ["--seeds", "\(plan.seedCount)", "--from", "1"],
                    environment: ["TERM=dumb", "LANG=C.UTF-8"]
                )
            }
            speed = Double(plan.seedCount) / (time / .seconds(1))
        }
        var table = Table(
            "The simulator, \(plan.seedCount) seeds in one run",
            columns: ["", "unit", "measured", "goal"]
        )
        table.add("seeds", "1/s", speed, goal: .atLeast(Self.goal, speed, "seeds/s"))
        table.print()
    }
}
