package import LedgerService
package import LedgerStoreSQLite

/// A bank whose books and keys are open in this process.
package struct OpenedBank: Sendable {
    /// The bank's data folder.
    package let folder: DataFolder
    /// The store of the bank's books.
    package let store: LedgerStoreSQLite
    /// The key ring that seals the secrets in the books.
    package let ring: MasterKey
    /// The service over these books.
    package let bank: Bank

    /// Opens a bank and registers keys that its books do not know yet.
    ///
    /// It first proves that the audit head can be written, and completes an interrupted change of
    /// the server's certificate.
    ///
    /// - Throws: ``DaemonError``: `noInput` if there is no bank, `tryLater` while another process
    ///   has it open, `unavailable` if its books or keys cannot be used, or if the books are not
    ///   those that were here before, `configuration` if other users can read or change them,
    ///   `cannotCreate` if the folder cannot be written.
    package static func open(
        _ folder: DataFolder,
        configuration: BankConfiguration,
        clock: any BankClock = SystemBankClock(),
        log: any BankLog,
        metrics: any BankMetrics = NoBankMetrics(),
        options: LedgerStoreSQLite.Options = LedgerStoreSQLite.Options(),
        acceptsClock: Bool = false
    ) async throws -> OpenedBank {
        try folder.requireBank()
        try folder.requireAllPrivate()
        if let cutOff = await CutOffBooks.find(in: folder) { throw cutOff.refusal }
        let ring = try folder.keys.ring()
        let store: LedgerStoreSQLite
        var options = options
        options.requiresFinishedBooks = true
        options.locksFolder = true
        do {
            store = try LedgerStoreSQLite(path: folder.booksPath, options: options)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
        do {
            try EpochFile(folder: folder).admit(try await store.read { try $0.epoch() })
        } catch {
            try store.close()
            throw error
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
        let opened = OpenedBank(folder: folder, store: store, ring: ring, bank: bank)
        do {
            try await opened.proveAuditHead()
            try await opened.writeAuditHead()
            try folder.tls.finishServer()
            if acceptsClock {
                try await bank.acceptClock()
            } else {
                try await bank.recallAcceptedClock()
            }
            try await bank.adoptMasterKeys()
            try await opened.keepAuditHead()
        } catch {
            try store.close()
            guard let error = error as? MasterKeyError else { throw error }
            throw DaemonError(of: error, keys: folder.keys)
        }
        return opened
    }

    /// Writes the audit head to its file outside the books.
    ///
    /// It has to be called before the books are closed. It costs as much disk time as a commit, and
    /// nothing if there were no new rows.
    package func keepAuditHead() async throws {
        let head = try await store.read { try AuditHeadFile.head(of: $0) }
        try AuditHeadFile(folder: folder).write(head)
    }

    /// Rewrites the audit head even if it is unchanged, and reports the result to the bank, which
    /// is not ready if its head cannot be stored.
    package func proveAuditHeadKept() async throws {
        do {
            try await writeAuditHead()
        } catch {
            await bank.tell(headFailure: DaemonError(of: error).description)
            throw error
        }
        await bank.tell(headFailure: nil)
    }

    /// Writes the head even if the file already has it.
    ///
    /// If an act were done and its row then not be stored, it would be done twice.
    private func writeAuditHead() async throws {
        let head = try await store.read { try AuditHeadFile.head(of: $0) }
        try AuditHeadFile(folder: folder).rewrite(head)
    }

    /// Refuses books that are not those that were here before.
    ///
    /// A folder without a head file accepts any.
    private func proveAuditHead() async throws {
        let file = AuditHeadFile(folder: folder)
        let verdict = try await store.read { try file.verdict(on: $0) }
        guard verdict != .missing, let finding = file.finding(verdict) else { return }
        throw DaemonError(finding, verdict == .unreadable ? .badData : .unavailable)
    }

    /// Returns the retired keys that are still in the ring, ascending.
    ///
    /// Those that an earlier process did not live to remove are included.
    func retiredKeys() async throws -> [MasterKey.Number] {
        let known = try await store.read { try $0.masterKeys() }
        let retired = Set(known.filter { $0.endedAt != nil }.map(\.number))
        return ring.numbers.filter { retired.contains($0) && $0 != ring.currentNumber }
    }

    /// Closes the books, in which every answered request is already durable.
    package func close() throws { try store.close() }

    /// Stores the audit head and closes the books, as the last step.
    ///
    /// - Returns: The first failure, or nil if there was none. Earlier work stays done.
    package func finish() async -> DaemonError? {
        var failures: [DaemonError] = []
        do {
            try await keepAuditHead()
        } catch {
            failures.append(DaemonError(of: error))
        }
        do {
            try close()
        } catch {
            failures.append(DaemonError(of: error))
        }
        return failures.first
    }
}

extension DataFolder {
    /// Opens the books of the bank for reading, beside a running server or without one.
    func booksReader(meter: StatementMeter? = nil) throws -> LedgerBooksReader {
        try requireBank()
        do {
            return try LedgerBooksReader(path: booksPath, meter: meter)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: self)
        }
    }

    /// The sentence about another process that has the bank open and cannot be asked.
    var inUseSentence: String {
        "Another process has the bank in \(path) open. "
            + (PrivateFile.exists(adminSocketPath)
                ? "Try again when it has ended."
                : "If it is a server, somebody removed \(adminSocketPath), where it takes commands: "
                    + "stop it and start it again. If it is a command, wait for its end.")
    }
}

extension DaemonError {
    /// Creates the error that a command reports for an error of the books.
    init(of error: LedgerStoreError, folder: DataFolder) {
        switch error.code {
        case .inUse: self.init(folder.inUseSentence, .tryLater)
        case .tooNew:
            self.init(
                "A later version of counterfoild wrote \(folder.booksPath); use that one.",
                .unavailable
            )
        case .copyFailed: self.init(error.message, .cannotCreate)
        case .cannotOpen, .rowInvalid, .database, .failpoint, .unfinished, .moved:
            self.init("\(folder.booksPath): \(error.message)", .unavailable)
        }
    }

    /// Creates the error that a command reports for an error of the keys.
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
