/// The amounts of measured work.
///
/// The first run of each kind warms up and is left out, and figures are medians.
struct BenchPlan: Sendable {
    /// Number of starts of each program, without the warm-up.
    var startCount: Int
    /// Number of moves by a row for each program; fewer of the other kinds are derived from it.
    var keyCount: Int
    /// Number of keys where the console is compared with itself.
    var sizeKeyCount: Int
    /// Number of rounds of keys, with a new process each time.
    var keyRounds: Int
    /// Number of entries of the small account.
    var smallEntryCount: Int
    /// Number of entries of the large account, and of accounts of the large bank.
    var largeEntryCount: Int
    /// Numbers of transfers in a batch; the greatest is a journal's maximum.
    var batchSizes: [Int]
    /// Number of rounds per batch size, with bank and bare loop in turn.
    var transferRounds: Int
    /// Number of batches of one transfer in a round; there are fewer of a greater size.
    var mostBatchCount: Int
    /// Number of passes over the banks of two sizes, in turn.
    var sizePassCount: Int
    /// Number of commits of a sized bank before any is measured, so that its caches are filled as
    /// in use.
    var warmingCommitCount: Int
    /// Number of entries of the account that is synchronised.
    var syncEntryCount: Int
    /// Number of rounds of synchronisation and of sign-ins.
    var clientRounds: Int
    /// Number of transfers that a single client sends to the API.
    var loneTransferCount: Int
    /// Number of transfers that many clients send together.
    var manyTransferCount: Int
    /// Number of transfers that wait in outboxes to be drained.
    var drainedIntentCount: Int
    /// Number of accounts of the user whose record is compared with the bank's.
    var reconciledAccountCount: Int
    /// Number of transfers that are posted one by one while a console shows the balance.
    var paintedDeltaCount: Int
    /// Number of concurrent streams while the server's memory is measured.
    var heldStreamCount: Int

    /// Pause between two keys, in milliseconds: longer than any response takes, and like a fast
    /// typist.
    static let keyPauseMilliseconds = 60
    /// Time for which an idle program is observed, in seconds.
    static let idleSeconds = 4
    /// Maximum number of transfers in all batches of one size in a round.
    private static let batchedTransferLimit = 20_000

    /// The plan of a whole run.
    static let full = BenchPlan(
        startCount: 9,
        keyCount: 100,
        sizeKeyCount: 60,
        keyRounds: 2,
        smallEntryCount: 1_000,
        largeEntryCount: 1_000_000,
        batchSizes: [1, 10, 100, 1_000, 8_189],
        transferRounds: 3,
        mostBatchCount: 300,
        sizePassCount: 3,
        warmingCommitCount: 500,
        syncEntryCount: 100_000,
        clientRounds: 3,
        loneTransferCount: 400,
        manyTransferCount: 4_800,
        drainedIntentCount: 10_000,
        reconciledAccountCount: 20_000,
        paintedDeltaCount: 200,
        heldStreamCount: 200
    )

    /// The plan of a short run.
    static let quick = BenchPlan(
        startCount: 5,
        keyCount: 60,
        sizeKeyCount: 40,
        keyRounds: 1,
        smallEntryCount: 1_000,
        largeEntryCount: 100_000,
        batchSizes: [1, 10, 100, 1_000, 8_189],
        transferRounds: 1,
        mostBatchCount: 100,
        sizePassCount: 3,
        warmingCommitCount: 500,
        syncEntryCount: 20_000,
        clientRounds: 1,
        loneTransferCount: 100,
        manyTransferCount: 1_200,
        drainedIntentCount: 1_000,
        reconciledAccountCount: 20_000,
        paintedDeltaCount: 50,
        heldStreamCount: 50
    )

    /// The plan of a trial run, which does every step with minimal work and measures nothing.
    static let trial = BenchPlan(
        startCount: 1,
        keyCount: 10,
        sizeKeyCount: 10,
        keyRounds: 1,
        smallEntryCount: 1_000,
        // It must differ from the small size, because the folders are named by size.
        largeEntryCount: SizeBench.smallAccountCount + 100,
        batchSizes: [1, 10],
        transferRounds: 1,
        mostBatchCount: 2,
        sizePassCount: 1,
        warmingCommitCount: 1,
        syncEntryCount: 600,
        clientRounds: 1,
        loneTransferCount: 2,
        manyTransferCount: 32,
        drainedIntentCount: 8,
        reconciledAccountCount: 40,
        paintedDeltaCount: 2,
        heldStreamCount: 3
    )

    /// Number of accounts of the large bank.
    var largeAccountCount: Int { largeEntryCount }

    /// Returns the number of transfers that some concurrent clients send to the API.
    func networkTransferCount(ofClients clients: Int) -> Int {
        clients == 1 ? loneTransferCount : manyTransferCount
    }

    /// Returns the number of measured batches of a size in one round.
    func batchCount(ofSize size: Int) -> Int {
        max(2, min(mostBatchCount, Self.batchedTransferLimit / size))
    }
}
