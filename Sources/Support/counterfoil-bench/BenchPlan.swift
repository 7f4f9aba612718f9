/// How much is measured; the first of each kind warms up and is left out, and figures are medians.
struct BenchPlan: Sendable {
    /// Starts of each program, without the one that warms up.
    var startCount: Int
    /// Keys for each program: as many rows as pages are moved in a tenth of them.
    var keyCount: Int
    /// The same where the console is measured beside itself.
    var sizeKeyCount: Int
    /// How often the keys are measured, with a new process each time.
    var keyRounds: Int
    /// Entries of the small account.
    var smallEntryCount: Int
    /// Entries of the large one, and accounts of the large bank.
    var largeEntryCount: Int
    /// Transfers in a batch; the greatest is the most that a journal may have.
    var batchSizes: [Int]
    /// How often each batch size is measured, bank and bare loop in turn.
    var transferRounds: Int
    /// Batches of one transfer in a round; of a greater size there are fewer.
    var mostBatchCount: Int
    /// Passes over the banks of two sizes, one after the other.
    var sizePassCount: Int
    /// Commits of a sized bank before any is measured, so that its caches are as in a bank at work.
    var warmingCommitCount: Int
    /// Entries of the account that is synchronised.
    var syncEntryCount: Int
    /// How often it is, and how often somebody signs in.
    var clientRounds: Int
    /// Transfers that one client sends to the API.
    var loneTransferCount: Int
    /// Transfers that many clients send together.
    var manyTransferCount: Int
    /// Transfers that wait in outboxes and are drained.
    var drainedIntentCount: Int
    /// Accounts of the user whose record is compared with the bank's.
    var reconciledAccountCount: Int
    /// Transfers that are posted one by one while a console shows the balance.
    var paintedDeltaCount: Int
    /// Streams that are open at the same time while the server's memory is looked at.
    var heldStreamCount: Int

    /// Between two keys, in milliseconds: longer than any answer takes, and a fast typist.
    static let keyPauseMilliseconds = 60
    /// How long an idle program is watched, in seconds.
    static let idleSeconds = 4
    /// The most transfers of all batches of a size in a round.
    private static let batchedTransferLimit = 20_000

    /// A whole run.
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

    /// A short one.
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

    /// Every step, with as little as it takes: shows that the bench works, and measures nothing.
    static let trial = BenchPlan(
        startCount: 1,
        keyCount: 10,
        sizeKeyCount: 10,
        keyRounds: 1,
        smallEntryCount: 1_000,
        // Another size than the small one: their folders are named by it.
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

    /// Accounts of the large bank.
    var largeAccountCount: Int { largeEntryCount }

    /// Transfers that are sent to the API by so many clients at once.
    func networkTransferCount(ofClients clients: Int) -> Int {
        clients == 1 ? loneTransferCount : manyTransferCount
    }

    /// Batches of a size that one round times.
    func batchCount(ofSize size: Int) -> Int {
        max(2, min(mostBatchCount, Self.batchedTransferLimit / size))
    }
}
