import PseudoTerminal

/// Measures the time from a commit at the bank to the new balance on a console's screen.
@MainActor
struct PaintBench {
    /// Goal for the 99th percentile, in milliseconds.
    private static let goalMilliseconds = 10.0
    /// Number of transfers for the warm-up.
    private static let warmUpCount = 5
    /// Time without output after a frame, before the next transfer is posted.
    private static let pause = Duration.milliseconds(60)
    /// Time after which a missing balance is a failure and not just slow.
    private static let patience = Duration.seconds(10)

    /// The measured latencies and sizes.
    struct Costs: Sendable {
        /// Time from the return of the commit to the last byte of the frame with the balance.
        var latency = Figures()
        /// Number of bytes of output for it.
        var bytes = Figures()
    }

    let console: String
    let plan: BenchPlan.Network
    let folder: WorkFolder

    /// Measures the latency and prints the table.
    func run() async throws {
        let stage = try await NetworkStage("paint", in: folder, customerCount: 1)
        show(try await stage.serving { try await measure(stage, at: $0) })
    }

    private func measure(_ stage: NetworkStage, at address: BankAddress) async throws -> Costs {
        try Progress.show("Opening a console at the bank")
        let console = try ConnectedConsole(
            console,
            at: address,
            user: stage.customer.user,
            now: stage.clock.now(),
            in: folder
        )
        var costs = Costs()
        var balance = NetworkStage.fundingMinorUnits
        for number in 1...Self.warmUpCount + plan.paintedDeltaCount {
            try Progress.show("Changes to a painted cell: \(number)")
            balance += NetworkStage.paymentMinorUnits
            let byteCount = console.terminal.byteCount
            try await stage.pay(1, into: stage.customer.accounts[..<1])
            let committedAt = ContinuousClock.now
            try Self.wait(for: balance, on: console.terminal)
            let latency = console.terminal.lastByteAt - committedAt
            console.terminal.settle(quiet: Self.pause)
            guard number > Self.warmUpCount else { continue }
            costs.latency.add(latency)
            costs.bytes.add(Double(console.terminal.byteCount - byteCount))
        }
        try console.terminal.terminate()
        return costs
    }

    private static func wait(for balance: Int64, on terminal: PseudoTerminal) throws {
        let cents = String(balance % 100)
        let digits = "\(balance / 100).\(String(repeating: "0", count: 2 - cents.count))\(cents)"
        try terminal.waitForScreen("the balance \(digits)", timeout: patience) { screen in
            screen.lines.contains { $0.filter { $0 != "," }.contains(digits) }
        }
    }

    private func show(_ costs: Costs) {
        guard let slow = costs.latency.percentile(99) else { return }
        let goal = Goal.atMost(Self.goalMilliseconds, slow, "ms")
        let count = Digits.short(Double(plan.paintedDeltaCount))
        var table = Table(
            "\(count) changes over TLS on loopback, from the commit to the painted balance",
            columns: ["", "unit", "measured", "goal"]
        )
        table.add("commit to the frame's last byte, p50", "ms", costs.latency.median)
        table.add("commit to the frame's last byte, p99", "ms", slow, goal: goal)
        table.add("commit to the frame's last byte, longest", "ms", costs.latency.percentile(100))
        table.add("bytes painted", "B", costs.bytes.median)
        table.print()
    }
}
