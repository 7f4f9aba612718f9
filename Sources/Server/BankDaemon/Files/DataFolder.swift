import FoundationEssentials
import Glibc
import PrivatePaths

/// The folder in which a bank keeps all that is its own.
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
    /// The path as it was given, without a slash at its end.
    public let path: String

    /// Names a folder; makes nothing.
    public init(path: String) {
        // With a slash at its end a link would be followed.
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    /// The same folder by its whole path, for what is read in another place than it was typed in.
    public var fromRoot: DataFolder { DataFolder(path: PathWay.whole(path)) }

    /// The settings.
    public var configurationPath: String { "\(path)/counterfoil.toml" }
    /// The books.
    public var booksPath: String { "\(path)/bank.sqlite" }
    /// The head of the audit log outside the books.
    var auditHeadPath: String { "\(path)/audit.head" }
    /// Where a running server takes administrative commands.
    public var adminSocketPath: String { "\(path)/admin.sock" }
    /// Where consoles on this host come, unless `listen.socket` says otherwise.
    var consoleSocketPath: String { "\(path)/console.sock" }
    /// The backups that were made.
    var backupBookPath: String { "\(path)/backups.jsonl" }
    /// The number of the newest list of backups.
    var backupHeadPath: String { "\(path)/backups.head" }
    /// The keys that seal.
    public var keys: KeyFolder { KeyFolder(path: "\(path)/keys") }
    /// The certificates.
    public var tls: TLSFolder { TLSFolder(path: "\(path)/tls") }

    var epochPath: String { "\(path)/epoch" }
    var unfinishedPath: String { "\(path)/unfinished" }

    /// Makes the folder and those in it, with the mark that the bank is not finished.
    ///
    /// - Throws: `cannotCreate` when something is in it already, or it cannot be made.
    func make() throws(DaemonError) {
        // A bank that could not be served is not made.
        for socket in [adminSocketPath, consoleSocketPath] {
            try AdminSocket.requireRoom(for: socket)
        }
        try PrivacyFault.requireOwnWay(to: path)
        try PrivateFile.makeFolder(path)
        guard let status = PrivateFile.status(path), status.st_mode & S_IFMT == S_IFDIR,
            status.st_uid == geteuid()
        else {
            throw DaemonError(
                "\(path) is a link, no folder, or another user's. Choose another folder.",
                .cannotCreate
            )
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DaemonError("\(path) is no folder that can be read.", .cannotCreate)
        }
        guard names.isEmpty else {
            throw DaemonError(
                PrivateFile.exists(unfinishedPath)
                    ? "\(path) holds a bank that was never finished. Remove it and try again."
                    : "\(path) is not empty. Choose another folder for a new bank.",
                .cannotCreate
            )
        }
        guard chmod(path, PrivateFile.folderMode) == 0 else {
            throw PrivateFile.failure("\(path) cannot be made private", .cannotCreate)
        }
        // First of all, so that whatever a process leaves that dies is known for what it is.
        try PrivateFile.write([], to: unfinishedPath)
        for folder in [keys.path, tls.path, tls.devicesPath] {
            try PrivateFile.makeFolder(folder)
        }
    }

    /// The refusal of what is no folder, or of one into which this user may not look; nil for any
    /// other.
    ///
    /// What is in it would seem not to be there.
    var accessRefusal: DaemonError? {
        if PrivateFile.exists(path), access(path, F_OK) == 0, !PrivateFile.isFolder(path) {
            return DaemonError("\(path) is no folder, and a bank lives in one.", .noInput)
        }
        guard access(path, R_OK | X_OK) != 0, errno == EACCES else { return nil }
        return DaemonError(
            "\(path) is not open to this user. Run the command as the user who owns it.",
            .notPermitted
        )
    }

    /// Makes sure that there is a bank in the folder.
    ///
    /// - Throws: `noInput` with what to do, `notPermitted` for a folder that is not open to this user,
    ///   `configuration` for one in which another has a hand.
    public func requireBank() throws(DaemonError) {
        if let accessRefusal { throw accessRefusal }
        try requireOwnHand()
        if let missingBooks { throw missingBooks }
        guard !PrivateFile.exists(unfinishedPath) else { throw neverFinished }
    }

    /// The refusal of a folder without books, with what to do; nil where there are some.
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
        guard !PrivateFile.exists(unfinishedPath) else { return neverFinished }
        return DaemonError(
            "\(OperatorText.clean(path)) holds no bank. Make one with: "
                + "\(ShellCommand("init").on(self))",
            .noInput
        )
    }

    /// The refusal of a folder in which `init` did not come to its end; nil for any other.
    var unfinishedRefusal: DaemonError? {
        guard PrivateFile.exists(unfinishedPath) else { return nil }
        // Where files tell of books that are gone, those are looked for first.
        let refusal = missingBooks ?? neverFinished
        return refusal == neverFinished ? refusal : nil
    }

    private var neverFinished: DaemonError {
        DaemonError(
            "\(OperatorText.clean(path)) holds a bank that was never finished. Remove it and make it "
                + "again: \(ShellCommand("init").on(self))",
            .noInput
        )
    }
}
