/// The amounts of measured work, by group; the defaults are those of a whole run.
///
/// The first run of each kind warms up and is left out, and figures are medians.
struct BenchPlan: Sendable {
    /// The measurements of programs on a terminal.
    struct Terminals: Sendable {
        /// Pause between two keys, in milliseconds: longer than any response takes, and like a fast
        /// typist.
        static let keyPauseMilliseconds = 60
        /// Time for which an idle program is observed, in seconds.
        static let idleSeconds = 4

        /// Number of starts of each program, without the warm-up.
        var startCount = 9
        /// Number of moves by a row for each program; fewer of the other kinds are derived from it.
        var keyCount = 100
        /// Number of keys where the console is compared with itself.
        var sizeKeyCount = 60
        /// Number of rounds of keys, with a new process each time.
        var keyRounds = 2
        /// Number of entries of the small account.
        var smallEntryCount = 1_000
        /// Number of entries of the large account, and of accounts of the large bank.
        var largeEntryCount = 1_000_000
    }

    /// The measurements of banks of two sizes.
    struct Sizes: Sendable {
        /// Number of passes over both banks, in turn.
        var passCount = 3
        /// Number of rounds of each kind of work in a pass.
        var rounds = 6
        /// Number of commits before any is measured, so that caches are filled as in use.
        var warmingCommitCount = 500
    }

    /// The measurements of durable transfers.
    struct Transfers: Sendable {
        /// Maximum number of transfers in all batches of one size in a round.
        private static let batchedTransferLimit = 20_000

        /// Numbers of transfers in a batch; the greatest is a journal's maximum.
        var batchSizes = [1, 10, 100, 1_000, 8_189]
        /// Number of rounds per batch size, with bank and bare loop in turn.
        var rounds = 3
        /// Number of batches of one transfer in a round; there are fewer of a greater size.
        var mostBatchCount = 300

        /// Returns the number of measured batches of a size in one round.
        func batchCount(ofSize size: Int) -> Int {
            max(2, min(mostBatchCount, Self.batchedTransferLimit / size))
        }
    }

    /// The measurements of a console's local service.
    struct Clients: Sendable {
        /// Number of entries of the account that is synchronised.
        var syncEntryCount = 100_000
        /// Number of rounds of synchronisation and of sign-ins.
        var rounds = 3
    }

    /// The measurements of the bank over TLS.
    struct Network: Sendable {
        /// Number of transfers that a single client sends to the API.
        var loneTransferCount = 400
        /// Number of transfers that many clients send together.
        var manyTransferCount = 4_800
        /// Number of transfers that wait in outboxes to be drained.
        var drainedIntentCount = 10_000
        /// Number of accounts of the user whose record is compared with the bank's.
        var reconciledAccountCount = 20_000
        /// Number of transfers that are posted one by one while a console shows the balance.
        var paintedDeltaCount = 200
        /// Number of concurrent streams while the server's memory is measured.
        var heldStreamCount = 200
        /// Number of consoles on one host whose memory is measured.
        var sessionCount = 50
        /// Number of new connections whose first response is measured.
        var connectionCount = 100
    }

    /// The measurements of programs that have no screen.
    struct Programs: Sendable {
        /// Number of seeds that the simulator runs.
        var seedCount = 1_000
    }

    var terminals = Terminals()
    var sizes = Sizes()
    var transfers = Transfers()
    var clients = Clients()
    var network = Network()
    var programs = Programs()

    /// The plan of a short run.
    static let quick = BenchPlan(
        terminals: Terminals(
            startCount: 5,
            keyCount: 60,
            sizeKeyCount: 40,
            keyRounds: 1,
            largeEntryCount: 100_000
        ),
        sizes: Sizes(rounds: 2),
        transfers: Transfers(rounds: 1, mostBatchCount: 100),
        clients: Clients(syncEntryCount: 20_000, rounds: 1),
        network: Network(
            loneTransferCount: 100,
            manyTransferCount: 1_200,
            drainedIntentCount: 1_000,
            paintedDeltaCount: 50,
            heldStreamCount: 50,
            sessionCount: 10,
            connectionCount: 30
        ),
        programs: Programs(seedCount: 300)
    )

    /// The plan of a trial run, which does every step with minimal work and measures nothing.
    static let trial = BenchPlan(
        terminals: Terminals(
            startCount: 1,
            keyCount: 10,
            sizeKeyCount: 10,
            keyRounds: 1,
            // It must differ from the small size, because the folders are named by size.
            largeEntryCount: SizeBench.smallAccountCount + 100
        ),
        sizes: Sizes(passCount: 1, rounds: 2, warmingCommitCount: 1),
        transfers: Transfers(batchSizes: [1, 10], rounds: 1, mostBatchCount: 2),
        clients: Clients(syncEntryCount: 600, rounds: 1),
        network: Network(
            loneTransferCount: 2,
            manyTransferCount: 32,
            drainedIntentCount: 8,
            reconciledAccountCount: 40,
            paintedDeltaCount: 2,
            heldStreamCount: 3,
            sessionCount: 2,
            connectionCount: 2
        ),
        programs: Programs(seedCount: 2)
    )
}
