import LocalFiles
import Certificates
import Glibc
import LedgerStoreSQLite

extension BankBackup {
    /// Maximum number of times that a certificate and its key are copied until they match.
    ///
    /// A renewal replaces both in quick succession, and a copy takes about as long.
    static let pairCopyLimit = 8

    /// Copies the books into a file of their own.
    func copyBooks(to path: String) throws {
        do {
            try LedgerBooksReader(path: folder.booksPath).copy(to: path)
        } catch let error as LedgerStoreError {
            let failed = DaemonError(of: error, folder: folder)
            guard let cause = Self.sentence(ofFileLimit: Self.fileByteLimit, for: booksByteCount)
            else { throw failed }
            throw DaemonError("\(failed.description) \(cause)", .cannotCreate)
        }
        try Self.requireNoJournal(besides: path)
    }

    /// Checks that SQLite has removed its journal of the copy.
    ///
    /// SQLite does not report a failure to remove it, and would later roll the books back with it.
    static func requireNoJournal(besides path: String) throws(DaemonError) {
        let journal = path + BooksSuffix.journal
        guard PrivateFile.exists(journal) else { return }
        try PrivateFile.remove(journal)
        throw DaemonError(
            "\(journal) was not removed when the books were copied, so nobody knows that the copy is "
                + "whole. Make the backup again.",
            .cannotCreate
        )
    }

    /// Returns a sentence if the books exceed the file size limit, or nil if they do not.
    ///
    /// SQLite reports only a general error in that case.
    static func sentence(ofFileLimit limit: UInt64, for byteCount: Int64) -> String? {
        guard byteCount > 0, limit < UInt64(byteCount) else { return nil }
        return "This process may write \(limit) bytes into a file, and the books have "
            + "\(byteCount): raise that limit (ulimit -f)."
    }

    /// This process's file size limit, in bytes.
    private static var fileByteLimit: UInt64 {
        var limit = rlimit()
        // A limit that the system does not report is not named as the cause.
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
            return .max
        }
        return UInt64(limit.rlim_cur)
    }

    /// Size of the books with the write-ahead log, in bytes.
    private var booksByteCount: Int64 {
        ["", BooksSuffix.log].reduce(0) { count, suffix in
            count + (FileStatus(at: folder.booksPath + suffix)?.byteCount ?? 0)
        }
    }

    /// Copies the settings and certificates, and the keys as well if asked to.
    func addFiles(to draft: inout BackupDraft, _ includesKeys: Bool) throws {
        let parts = BackupPart.all(in: folder, includesSecrets: includesKeys)
        for part in parts { try copy(part, to: &draft) }
        for key in parts where key.isSecret {
            let name = String(key.place.dropLast(4)) + ".pem"
            // A terminal's certificate may have been moved away without its key.
            guard let certificate = parts.first(where: { $0.place == name }) else { continue }
            try prove(certificate, key, in: &draft)
        }
        guard includesKeys else { return }
        for number in try folder.keys.numbers() {
            let key = try folder.keys.key(number)
            try draft.add(BackupFiles.keySuffix(number)) { path in
                try PrivateFile.write(MasterKeyFile.encode(number, key), to: path)
            }
        }
    }

    private func copy(_ part: BackupPart, to draft: inout BackupDraft) throws {
        try draft.add(part.suffix) { try copyFile("\(folder.path)/\(part.place)", $0) }
    }

    /// Checks that a key in the drafts belongs to the certificate there.
    ///
    /// If a renewal replaced both after one of them was copied, both are copied again.
    private func prove(
        _ certificate: BackupPart,
        _ key: BackupPart,
        in draft: inout BackupDraft
    ) throws {
        for _ in 1..<Self.pairCopyLimit {
            guard !fits(certificate, key, in: draft) else { return }
            for part in [certificate, key] {
                try draft.takeBack(part.suffix)
                try copy(part, to: &draft)
            }
        }
        guard fits(certificate, key, in: draft) else {
            throw DaemonError(
                "\(folder.path)/\(key.place) is not the key of \(folder.path)/\(certificate.place), so "
                    + "the backup was not made. If they are being made anew, make it again; otherwise "
                    + "put the right one back first, or make it without --with-keys.",
                .tryLater
            )
        }
    }

    /// Returns true unless the key is known to belong to another certificate.
    private func fits(_ certificate: BackupPart, _ key: BackupPart, in draft: BackupDraft) -> Bool {
        // Files are replaced as a whole, so an unreadable one is not half-written. The command
        // `check` reports it.
        guard let certificate = try? folder.tls.certificate(draft.path(certificate.suffix)),
            let key = try? folder.tls.key(draft.path(key.suffix))
        else { return true }
        return key.fits(certificate)
    }
}
