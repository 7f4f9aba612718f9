import LedgerService
import LedgerStoreSQLite

extension BankRestoration {
    /// SQLite's result codes for a failing disk, a full disk and a file that cannot be opened.
    ///
    /// Source: https://www.sqlite.org/rescode.html, SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN.
    private static let diskNumbers: [Int32] = [10, 13, cannotOpenNumber]
    /// SQLite's result code for a file that cannot be opened, which says nothing about free space.
    private static let cannotOpenNumber: Int32 = 14

    /// Verifies every part but the books against its hash, also parts that the folder has.
    ///
    /// A backup with any changed part is not trusted at all.
    ///
    /// - Throws: `badData` for a part that differs or belongs to no backup, `noInput` for a missing
    ///   part.
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

    /// Verifies a file against its description in the manifest.
    func prove(
        _ path: String,
        _ expected: BackupManifest.File,
        as name: String
    ) throws(DaemonError) {
        guard try FileDigest(path) == expected.content else {
            throw DaemonError(
                "\(name) is not the file that its manifest describes; it was changed or cut off.",
                .badData
            )
        }
    }

    /// Checks the copy, begins its new epoch and a new signing key, and returns its audit head.
    ///
    /// - Throws: `cannotCreate` if the disk fails or is full, which is not the backup's fault.
    func proveDraft(_ manifest: BackupManifest) async throws -> AuditHeadFile.Head {
        do {
            return try await proveBooks(manifest)
        } catch let error as LedgerStoreError {
            if let failure = diskFailure(error.databaseNumber, error.message) { throw failure }
            throw error
        }
    }

    /// Returns the error of a disk on which the copy cannot be checked, or nil for any other error.
    func diskFailure(_ number: Int32?, _ message: String) -> DaemonError? {
        diskFailure(number, message, freeByteCount: folder.freeByteCount)
    }

    /// Returns the error for a disk with this much free space; nil for errors not the disk's.
    func diskFailure(_ number: Int32?, _ message: String, freeByteCount: Int64?) -> DaemonError? {
        // The low byte of an extended code is its primary code.
        guard let number, Self.diskNumbers.contains(number & 0xFF) else { return nil }
        // If a mapped page finds no room, SQLite reports an error without its cause.
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
            // Already closed on success; otherwise the copy is thrown away.
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
            throw DaemonError("The books in the backup do not match its manifest.", .badData)
        }
        let bank = try await proveKeys(ring, store)
        _ = try await store.beginEpoch(at: clock.now(), after: try await highestEpoch())
        // The backup's signing keys may have been retired since, perhaps after a leak.
        try await bank.replaceSigningKeys()
        let kept = try await store.read { try AuditHeadFile.head(of: $0) }
        try store.close()
        return kept
    }

    /// Returns the highest epoch that the folder has had, by its epoch file and its present books.
    private func highestEpoch() async throws -> UInt64 {
        let written = try EpochFile(folder: folder).read()
        guard PrivateFile.exists(folder.booksPath) else { return written }
        // Unreadable books may be the reason for the restoration. The file is sufficient then.
        let held = try? await LedgerBooksReader(path: folder.booksPath).read { try $0.epoch() }
        return max(written, held ?? 0)
    }

    /// Checks that the key ring opens every secret of the books, and returns a bank over them.
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
