public import LedgerService
import LedgerStoreSQLite

/// Makes a backup of a bank, whether a server runs or not.
///
/// `FILE` is the books as of one commit, an SQLite database of its own; `FILE.manifest` says what
/// belongs to the backup, with hashes. The keys are in it only when asked for: who has both can
/// read every secret, so they are better kept apart.
public struct BankBackup: Sendable {
    private let folder: DataFolder
    private let clock: any BankClock

    /// Makes it.
    public init(_ folder: DataFolder, clock: any BankClock) {
        self.folder = folder
        self.clock = clock
    }

    /// Writes a backup.
    ///
    /// - Parameters:
    ///   - path: The file; nothing may be there.
    ///   - includesKeys: Whether the master keys go beside it.
    /// - Returns: The files that were written.
    /// - Throws: ``DaemonError``.
    public func write(to path: String, includesKeys: Bool) async throws -> [String] {
        try folder.requireBank()
        let files = BackupFiles(path: path)
        for file in [files.path, files.manifest] where PrivateFile.exists(file) {
            throw DaemonError("\(file) is there already; choose another name.", .cannotCreate)
        }
        do {
            try LedgerBooksReader(path: folder.booksPath).copy(to: files.path)
        } catch let error as LedgerStoreError {
            throw DaemonError(of: error, folder: folder)
        }
        var listed = [try file(files, suffix: "")]
        if includesKeys {
            for number in try folder.keys.numbers() {
                let suffix = files.keySuffix(number)
                let key = try folder.keys.key(number)
                try PrivateFile.write(
                    MasterKeyFile.encode(number, key),
                    to: files.path + suffix
                )
                listed.append(try file(files, suffix: suffix))
            }
        }
        let manifest = try await manifest(of: files.path, listed)
        try PrivateFile.write(manifest.encoded, to: files.manifest)
        return listed.map { files.path + $0.suffix } + [files.manifest]
    }

    private func file(
        _ files: BackupFiles,
        suffix: String
    ) throws(DaemonError) -> BackupManifest.File {
        let digest = try FileDigest(files.path + suffix)
        return BackupManifest.File(
            suffix: suffix,
            byteCount: digest.byteCount,
            digest: digest.digest
        )
    }

    private func manifest(
        of path: String,
        _ files: [BackupManifest.File]
    ) async throws -> BackupManifest {
        let now = clock.now()
        return try await LedgerBooksReader(path: path).read { reader in
            let audit = try reader.auditHead()
            return BackupManifest(
                madeAt: now,
                epoch: try reader.epoch(),
                feedHead: try reader.feedHead(),
                auditNumber: audit.number,
                auditHash: audit.hash,
                files: files
            )
        }
    }
}
