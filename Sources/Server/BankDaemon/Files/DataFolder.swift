import Glibc
import LocalFiles

/// The folder that holds all files of a bank.
///
/// ```
/// DIR/counterfoil.toml     the settings
/// DIR/bank.sqlite          the books; bank.sqlite.lock is held by the process that writes them
/// DIR/bank.sqlite.…        books that a restore put aside, or is about to put in place
/// DIR/audit.head           how long the audit log was at least, and its hash there
/// DIR/keys/master-N.key    what seals the secrets in them
/// DIR/tls/                 certificates and their keys; devices/ for branch terminals
/// DIR/backups.jsonl        which backups were made of it, and which keys they need
/// DIR/backups.head         the number of the newest such list, to tell an older copy of it
/// DIR/admin.sock           where a running server takes the commands of this program
/// DIR/console.sock         where it takes consoles on the same host
/// DIR/epoch                the highest epoch of the books, to tell an older copy of them
/// DIR/unfinished           there while `init` fills new books
/// ```
public struct DataFolder: Hashable, Sendable {
    /// The path as it was given, without a trailing slash.
    public let path: String

    /// Names a folder, and creates nothing.
    public init(path: String) {
        self.path = PathWay.withoutEndSlash(path)
    }

    /// The folder by its absolute path, for readers in another working directory.
    public var fromRoot: DataFolder { DataFolder(path: PathWay.whole(path)) }

    /// Path of the settings file.
    public var configurationPath: String { "\(path)/counterfoil.toml" }
    /// Path of the books' file.
    public var booksPath: String { "\(path)/bank.sqlite" }
    /// Path of the head of the audit log, outside the books.
    var auditHeadPath: String { "\(path)/audit.head" }
    /// Path of the socket on which a running server accepts administrative commands.
    public var adminSocketPath: String { "\(path)/admin.sock" }
    /// Path of the socket for consoles on this host, unless `listen.socket` names another.
    var consoleSocketPath: String { "\(path)/console.sock" }
    /// Path of the list of backups.
    var backupBookPath: String { "\(path)/backups.jsonl" }
    /// Path of the number of the newest list of backups.
    var backupHeadPath: String { "\(path)/backups.head" }
    /// The folder of the master keys.
    public var keys: KeyFolder { KeyFolder(path: "\(path)/keys") }
    /// The folder of certificates and keys.
    public var tls: TLSFolder { TLSFolder(path: "\(path)/tls") }

    var epochPath: String { "\(path)/epoch" }
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
    public func requireBank() throws(DaemonError) {
        if let accessRefusal { throw accessRefusal }
        try requireOwnHand()
        if let missingBooks { throw missingBooks }
        guard !PrivateFile.exists(unfinishedPath) else { throw refusalByMark }
    }

    /// The refusal of a folder without books, with the action; nil if it has some.
    public var missingBooks: DaemonError? {
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
}
