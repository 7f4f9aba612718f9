import ClientService
import CoreVocabulary
import SyncCore
import WireProtocol

/// Measures the comparison of a record of many accounts with the bank's.
struct ReconcileBench {
    /// Number of rounds of each kind of comparison, and of the console's own computation.
    private static let roundCount = 20

    /// The measured times and comparisons.
    struct Costs: Sendable {
        /// Time to synchronise all accounts into an empty record.
        var synchronising = Duration.zero
        /// The first comparison, when the bank has no trie of the user.
        var firstRoot = Comparison()
        /// Comparisons that agree, when the bank has the trie.
        var agreeing: [Comparison] = []
        /// Comparisons with one account that differs.
        var differing: [Comparison] = []
        /// Times to read the console's chains from the record.
        var reading = Figures()
        /// Times to build the console's trie.
        var building = Figures()
    }

    let plan: BenchPlan.Network
    let folder: WorkFolder

    /// Measures everything and prints the tables.
    func run() async throws {
        let stage = try await NetworkStage("reconcile", in: folder, customerCount: 1)
        try Progress.show("Opening \(plan.reconciledAccountCount) accounts")
        // The last account of all is opened later.
        let accounts = (1..<plan.reconciledAccountCount - stage.customer.accounts.count).map(
            Self.account
        )
        try await stage.open(accounts, for: stage.customer)
        try await stage.pay(accounts.count, into: accounts)
        show(try await stage.serving { try await measure(accounts, stage, at: $0) })
    }

    private static func account(_ number: Int) -> AccountID {
        AccountID(rawValue: UInt128(1_000_000 + number) << 64)
    }

    private func measure(
        _ accounts: [AccountID],
        _ stage: NetworkStage,
        at address: BankAddress
    ) async throws -> Costs {
        let storage = try WatchedStorage(folder: "\(stage.folder)/console")
        let client = Client(link: address.link(), storage: storage, clock: stage.clock)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.run() }
            defer { group.cancelAll() }
            var costs = Costs()
            costs.synchronising = try await synchronise(client, stage)
            let records = try storage.records()
            let trie = try await reckon(records, &costs)
            guard let cursor = try await records.state().cursor else {
                throw BenchFailure("The record of a console stands nowhere.")
            }
            stage.clock.goForward(codes: 1)
            let link = address.link()
            let session = try await stage.customer.user.signIn(at: stage.clock.now(), over: link)
            let line = Comparison.Line(link: link, token: session.tokens.access, cursor: cursor)
            try await compare(trie, accounts, over: line, &costs)
            await client.signOut()
            return costs
        }
    }

    /// Signs in and waits for all accounts, whose time it returns, and then for one more.
    private func synchronise(_ client: Client, _ stage: NetworkStage) async throws -> Duration {
        try Progress.show("Synchronising \(plan.reconciledAccountCount) accounts")
        let events = await client.events()
        let outcome = await stage.customer.user.signIn(at: stage.clock.now(), with: client)
        guard case .signedIn = outcome else { throw BenchFailure("Sign-in: \(outcome)") }
        let startedAt = ContinuousClock.now
        let count = plan.reconciledAccountCount
        try await Self.wait(for: count - 1, of: client, events)
        let endedAt = ContinuousClock.now
        // The bank's trie depends on what the user may see, so one more account invalidates it.
        try await stage.open([Self.account(count)], for: stage.customer)
        try await Self.wait(for: count, of: client, events)
        return endedAt - startedAt
    }

    private static func wait(
        for accountCount: Int,
        of client: Client,
        _ events: AsyncStream<ClientEvent>
    ) async throws {
        for await _ in events {
            try Interruption.check()
            let status = await client.status()
            guard status.catchingUp == nil, case .live = status.freshness else { continue }
            if try await client.accounts().count == accountCount { return }
        }
    }

    /// Measures the console's own computation for each comparison, and returns its trie.
    private func reckon(
        _ records: any RecordStore,
        _ costs: inout Costs
    ) async throws -> AccountTrie {
        var trie = AccountTrie()
        for _ in 0..<Self.roundCount {
            try Interruption.check()
            let startedAt = ContinuousClock.now
            let heads = try await records.heads()
            let readAt = ContinuousClock.now
            trie = AccountTrie(heads.map(AccountLeaf.init))
            costs.reading.add(readAt - startedAt)
            costs.building.add(.now - readAt)
        }
        return trie
    }

    private func compare(
        _ trie: AccountTrie,
        _ accounts: [AccountID],
        over line: Comparison.Line,
        _ costs: inout Costs
    ) async throws {
        try Progress.show("Comparing \(trie.count) accounts")
        costs.firstRoot = try await Comparison.measure(trie, over: line, differingCount: 0)
        for round in 0..<Self.roundCount {
            try Interruption.check()
            costs.agreeing.append(try await Comparison.measure(trie, over: line, differingCount: 0))
            let account = accounts[round * accounts.count / Self.roundCount]
            guard let leaf = trie.leaf(of: account) else {
                throw BenchFailure("An account did not reach the console.")
            }
            var other = trie
            other.update(
                AccountLeaf(
                    accountID: account,
                    accountSequence: leaf.accountSequence,
                    chainHash: trie.root
                )
            )
            costs.differing.append(
                try await Comparison.measure(other, over: line, differingCount: 1)
            )
        }
    }
}
