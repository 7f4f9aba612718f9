import ClientCache
import ClientService
import CoreVocabulary
import Cryptography
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Synchronization
import WireProtocol

/// Measures the bank over TLS on loopback: transfers, drained outboxes, the first synchronisation,
/// the comparison of both sides, changes on a console's screen, and memory.
struct NetworkBench {
    /// Numbers of concurrent clients that send transfers.
    private static let clientCounts = [1, 16, 256]
    private static let customerCount = 16
    /// Number of consoles whose outboxes are drained concurrently.
    private static let drainedConsoleCount = 4
    /// Inverse loss rate: one message in a hundred is lost in each direction.
    private static let lossInverse: UInt64 = 100
    /// Goal for drained transfers per second.
    private static let drainGoal = 3_000.0

    private let console: String
    private let plan: BenchPlan
    private let folder: WorkFolder

    /// Creates the bench with the console at a path.
    init(console: String, plan: BenchPlan, folder: WorkFolder) throws {
        self.console = try ConsoleProgram.wholePath(of: console)
        self.plan = plan
        self.folder = folder
    }

    /// Measures everything and prints the tables.
    func run() async throws {
        // The program first, while this process is small and the machine is idle.
        try await PaintBench(console: console, plan: plan.network, folder: folder).run()
        try await MemoryBench(console: console, plan: plan.network, folder: folder).run()
        try await FirstResponseBench(plan: plan.network, folder: folder).run()
        try await measureTransfers()
        try await measureDrain()
        try await FirstSyncBench(plan: plan.clients, folder: folder).run()
        try await ReconcileBench(plan: plan.network, folder: folder).run()
    }

    // MARK: Transfers

    private func measureTransfers() async throws {
        let stage = try await NetworkStage("network", in: folder, customerCount: Self.customerCount)
        let rows = try await stage.serving { address in
            let link = address.link()
            var rows: [[String]] = []
            var single: Double?
            for clients in Self.clientCounts {
                try Progress.show("API transfers of \(clients) clients")
                let count =
                    clients == 1 ? plan.network.loneTransferCount : plan.network.manyTransferCount
                let jobs = try await Self.jobs(count, at: stage)
                let (seconds, times) = try await Self.send(jobs, by: clients, over: link)
                let speed = Double(jobs.count) / seconds
                rows.append([
                    Digits.short(Double(clients)), Digits.short(speed.rounded()),
                    Digits.short(times.percentile(50) ?? 0),
                    Digits.short(times.percentile(99) ?? 0),
                    Digits.ratio(speed, to: single ?? speed),
                ])
                single = single ?? speed
            }
            return rows
        }
        var table = Table(
            "API transfers over TLS on loopback, every answer durable",
            columns: ["clients", "transfers/s", "p50 ms", "p99 ms", "of one client"]
        )
        for row in rows { table.add(row) }
        table.print()
    }

    /// Returns the encoded requests of all customers in turn.
    private static func jobs(_ count: Int, at stage: NetworkStage) async throws -> [[UInt8]] {
        let each = (count + stage.customers.count - 1) / stage.customers.count
        var requests: [[SubmitIntentRequest]] = []
        for customer in stage.customers {
            requests.append(try await TransferRequests.make(each, of: customer, at: stage))
        }
        stage.clock.goForward(codes: each + 2)
        var jobs: [[UInt8]] = []
        for (customer, requests) in zip(stage.customers, requests) {
            let token = try await stage.signIn(customer).tokens.access
            jobs += requests.map {
                RequestEnvelope(token: token, request: .submitIntent($0)).encoded
            }
        }
        stage.clock.goForward(codes: 2)
        return (0..<jobs.count).map {
            jobs[$0 % stage.customers.count * each + $0 / stage.customers.count]
        }
    }

    private static func send(
        _ jobs: [[UInt8]],
        by clients: Int,
        over link: any BankLink
    ) async throws -> (seconds: Double, times: Figures) {
        let startedAt = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: Figures.self) { group in
            let next = Counter()
            for _ in 0..<clients {
                group.addTask {
                    var times = Figures()
                    while let number = next.take(below: jobs.count) {
                        let sentAt = ContinuousClock.now
                        let reply = try Reply(encoded: try await link.send(jobs[number]))
                        times.add(.now - sentAt)
                        guard case .intent(.created(let decision)) = reply,
                            case .posted(_) = decision.outcome
                        else { throw BenchFailure("A transfer was answered: \(reply)") }
                    }
                    return times
                }
            }
            return try await group.reduce(into: Figures()) { $0.add($1) }
        }
        return ((ContinuousClock.now - startedAt) / .seconds(1), times)
    }

    // MARK: Drain

    private func measureDrain() async throws {
        let each = plan.network.drainedIntentCount / Self.drainedConsoleCount
        let stage = try await NetworkStage(
            "drain",
            in: folder,
            customerCount: Self.drainedConsoleCount
        )
        let (seconds, booked) = try await stage.serving { address in
            let link = address.link()
            let consoles = try stage.customers.enumerated().map { number, customer in
                try DrainedConsole(
                    customer,
                    link: LossyLink(link, seed: UInt64(number), lossInverse: Self.lossInverse),
                    clock: stage.clock,
                    storageFolder: "\(stage.folder)/console-\(number)"
                )
            }
            let seconds = try await DrainedConsole.measure(consoles, count: each, stage.clock)
            return (seconds, try await stage.bookedReferences())
        }
        let twiceCount = booked.count - Set(booked).count
        var table = Table(
            "Outboxes of \(Self.drainedConsoleCount) consoles drained under 1 % loss each way",
            columns: ["transfers", "booked", "twice", "seconds", "transfers/s", "goal"]
        )
        let speed = Double(booked.count) / seconds
        table.add(
            [
                Digits.short(Double(each * Self.drainedConsoleCount)),
                Digits.short(Double(booked.count)), Digits.short(Double(twiceCount)),
                Digits.short(seconds), Digits.short(speed.rounded()),
            ],
            goal: .atLeast(Self.drainGoal, speed, "transfers/s"),
            named: "transfers a second"
        )
        table.print()
    }
}

/// A counter that gives indices to tasks which share a list.
private final class Counter: Sendable {
    private let number = Mutex(0)

    func take(below limit: Int) -> Int? {
        number.withLock { number in
            guard number < limit else { return nil }
            number += 1
            return number - 1
        }
    }
}
