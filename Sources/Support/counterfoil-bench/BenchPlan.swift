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
    /// Entries of the large one.
    var largeEntryCount: Int
    /// How often each batch size is measured, bank and bare loop in turn.
    var transferRounds: Int
    /// Entries of the account that is synchronised.
    var syncEntryCount: Int
    /// How often it is, and how often somebody signs in.
    var clientRounds: Int

    /// Transfers that are sent to the API by so many clients at once.
    func networkTransferCount(ofClients clients: Int) -> Int {
        let count = clients == 1 ? 400 : 4_800
        return transferRounds == 1 ? count / 4 : count
    }

    /// Transfers that wait in outboxes and are drained.
    var drainedIntentCount: Int { transferRounds == 1 ? 1_000 : 10_000 }

    /// Accounts of the large bank.
    var largeAccountCount: Int { largeEntryCount }

    /// Accounts of the user whose record is compared with the bank's.
    var reconciledAccountCount: Int { 20_000 }

    /// Transfers that are posted one by one while a console shows the balance.
    var paintedDeltaCount: Int { transferRounds == 1 ? 50 : 200 }

    /// Streams that are open at the same time while the server's memory is looked at.
    var heldStreamCount: Int { transferRounds == 1 ? 50 : 200 }

    /// Between two keys, in milliseconds: longer than any answer takes, and a fast typist.
    static let keyPauseMilliseconds = 60
    /// How long an idle program is watched, in seconds.
    static let idleSeconds = 4
    /// Transfers in a batch: one, three powers of ten, and the most that a journal may have.
    static let batchSizes = [1, 10, 100, 1_000, 8_189]

    /// A whole run.
    static let full = BenchPlan(
        startCount: 9,
        keyCount: 100,
        sizeKeyCount: 60,
        keyRounds: 2,
        smallEntryCount: 1_000,
        largeEntryCount: 1_000_000,
        transferRounds: 3,
        syncEntryCount: 100_000,
        clientRounds: 3
    )

    /// A short one.
    static let quick = BenchPlan(
        startCount: 5,
        keyCount: 60,
        sizeKeyCount: 40,
        keyRounds: 1,
        smallEntryCount: 1_000,
        largeEntryCount: 100_000,
        transferRounds: 1,
        syncEntryCount: 20_000,
        clientRounds: 1
    )

    /// Batches of a size that one round times.
    func batchCount(ofSize size: Int) -> Int {
        let wanted = min(300, 20_000 / size)
        return max(2, transferRounds == 1 ? wanted / 3 : wanted)
    }
}
