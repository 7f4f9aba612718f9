package import CoreVocabulary
package import LedgerService

/// A line of the list of backups, which describes a backup as it was made.
package struct BackupLine: Hashable, Sendable {
    /// Time at which the backup was made.
    package let madeAt: Instant
    /// Absolute path of the backup's books.
    package let path: String
    /// The master keys that opened its secrets when it was made.
    package let masterKeys: [MasterKey.Number]
    /// True if the keys were put beside it.
    package let hasKeys: Bool
    /// True if all its files got their final names.
    ///
    /// Otherwise they may stay drafts for ever.
    var isFinished = true

    /// True if the backup is still at its path.
    var isThere: Bool { PrivateFile.exists(path) }

    /// True if some of its files exist without the manifest, so that it cannot be restored.
    var isUnwhole: Bool {
        let files = BackupFiles(path: path)
        guard !PrivateFile.exists(files.manifest) else { return false }
        if isThere || PrivateFile.exists(files.manifestDraft) { return true }
        // A finished backup has no drafts left, and drafts of another backup are not its own.
        return !isFinished && BackupLeftovers(files: files).areThere
    }

    /// Returns true if its restoration needs a master key that is not known to be beside it.
    func lacks(_ number: MasterKey.Number) -> Bool {
        guard masterKeys.contains(number) else { return false }
        guard hasKeys else { return true }
        return !isFinished && !PrivateFile.exists(BackupFiles(path: path).key(number))
    }

    /// Returns true if both lines describe the same backup, finished or not.
    func isSame(as other: BackupLine) -> Bool {
        var other = other
        other.isFinished = isFinished
        return self == other
    }

    /// Returns true if its date is ahead of this clock, so that its true age is unknown.
    func isAhead(of now: Instant) -> Bool {
        madeAt > now.adding(seconds: Instant.stepToleranceSeconds)
    }
}
