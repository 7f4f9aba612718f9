public import LedgerService
public import LedgerStoreSQLite

/// A bank whose books and keys are open in this process.
public struct OpenedBank: Sendable {
    /// Where it lives.
    public let folder: DataFolder
    /// The books.
    public let store: LedgerStoreSQLite
    /// What seals the secrets in them.
    public let ring: MasterKey
    /// The bank.
    public let bank: Bank

    /// Opens a bank, and enters keys in its books that they do not know yet.
    ///
    /// - Parameters:
    ///   - folder: Where it lives.
    ///   - configuration: What is set about the bank.
    ///   - clock: The time.
    ///   - log: Where failures are told.
    ///   - metrics: Where it is counted what an operator watches.
    ///   - options: What is set about the books.
    /// - Returns: The bank, ready for requests.
    /// - Throws: ``DaemonError``: `noInput` when there is none, `tryLater` while another process
    ///   has it open, `unavailable` when its books or keys cannot be used.
    public static func open(
        _ folder: DataFolder,
        configuration: BankConfiguration,
        clock: any BankClock = SystemBankClock(),
        log: any BankLog,
        metrics: any BankMetrics = NoBankMetrics(),
        options: LedgerStoreSQLite.Options = LedgerStoreSQLite.Options()
    ) async throws -> OpenedBank {
        try folder.requireBank()
        let ring = try folder.keys.ring()
        let store: LedgerStoreSQLite
        do {
            store = try LedgerStoreSQLite(path: folder.booksPath, options: options)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
        let bank = Bank(
            store: store,
            masterKey: ring,
            clock: clock,
            random: SystemBankRandom(),
            log: log,
            metrics: metrics,
            configuration: configuration
        )
        do {
            try await bank.adoptMasterKeys()
        } catch let error as MasterKeyError {
            try store.close()
            throw DaemonError(of: error, keys: folder.keys)
        }
        return OpenedBank(folder: folder, store: store, ring: ring, bank: bank)
    }

    /// The keys of the ring under which nothing is sealed any more, ascending: also those that an
    /// earlier process retired and did not live to remove.
    func retiredKeys() async throws -> [MasterKey.Number] {
        let known = try await store.read { try $0.masterKeys() }
        let retired = Set(known.filter { $0.endedAt != nil }.map(\.number))
        return ring.numbers.filter { retired.contains($0) && $0 != ring.currentNumber }
    }

    /// Closes the books; durable already is all that was answered.
    public func close() throws {
        try store.close()
    }
}

extension DaemonError {
    /// What an error of the books means to who runs a command.
    init(of error: LedgerStoreError, folder: DataFolder) {
        switch error.code {
        case .inUse:
            self.init("Another process has the bank in \(folder.path) open.", .tryLater)
        case .tooNew:
            self.init(
                "A later version of counterfoild wrote \(folder.booksPath); use that one.",
                .unavailable
            )
        case .cannotOpen, .rowInvalid, .database, .failpoint:
            self.init("\(folder.booksPath): \(error.message)", .unavailable)
        }
    }

    /// What an error of the keys means to who runs a command.
    init(of error: MasterKeyError, keys: KeyFolder) {
        switch error.code {
        case .keyMissing(let number):
            self.init(
                "\(error) Put \(keys.file(number)) back from where the keys are kept.",
                .noInput
            )
        case .keyIsAnother(let number):
            self.init("\(keys.file(number)): \(error)", .badData)
        case .numberUsed:
            self.init(error.description, .software)
        }
    }
}
