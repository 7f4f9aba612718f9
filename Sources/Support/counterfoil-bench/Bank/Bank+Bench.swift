import BankDaemon
import Cryptography
import LedgerService
import LedgerStoreSQLite

/// Banks in this process.
extension Bank {
    /// Creates a bank with the machine's randomness, and with a new key if none is given.
    init(
        _ store: LedgerStoreSQLite,
        clock: BenchClock,
        key: SharedSecret? = nil,
        configuration: BankConfiguration = BankConfiguration()
    ) throws {
        self.init(
            store: store,
            masterKey: try MasterKey(key ?? SharedSecret(randomByteCount: MasterKey.byteCount)),
            clock: clock,
            random: SystemBankRandom(),
            log: BenchLog(),
            configuration: configuration
        )
    }

    /// Posts payments in one commit, and throws if one is refused.
    func postAll(_ payments: [Posting]) async throws {
        guard try await post(payments).allSatisfy({ $0 == nil }) else {
            throw BenchFailure("The ledger refused a payment.")
        }
    }
}
