/// Books, clock, randomness and settings that all parts of a bank share.
final class BankContext: Sendable {
    let store: any LedgerStore
    let masterKey: MasterKey
    let clock: any BankClock
    let random: any BankRandom
    let log: any BankLog
    let metrics: any BankMetrics
    let configuration: BankConfiguration

    init(
        store: any LedgerStore,
        masterKey: MasterKey,
        clock: any BankClock,
        random: any BankRandom,
        log: any BankLog,
        metrics: any BankMetrics,
        configuration: BankConfiguration
    ) {
        self.store = store
        self.masterKey = masterKey
        self.clock = clock
        self.random = random
        self.log = log
        self.metrics = metrics
        self.configuration = configuration
    }
}
