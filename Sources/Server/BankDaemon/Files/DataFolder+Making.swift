import Glibc
import LocalFiles

/// Creation of a bank's folder, and the refusals of one that was not finished.
///
/// Whoever makes it holds its lock till it is whole. So the mark in a folder that is locked tells of a
/// command at work, and in any other of one that died.
extension DataFolder {
    /// Creates the folder and those in it, with the mark that the bank is not finished.
    ///
    /// - Returns: Its lock, to be released when the bank is finished.
    /// - Throws: `cannotCreate` when something is in it already, or it cannot be made; `tryLater` while
    ///   another command makes a bank there.
    func make() throws(DaemonError) -> FileLock {
        // A bank that could not be served is not made.
        for socket in [adminSocketPath, consoleSocketPath] {
            try AdminSocket.requireRoom(for: socket)
        }
        try PrivacyFault.requireOwnWay(to: path)
        try PrivateFile.makeFolder(path)
        guard let status = FileStatus(at: path), status.kind == .folder, status.isOwn
        else {
            throw DaemonError(
                "\(path) is a link, no folder, or another user's. Choose another folder.",
                .cannotCreate
            )
        }
        // Before anything is looked at: of two that find nothing both would begin.
        guard let lock = try PrivateFile.lock(folder: path) else {
            // One that has just begun has no mark yet, and nothing else either.
            let isBegun = try isEmpty() || PrivateFile.exists(unfinishedPath)
            throw isBegun ? beingMade : notEmpty
        }
        do {
            try begin()
        } catch {
            lock.release()
            throw error
        }
        return lock
    }

    private func begin() throws(DaemonError) {
        guard try isEmpty() else {
            if let demoRefusal { throw DaemonError(demoRefusal.description, .cannotCreate) }
            throw PrivateFile.exists(unfinishedPath)
                ? DaemonError(neverFinished.description, .cannotCreate) : notEmpty
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

    private func isEmpty() throws(DaemonError) -> Bool {
        do throws(FileError) {
            return try LocalFolder.names(in: path).isEmpty
        } catch {
            throw DaemonError("\(path) is no folder that can be read.", .cannotCreate)
        }
    }

    private var notEmpty: DaemonError {
        DaemonError("\(path) is not empty. Choose another folder for a new bank.", .cannotCreate)
    }

    /// The refusal of a folder in which a bank is being made, or `init` died; nil otherwise.
    var unfinishedRefusal: DaemonError? {
        guard PrivateFile.exists(unfinishedPath) else { return nil }
        guard let refusal = missingBooks else { return refusalByMark }
        // Where files tell of books that are gone, those are looked for first.
        return [beingMade, neverFinished].contains(refusal) ? refusal : nil
    }

    /// The refusal of a folder with the mark.
    var refusalByMark: DaemonError {
        if FileLock.isHeld(ofFolder: path) { return beingMade }
        // It may have been finished since the mark was seen, and is not to be removed then.
        return PrivateFile.exists(unfinishedPath) ? neverFinished : beingMade
    }

    /// The refusal while a command, or a restore, works on a folder with the mark.
    private var beingMade: DaemonError {
        DaemonError(
            "A bank is being made in \(OperatorText.clean(path)), or put back there. Wait until that "
                + "command has ended, and remove nothing.",
            .tryLater
        )
    }

    private var neverFinished: DaemonError {
        let name = OperatorText.clean(path)
        guard hasBackups else {
            return DaemonError(
                "\(name) holds a bank that was never finished. Remove it and make it again: "
                    + "\(ShellCommand("init").on(self))",
                .noInput
            )
        }
        // An earlier release left the mark in a bank that it put back.
        let again = ShellCommand("restore").on(self).option("--from", "FILE")
        return DaemonError(
            "\(name) holds a bank that was never finished, by \(unfinishedPath), and backups of it "
                + "are listed. Remove nothing; put one of them in its place: \(again)",
            .noInput
        )
    }

    private var hasBackups: Bool {
        guard PrivateFile.exists(backupBookPath) else { return false }
        // A list that cannot be read may hold some, and nothing is to be removed then.
        return (try? BackupBook(self).backups().isEmpty) != true
    }
}
