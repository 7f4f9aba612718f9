import PseudoTerminal

/// Measures the console on a terminal of 80 columns and 24 rows, beside popular programs.
final class TerminalBench {
    private let console: ConsoleProgram
    let plan: BenchPlan.Terminals
    private let folder: WorkFolder
    /// The prepared banks, by the number of entries of their large account.
    private var folders: [Int: DemoFolder] = [:]

    init(console: String, plan: BenchPlan.Terminals, folder: WorkFolder) throws {
        self.console = try ConsoleProgram(path: console)
        self.plan = plan
        self.folder = folder
    }

    // MARK: - Beside other programs

    /// Measures starts, keys, idle bytes and memory of the console, tig, htop and hledger-ui.
    func comparePrograms() throws {
        try Progress.show("Making a repository and a journal")
        let peers = [try Peers.tig(in: folder), try Peers.htop(), try Peers.hledgerUI(in: folder)]
        let starts = try measureStarts([console.demo] + peers)
        let made = try preparedFolder(entryCount: plan.smallEntryCount)
        var sessions = try measureAccounts([made], keyCount: plan.keyCount)
        for program in peers { sessions.append(try measure(program)) }
        show(starts, sessions, names: ([console.demo] + peers).map(\.name))
    }

    /// Measures programs in turn, so that other load on the machine affects all of them.
    private func measureStarts(_ programs: [TerminalProgram]) throws -> [StartRun] {
        var runs = programs.map { _ in StartRun() }
        for round in 0...plan.startCount {
            try Progress.show("Starting programs, round \(round) of \(plan.startCount)")
            for (index, program) in programs.enumerated() {
                try runs[index].start(program, in: folder, isWarmUp: round == 0)
            }
        }
        return runs
    }

    private func measure(_ program: TerminalProgram) throws -> SessionCosts {
        var costs = SessionCosts()
        for round in 1...plan.keyRounds {
            try Progress.show("\(program.name): keys, round \(round) of \(plan.keyRounds)")
            let terminal = try program.start(in: folder)
            try terminal.waitForText(program.readyText)
            try terminal.watch(for: .seconds(1))
            try costs.measure(terminal, keyCount: plan.keyCount)
        }
        return costs
    }

    // MARK: - Beside itself

    /// Measures an account of a million entries beside one of a thousand, in turn by rounds.
    func compareAccountSizes() throws {
        let folders = [
            try preparedFolder(entryCount: plan.smallEntryCount),
            try preparedFolder(entryCount: plan.largeEntryCount),
        ]
        let costs = try measureAccounts(folders, keyCount: plan.sizeKeyCount)
        try Progress.show("Filtering \(plan.largeEntryCount) entries")
        let terminal = try console.open(folders[1], in: folder)
        let filter = try FilterRun.measure(terminal)
        try terminal.terminate()
        show(small: costs[0], large: costs[1], filter, folders[1])
    }

    /// Measures the console on the accounts of some banks, in turn by rounds.
    private func measureAccounts(_ folders: [DemoFolder], keyCount: Int) throws -> [SessionCosts] {
        var costs = folders.map { _ in SessionCosts() }
        for round in 1...plan.keyRounds {
            for (index, made) in folders.enumerated() {
                try Progress.show("counterfoil: \(made.entryCount) entries, round \(round)")
                let terminal = try console.open(made, in: folder)
                try costs[index].measure(terminal, keyCount: keyCount)
                try terminal.terminate()
            }
        }
        return costs
    }

    private func preparedFolder(entryCount: Int) throws -> DemoFolder {
        if let made = folders[entryCount] { return made }
        try Progress.show("Posting and synchronising \(entryCount) entries")
        let made = try console.prepare(entryCount: entryCount, in: folder)
        folders[entryCount] = made
        return made
    }
}

/// The cost of a program in use.
struct SessionCosts {
    /// The cost of its keys by kind.
    var keys = KeyCosts()
    /// Bytes per second while nobody uses it.
    var idleBytes = Figures()
    /// Memory before the first key, in MiB.
    var restMemory = Figures()
    /// Memory after the last key, in MiB.
    var workedMemory = Figures()

    /// Measures a program that shows its list.
    mutating func measure(_ terminal: PseudoTerminal, keyCount: Int) throws {
        let processID = terminal.processID
        ProcessMemory.proportionalMebibytes(of: processID).map { restMemory.add($0) }
        let byteCount = terminal.byteCount
        try terminal.watch(for: .seconds(BenchPlan.Terminals.idleSeconds))
        idleBytes.add(
            Double(terminal.byteCount - byteCount) / Double(BenchPlan.Terminals.idleSeconds)
        )
        try keys.measure(terminal, keyCount: keyCount)
        try terminal.watch(for: .seconds(1))
        ProcessMemory.proportionalMebibytes(of: processID).map { workedMemory.add($0) }
    }
}
