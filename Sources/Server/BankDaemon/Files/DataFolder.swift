import Glibc
import LocalFiles

/// The folder that holds all files of a bank.
package struct DataFolder: Hashable, Sendable {
    /// The path as it was given, without a trailing slash.
    package let path: String

    /// Names a folder, and creates nothing.
    package init(path: String) { self.path = PathWay.withoutEndSlash(path) }

    /// The folder by its absolute path, for readers in another working directory.
    package var fromRoot: DataFolder { DataFolder(path: PathWay.whole(path)) }

    /// Path of the settings file.
    package var configurationPath: String { "\(path)/counterfoil.toml" }
    /// Path of the books; what a restore puts aside, or is about to put in place, is beside them.
    package var booksPath: String { "\(path)/bank.sqlite" }
    /// Path of the least length of the audit log, and its hash there.
    var auditHeadPath: String { "\(path)/audit.head" }
    /// Path of the socket on which a running server accepts administrative commands.
    package var adminSocketPath: String { "\(path)/admin.sock" }
    /// Path of the socket for consoles on this host, unless `listen.socket` names another.
    var consoleSocketPath: String { "\(path)/console.sock" }
    /// Path of the list of backups, with the keys that they need.
    var backupBookPath: String { "\(path)/backups.jsonl" }
    /// Path of the number of the newest list of backups, which tells an older copy of it.
    var backupHeadPath: String { "\(path)/backups.head" }
    /// The folder of the master keys, which seal the secrets in the books.
    package var keys: KeyFolder { KeyFolder(path: "\(path)/keys") }
    /// The folder of certificates and keys.
    package var tls: TLSFolder { TLSFolder(path: "\(path)/tls") }

    /// Path of the highest epoch of the books, which tells an older copy of them.
    var epochPath: String { "\(path)/epoch" }
    /// Path of a mark that exists while `init` fills new books.
    var unfinishedPath: String { "\(path)/unfinished" }

    /// The refusal of a path that is no folder, or that this user may not read; nil for any other.
    ///
    /// What is in it would seem not to be there.
    var accessRefusal: DaemonError? {
        if PrivateFile.exists(path), access(path, F_OK) == 0, !LocalFolder.exists(path) {
            return DaemonError("\(path) is no folder, and a bank lives in one.", .noInput)
        }
        guard access(path, R_OK | X_OK) != 0, errno == EACCES else { return nil }
        return DaemonError(
            "\(path) is not open to this user. Run the command as the user who owns it.",
            .notPermitted
        )
    }

    /// Requires a bank in the folder.
    ///
    /// - Throws: `noInput` with what to do, `notPermitted` for a folder that is not open to this user,
    ///   `configuration` for one in which another has a hand, `tryLater` while a bank is made there.
    package func requireBank() throws(DaemonError) {
        if let accessRefusal { throw accessRefusal }
        try requireOwnHand()
        if let missingBooks { throw missingBooks }
        guard !PrivateFile.exists(unfinishedPath) else { throw refusalByMark }
    }

    /// The refusal of a folder without books, with the action; nil if it has some.
    package var missingBooks: DaemonError? {
        guard !PrivateFile.exists(booksPath) else { return nil }
        if let finding = restorationFinding { return DaemonError(finding, .noInput) }
        // What a bank writes beside its books tells that there was one.
        let traces = [auditHeadPath, epochPath, backupBookPath]
        guard !traces.contains(where: PrivateFile.exists) else {
            return DaemonError(
                "The books of this bank are gone: \(booksPath) is not there. Put the file back; "
                    + "if a server runs, leave it running, since it may be saved from there "
                    + "(RUNBOOK, \"Nothing is written\"). Otherwise restore a backup.",
                .noInput
            )
        }
        if let demoRefusal { return demoRefusal }
        guard !PrivateFile.exists(unfinishedPath) else { return refusalByMark }
        return DaemonError(
            "\(OperatorText.clean(path)) holds no bank. Make one with: "
                + "\(ShellCommand("init").on(self))",
            .noInput
        )
    }

    /// The refusal of a folder that `counterfoil demo --state` keeps, or of the one in it with the
    /// demo's books; nil for any other, also for a bank's folder with a demo inside.
    var demoRefusal: DaemonError? {
        let books = ["\(path)/bank/ledger.sqlite", "\(path)/ledger.sqlite"]
        guard books.contains(where: PrivateFile.exists) else { return nil }
        // Settings alone are no bank.
        let traces = [booksPath, auditHeadPath, epochPath, backupBookPath]
        guard !traces.contains(where: PrivateFile.exists) else { return nil }
        return DaemonError(
            "\(OperatorText.clean(path)) is the folder of a demo, which `counterfoil demo --state` "
                + "keeps, and holds no bank of counterfoild. Make one in another folder with: "
                + "\(ShellCommand("init").option("--data", "DIR"))",
            .noInput
        )
    }

    /// The free bytes of the folder's disk; nil if the system does not tell.
    var freeByteCount: Int64? { LocalFolder.freeByteCount(of: path) }

    /// True if the disk of the folder is mounted read-only.
    var isReadOnly: Bool { access(path, W_OK) != 0 && errno == EROFS }

    /// The names of the bank's files, which are also prefixes of its temporary files.
    private var ownFiles: [String] {
        [
            booksPath, configurationPath, auditHeadPath, epochPath, unfinishedPath, backupBookPath,
            backupHeadPath, adminSocketPath,
        ]
    }

    /// Returns true if a path has a name of the bank: that of a file or folder, one with such a
    /// prefix, or any in a folder of keys or certificates.
    ///
    /// Drafts, the log of the books and what a restoration puts aside get names that begin like a
    /// file's; something else in their place breaks what needs them.
    func keepsName(of path: String) -> Bool {
        let place = LocalFolder.folder(of: path)
        let folders = [keys.path, tls.path]
        if folders.contains(where: { PrivateFile.isFolder(place, within: $0) }) { return true }
        guard PrivateFile.isSameFolder(place, self.path) else { return false }
        let name = PrivateFile.name(of: path)
        return folders.contains { name == PrivateFile.name(of: $0) }
            || ownFiles.contains { name.starts(with: PrivateFile.name(of: $0)) }
    }
}
