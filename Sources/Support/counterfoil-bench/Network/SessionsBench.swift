import BankFixture

/// Measures the memory of many consoles on one host, each a process signed in at one bank.
@MainActor
struct SessionsBench {
    /// Goal for the memory of a session, in MiB.
    private static let goalMebibytes = 6.0
    /// Time for which all consoles are left idle before their memory is measured.
    private static let rest = Duration.seconds(3)

    let console: String
    let plan: BenchPlan.Network
    let folder: WorkFolder

    /// Signs all consoles in, measures them at once and prints the table.
    func run() async throws {
        guard let daemon = try ConsoleProgram.program("counterfoild", beside: console) else {
            throw BenchFailure("There is no counterfoild beside \(console); `make build` makes it.")
        }
        let path = try ConsoleProgram.wholePath(of: console)
        try Progress.show("Making a bank of \(plan.sessionCount) customers")
        let (fixtureFolder, users) = try CustomersFixture.make(
            plan.sessionCount,
            from: ConsoleProgram.fixtureFolder(beside: console),
            in: folder
        )
        let bank = try ServedBank(
            daemon,
            fixtureFolder: fixtureFolder,
            folder: try folder.makeFolder("sessions")
        )
        let startedAt = ContinuousClock.now
        let consoles = try users.enumerated().map { number, user in
            try Progress.show("Opening console \(number + 1) of \(users.count)")
            return try ConnectedConsole(
                path,
                at: bank.address,
                user: user,
                now: BenchClock().now(),
                in: folder
            )
        }
        let openingTime = ContinuousClock.now - startedAt
        try bank.terminal.watch(for: Self.rest)
        let memories = consoles.compactMap(\.memory)
        for console in consoles { try console.terminal.terminate() }
        try bank.terminal.terminate()
        show(memories, openingTime)
    }

    private func show(_ memories: [Double], _ openingTime: Duration) {
        // Without one of them, the share of the others is no share of all.
        let total = memories.count == plan.sessionCount ? memories.reduce(0, +) : nil
        let mean = total.map { $0 / Double(plan.sessionCount) }
        var table = Table(
            "\(plan.sessionCount) consoles on one host over TLS, PSS",
            columns: ["", "unit", "measured", "goal"]
        )
        table.add("all sessions", "MiB", total)
        table.add(
            "each session",
            "MiB",
            mean,
            goal: .atMost(Self.goalMebibytes, mean, "MiB")
        )
        table.add("all started and signed in", "s", openingTime / .seconds(1))
        table.print()
    }
}
