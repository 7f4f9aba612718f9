import Certificates
import Glibc
import LedgerStoreSQLite

extension BankBackup {
    /// The most times that a certificate and its key are copied until they fit: whoever makes both anew
    /// replaces one and then the other at once, and each copy takes as long as that.
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

    /// Makes sure that SQLite has removed its journal of a copy.
    ///
    /// It does not tell when it cannot, and takes books with one for some that are to be put right.
    ///
    /// - Throws: `cannotCreate` with the file, and with the cause if it stays.
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

    /// The sentence about a limit on the size of a file that the books are past; nil for none.
    ///
    /// SQLite says of that no more than that something failed.
    ///
    /// - Parameters:
    ///   - limit: The most bytes that this process may write into a file.
    ///   - byteCount: The bytes of the books.
    /// - Returns: The sentence.
    static func sentence(ofFileLimit limit: UInt64, for byteCount: Int64) -> String? {
        guard byteCount > 0, limit < UInt64(byteCount) else { return nil }
        return "This process may write \(limit) bytes into a file, and the books have "
            + "\(byteCount): raise that limit (ulimit -f)."
    }

    /// The most bytes that this process may write into a file.
    private static var fileByteLimit: UInt64 {
        var limit = rlimit()
        // What the system does not tell is no cause.
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
            return .max
        }
        return UInt64(limit.rlim_cur)
    }

    /// The bytes of the books with what was committed last.
    private var booksByteCount: Int64 {
        ["", BooksSuffix.log].reduce(0) { count, suffix in
            count + Int64(PrivateFile.status(folder.booksPath + suffix)?.st_size ?? 0)
        }
    }

    /// Copies the settings and the certificates, and with keys these too.
    func addFiles(to draft: inout BackupDraft, _ includesKeys: Bool) throws {
        let parts = BackupPart.all(in: folder, includesSecrets: includesKeys)
        for part in parts { try copy(part, to: &draft) }
        for key in parts where key.isSecret {
            let name = String(key.place.dropLast(4)) + ".pem"
            // A terminal's certificate may have been carried away without its key.
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

    /// Makes sure that a key in the drafts is that of the certificate there.
    ///
    /// A command may have made both anew after one of them was copied; then both are copied again.
    ///
    /// - Throws: `tryLater` when they do not fit after all.
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

    /// True unless a key is known to be that of another certificate.
    private func fits(
        _ certificate: BackupPart,
        _ key: BackupPart,
        in draft: BackupDraft
    ) -> Bool {
        // A file is replaced as a whole, so one that cannot be read is not halfway made; `check` tells
        // of it.
        guard let certificate = try? folder.tls.certificate(draft.path(certificate.suffix)),
            let key = try? folder.tls.key(draft.path(key.suffix))
        else { return true }
        return key.fits(certificate)
    }
}
