/// Measures the first synchronisation of a console over TLS, beside a loop that inserts the same
/// rows.
struct FirstSyncBench {
    /// Goal for verified entries per second.
    private static let speedGoal = 25_000.0
    /// Goal for their ratio to the rows that the bare loop inserts in that time.
    private static let ratioGoal = 0.4

    let plan: BenchPlan.Clients
    let folder: WorkFolder

    /// Measures both in turn, round by round, and prints the table.
    func run() async throws {
        let stage = try await NetworkStage("sync", in: folder, customerCount: 1)
        try Progress.show("Posting \(plan.syncEntryCount) entries")
        try await stage.pay(plan.syncEntryCount, into: stage.customer.accounts[..<1])
        let (console, bareLoop) = try await stage.serving { try await measure(stage, at: $0) }
        show(console, bareLoop)
    }

    /// Returns the entries per second in each round but the first.
    private func measure(
        _ stage: NetworkStage,
        at address: BankAddress
    ) async throws -> (console: Figures, bareLoop: Figures) {
        var console = Figures()
        var bareLoop = Figures()
        for round in 0...plan.rounds {
            try Progress.show("Synchronising over TLS, round \(round) of \(plan.rounds)")
            let consoleFolder = "\(stage.folder)/console-\(round)"
            let session = try await ClientSession.measure(
                stage.customer.user,
                over: address.link(),
                stage.clock,
                storageFolder: consoleFolder,
                leastEntryCount: plan.syncEntryCount
            )
            stage.clock.goForward(codes: 1)
            let bare = try BareRecordLoop(
                recordFolder: consoleFolder,
                copyPath: "\(stage.folder)/copy-\(round).sqlite"
            ).measure()
            guard round > 0 else { continue }
            console.add(Double(session.entryCount) / (session.sync / .seconds(1)))
            bareLoop.add(Double(bare.rowCount) / (bare.time / .seconds(1)))
        }
        return (console, bareLoop)
    }

    private func show(_ console: Figures, _ bareLoop: Figures) {
        guard let own = console.median, let bare = bareLoop.median else { return }
        let count = Digits.short(Double(plan.syncEntryCount))
        var table = Table(
            "First synchronisation of \(count) entries over TLS on loopback, sealed files",
            columns: ["", "unit", "console", "bare SQLite loop", "ratio", "goal"]
        )
        let row = [
            "entries received, verified and kept", "entries/s", Digits.short(own.rounded()),
            Digits.short(bare.rounded()), Digits.ratio(own, to: bare),
        ]
        table.add(row, goal: .atLeast(Self.speedGoal, own, "entries/s"))
        table.add(
            ["beside the bare loop"] + row.dropFirst(),
            goal: .atLeast(Self.ratioGoal, times: bare, own)
        )
        table.print()
    }
}
