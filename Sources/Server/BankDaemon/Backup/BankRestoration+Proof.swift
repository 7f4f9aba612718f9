import LedgerService
import LedgerStoreSQLite

extension BankRestoration {
    /// SQLite's numbers for a disk that fails, that is full, and that gives no further file.
    ///
    /// Source: https://www.sqlite.org/rescode.html, SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN.
    private static let diskNumbers: [Int32] = [10, 13, cannotOpenNumber]
    /// That of the last, for which no bytes are missing.
    private static let cannotOpenNumber: Int32 = 14

    /// Holds every part but the books against its hash, also those that the folder has of its own: a
    /// backup of which anything was changed is not believed in anything.
    ///
    /// - Throws: `badData` for a part that is another or that no backup has, `noInput` for one that is
    ///   not there.
    func prove(partsOf files: BackupFiles, _ manifest: BackupManifest) throws(DaemonError) {
        for file in manifest.files where !file.suffix.isEmpty {
            let path = files.path + file.suffix
            guard
                BackupFiles.keyNumber(ofSuffix: file.suffix) != nil
                    || BackupPart(suffix: file.suffix) != nil
            else {
                throw DaemonError(
                    "\(files.manifest) names \(OperatorText.clean(path)), which is no part of a "
                        + "backup.",
                    .badData
                )
            }
            try prove(path, file, as: path)
        }
    }

    /// Holds a file against what the manifest says of it.
    func prove(
        _ path: String,
        _ expected: BackupManifest.File,
        as name: String
    ) throws(DaemonError) {
        let found = try FileDigest(path)
        guard found.byteCount == expected.byteCount, found.digest == expected.digest else {
            throw DaemonError(
                "\(name) is not the file that its manifest describes; it was changed or cut off.",
                .badData
            )
        }
    }

    /// Checks the copy as `check` does, and begins its new epoch and a new key for access tokens; gives
    /// the head of its audit log.
    ///
    /// - Throws: `cannotCreate` where the disk fails or has no room: that is no fault of the backup.
    func proveDraft(
        _ manifest: BackupManifest
    ) async throws -> AuditHeadFile.Head {
        do {
            return try await proveBooks(manifest)
        } catch let error as LedgerStoreError {
            if let failure = diskFailure(error.databaseNumber, error.message) { throw failure }
            throw error
        }
    }

    /// The refusal of a disk on which a copy cannot be proved; nil for any other error of it.
    ///
    /// - Parameters:
    ///   - number: SQLite's extended result code; nil for an error that is not SQLite's.
    ///   - message: What SQLite says.
    /// - Returns: The refusal.
    func diskFailure(_ number: Int32?, _ message: String) -> DaemonError? {
        diskFailure(number, message, freeByteCount: folder.freeByteCount)
    }

    /// The same for a disk that has so many bytes left; nil for one of which the system does not tell.
    func diskFailure(
        _ number: Int32?,
        _ message: String,
        freeByteCount: Int64?
    ) -> DaemonError? {
        // The lowest byte is the kind of an extended code.
        guard let number, Self.diskNumbers.contains(number & 0xFF) else { return nil }
        // Where a page that is mapped finds no room, SQLite knows of an error and not of the cause.
        let isFull = freeByteCount.map { $0 < Bank.roomByteFloor } ?? false
        guard !isFull || number & 0xFF == Self.cannotOpenNumber else {
            return DaemonError(
                "\(draftPath) cannot be written: the disk is full. Make room, and run the restore "
                    + "again.",
                .cannotCreate
            )
        }
        return DaemonError("\(draftPath) cannot be written: \(message).", .cannotCreate)
    }

    private func proveBooks(_ manifest: BackupManifest) async throws -> AuditHeadFile.Head {
        let ring = try folder.keys.ring()
        let store: LedgerStoreSQLite
        do {
            store = try LedgerStoreSQLite(path: draftPath)
        } catch let error as LedgerStoreError {
            throw diskFailure(error.databaseNumber, error.message)
                ?? DaemonError("The backup cannot be opened: \(error.message)", .badData)
        }
        defer {
            // Already closed when all went well; otherwise the copy is thrown away.
            try? store.close()
        }
        if let finding = try await store.check() {
            throw DaemonError("The books in the backup do not hold: \(finding).", .badData)
        }
        let head = try await store.read { reader in
            (epoch: try reader.epoch(), feed: try reader.feedHead(), audit: try reader.auditHead())
        }
        guard head.epoch == manifest.epoch, head.feed == manifest.feedHead,
            head.audit.number == manifest.auditNumber, head.audit.hash == manifest.auditHash
        else {
            throw DaemonError(
                "The books in the backup do not match its manifest.",
                .badData
            )
        }
        let bank = try await proveKeys(ring, store)
        _ = try await store.beginEpoch(at: clock.now(), after: try await highestEpoch())
        // The keys of the backup may have been retired since, after a leak as well.
        try await bank.replaceSigningKeys()
        let kept = try await store.read { try AuditHeadFile.head(of: $0) }
        try store.close()
        return kept
    }

    /// The highest epoch that the folder has had, by its file and by the books that are there.
    private func highestEpoch() async throws -> UInt64 {
        let written = try EpochFile(folder).read()
        guard PrivateFile.exists(folder.booksPath) else { return written }
        // Books that cannot be read may be why others are put back; the file knows enough then.
        let held = try? await LedgerBooksReader(path: folder.booksPath).read { try $0.epoch() }
        return max(written, held ?? 0)
    }

    /// Proves that the ring opens every secret of some books; the bank over them.
    private func proveKeys(_ ring: MasterKey, _ store: LedgerStoreSQLite) async throws -> Bank {
        let bank = Bank(
            store: store,
            masterKey: ring,
            clock: clock,
            random: SystemBankRandom(),
            log: log
        )
        do {
            try await bank.adoptMasterKeys()
        } catch let error as MasterKeyError {
            throw DaemonError(of: error, keys: folder.keys)
        }
        if let shut = try await ring.firstShutValue(in: store) {
            throw DaemonError(
                "A secret (\(shut.purpose.rawValue)) in the backup does not open under the keys in "
                    + "\(folder.keys.path). Put the keys there that belong to the backup.",
                .noInput
            )
        }
        return bank
    }
}
