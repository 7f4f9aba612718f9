import ArgumentParser
import SystemThreads

/// `counterfoil-bench`: measures the console and the bank beside their peers, and prints tables.
///
/// docs/PERFORMANCE.md describes the measurements and has the figures of the last run.
@main
struct CounterfoilBench: AsyncParsableCommand {
    /// A group of measurements that can be run alone.
    enum Group: String, CaseIterable, ExpressibleByArgument {
        /// First paint, keys, bytes and memory of programs on a terminal.
        case terminal
        /// An account of a million entries beside one of a thousand, and ``books``.
        case large
        /// A bank of a million accounts beside one of a thousand.
        case books
        /// Durable transfers per second.
        case transfers
        /// The first synchronisation, and signing in.
        case client
        /// The bank over TLS: transfers, drained outboxes, the first synchronisation and response,
        /// the comparison of both sides, changes on a console's screen, and memory.
        case network
        /// Memory of many consoles on one host.
        case sessions
        /// Seeds that the simulator runs in a second.
        case simulator
        /// The time from a changed line to the start of its tests; not with --quick or --trial
        /// unless it is named.
        case edit
    }

    static let configuration = CommandConfiguration(
        commandName: "counterfoil-bench",
        abstract: "Measure the console and the bank, beside their peers.",
        discussion: """
            A whole run takes about eight minutes and a debug build, with --quick two and a half \
            minutes. Keep the machine otherwise idle. Ctrl-C ends it; temporary files are removed either way.
            """
    )

    @Option(help: ArgumentHelp("The console to measure.", valueName: "file"))
    var console = ".build/release/counterfoil"

    @Flag(help: "Fewer rounds, and a large account of a tenth of the size.")
    var quick = false

    @Flag(help: "Every step as small as possible, to see that it works and not its cost.")
    var trial = false

    @Option(help: "Accounts of the large bank; a million, or with --quick a tenth.")
    var accounts: Int?

    @Option(help: ArgumentHelp("Where the large bank's books are kept.", valueName: "folder"))
    var cache: String?

    @Option(help: "Only this group; may be given more than once.")
    var group: [Group] = []

    func validate() throws {
        guard !quick || !trial else { throw ValidationError("Say --quick or --trial, not both.") }
        // The folders of both banks are named by their sizes.
        guard let accounts, accounts <= SizeBench.smallAccountCount else { return }
        throw ValidationError("--accounts is more than \(SizeBench.smallAccountCount).")
    }

    func run() async throws {
        Interruption.watch()
        let plan = trial ? .trial : quick ? .quick : BenchPlan()
        let all = Group.allCases.filter { $0 != .edit || !quick && !trial }
        let groups = group.isEmpty ? all : group
        do {
            let folder = try WorkFolder()
            defer { folder.remove() }
            Machine.describe()
            try await measure(groups, plan, in: folder)
            Goals.show()
        } catch is Interrupted {
            throw ExitCode(Signal.interrupt.exitStatus)
        }
    }

    private func measure(_ groups: [Group], _ plan: BenchPlan, in folder: WorkFolder) async throws {
        // Terminals first, because a process that has grown forks more slowly.
        if groups.contains(.terminal) || groups.contains(.large) {
            let bench = try TerminalBench(console: console, plan: plan.terminals, folder: folder)
            if groups.contains(.terminal) { try bench.comparePrograms() }
            if groups.contains(.large) { try bench.compareAccountSizes() }
        }
        if groups.contains(.large) || groups.contains(.books) {
            try await SizeBench(
                plan: plan.sizes,
                folder: folder,
                cacheFolder: cache ?? WorkFolder.keptPath,
                largeAccountCount: accounts ?? plan.terminals.largeEntryCount
            ).run()
        }
        if groups.contains(.transfers) {
            try await TransferBench(plan: plan.transfers, folder: folder).run()
        }
        if groups.contains(.client) {
            try await ClientBench(
                fixtureFolder: ConsoleProgram.fixtureFolder(beside: console),
                plan: plan.clients,
                folder: folder
            ).run()
        }
        if groups.contains(.network) {
            try await NetworkBench(console: console, plan: plan, folder: folder).run()
        }
        if groups.contains(.sessions) {
            try await SessionsBench(console: console, plan: plan.network, folder: folder).run()
        }
        if groups.contains(.simulator) {
            try SimulatorBench(console: console, plan: plan.programs).run()
        }
        if groups.contains(.edit) { try EditBench(console: console, folder: folder).run() }
    }
}
