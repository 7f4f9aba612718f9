import BankFixture
import Glibc
import PseudoTerminal
import WireProtocol

/// Measures the memory of a connected console, on its own side and on the bank's.
@MainActor
struct MemoryBench {
    /// Time for which the bank is left idle before its memory is measured, in milliseconds.
    private static let restMilliseconds: Int64 = 3_000
    private static let kibibytesPerMebibyte = 1_024.0
    /// Goal for the memory of a console, alone or connected, in MiB.
    nonisolated static let consoleGoalMebibytes = 16.0

    /// The measured values, in MiB.
    struct Costs: Sendable {
        /// Memory of the console, signed in, with its overview.
        var console: Double?
        /// Memory of the bank with one stream open, after a console has been there.
        var bankBefore: Double?
        /// Memory of the bank with all streams open.
        var bankAfter: Double?
    }

    let console: String
    let plan: BenchPlan.Network
    let folder: WorkFolder

    /// Measures the memory and prints the table.
    func run() async throws {
        if let daemon = try ConsoleProgram.program("counterfoild", beside: console) {
            try Progress.show("Making a bank in a process of its own")
            let fixtureFolder = try ConsoleProgram.fixtureFolder(beside: console)
            let fixture = try Fixture(folder: fixtureFolder)
            let place = try folder.makeFolder("memory")
            let bank = try ServedBank(daemon, fixtureFolder: fixtureFolder, folder: place)
            let costs = try await measure(
                try fixture.people.prefix(2).map { try BenchUser($0, of: fixture) },
                at: bank.address,
                BenchClock(),
                bankProcessID: bank.terminal.processID
            )
            try bank.terminal.terminate()
            show(costs, bankName: "counterfoild")
        } else {
            let stage = try await NetworkStage("memory", in: folder, customerCount: 2)
            let costs = try await stage.serving { address in
                try await measure(
                    stage.customers.map(\.user),
                    at: address,
                    stage.clock,
                    bankProcessID: getpid()
                )
            }
            show(costs, bankName: "bank and lines, one process")
        }
    }

    /// Measures the memory of both sides.
    ///
    /// The first of two users signs in with a console, and the second holds the streams.
    private func measure(
        _ users: [BenchUser],
        at address: BankAddress,
        _ clock: BenchClock,
        bankProcessID: Int32
    ) async throws -> Costs {
        guard users.count == 2 else { throw BenchFailure("Two users are needed.") }
        try Progress.show("Opening a console at the bank")
        let connected = try ConnectedConsole(
            console,
            at: address,
            user: users[0],
            now: clock.now(),
            in: folder
        )
        try connected.terminal.watch(for: .milliseconds(Self.restMilliseconds))
        var costs = Costs(console: connected.memory)
        try connected.terminal.terminate()
        let session = try await users[1].signIn(at: clock.now(), over: address.link())
        let streams = HeldStreams(address: address, token: session.tokens.access)
        // One stream first, so that its one-time costs are not counted, and then all.
        costs.bankBefore = try await streams.hold(1) {
            try await Self.restingMemory(of: bankProcessID, clock)
        }
        costs.bankAfter = try await streams.hold(plan.heldStreamCount + 1) {
            try await Self.restingMemory(of: bankProcessID, clock)
        }
        return costs
    }

    private nonisolated static func restingMemory(
        of processID: Int32,
        _ clock: BenchClock
    ) async throws -> Double? {
        try await clock.sleep(milliseconds: restMilliseconds)
        return ProcessMemory.proportionalMebibytes(of: processID)
    }

    private func show(_ costs: Costs, bankName: String) {
        let count = plan.heldStreamCount
        var table = Table(
            "Memory of connected consoles over TLS, PSS",
            columns: ["", "unit", "measured", "goal"]
        )
        table.add(
            "console, signed in, its overview",
            "MiB",
            costs.console,
            goal: .atMost(Self.consoleGoalMebibytes, costs.console, "MiB")
        )
        table.add("\(bankName), one stream", "MiB", costs.bankBefore)
        table.add("\(bankName), \(count) streams more", "MiB", costs.bankAfter)
        if let before = costs.bankBefore, let after = costs.bankAfter {
            let growth = (after - before) * Self.kibibytesPerMebibyte / Double(count)
            table.add("\(bankName), for each stream", "KiB", growth)
        }
        table.print()
    }
}
