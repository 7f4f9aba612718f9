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
    /// What serves requests on these books.
    public let bank: Bank

    /// Opens a bank, and enters keys in its books that they do not know yet.
    ///
    /// Before anything is done it is proved that the head of the audit log can be written, and what
    /// a process began that died while it changed the server's certificate is ended.
    ///
    /// - Parameters:
    ///   - folder: Where it lives.
    ///   - configuration: What is set about the bank.
    ///   - clock: The time.
    ///   - log: Where failures are told.
    ///   - metrics: Where it is counted what an operator watches.
    ///   - options: What is set about the books.
    ///   - acceptsClock: Whether the operator has compared the clock: see ``Bank/acceptClock()``.
    /// - Returns: The bank, ready for requests.
    /// - Throws: ``DaemonError``: `noInput` when there is none, `tryLater` while another process
    ///   has it open, `unavailable` when its books or keys cannot be used, or when the books are
    ///   not those that were here before, `configuration` when others may read or change them,
    ///   `cannotCreate` when the folder cannot be written.
    public static func open(
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
            try EpochFile(folder).admit(try await store.read { try $0.epoch() })
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

    /// Writes the head of the audit log down outside the books.
    ///
    /// To be called before the books are closed; it costs a commit's time on the disk, and nothing when
    /// nothing was written since.
    public func keepAuditHead() async throws {
        let head = try await store.read { try AuditHeadFile.head(of: $0) }
        try AuditHeadFile(folder).write(head)
    }

    /// Keeps the head, also when the file has it already, and tells the bank how that went: one whose
    /// head cannot be kept is not ready.
    ///
    /// - Throws: Why it was not kept.
    public func proveAuditHeadKept() async throws {
        do {
            try await writeAuditHead()
        } catch {
            await bank.tell(headFailure: DaemonError(of: error).description)
            throw error
        }
        await bank.tell(headFailure: nil)
    }

    /// Writes the head also when the file has it already: an act that is done and cannot be told of
    /// afterwards would be done twice.
    private func writeAuditHead() async throws {
        let head = try await store.read { try AuditHeadFile.head(of: $0) }
        try AuditHeadFile(folder).rewrite(head)
    }

    /// Refuses books that are not those that were here before; a folder without a head takes any.
    private func proveAuditHead() async throws {
        let file = AuditHeadFile(folder)
        let verdict = try await store.read { try file.verdict(on: $0) }
        guard verdict != .missing, let finding = file.finding(verdict) else { return }
        throw DaemonError(finding, verdict == .unreadable ? .badData : .unavailable)
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

    /// Keeps the head of the audit log and closes the books, after all that had to be done is done.
    ///
    /// - Returns: What failed of it; whatever was done before stays done. Nil when nothing failed.
    public func finish() async -> DaemonError? {
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
    /// What an error of the books means to who runs a command.
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
