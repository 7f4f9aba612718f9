public import CoreVocabulary
public import LedgerService

/// A line of the list of backups: a backup as it was made.
public struct BackupLine: Hashable, Sendable {
    /// When.
    public let madeAt: Instant
    /// Where its books were put, as a whole path.
    public let path: String
    /// The master keys that opened secrets in it then.
    public let masterKeys: [MasterKey.Number]
    /// Whether the keys were put beside it.
    public let hasKeys: Bool
    /// True if all its files got their names; those of another one may be drafts for ever.
    var isFinished = true

    /// Whether it is where it was put.
    var isThere: Bool { PrivateFile.exists(path) }

    /// True if something of it is where it was put, but not its manifest: it cannot be put back.
    var isUnwhole: Bool {
        let files = BackupFiles(path: path)
        guard !PrivateFile.exists(files.manifest) else { return false }
        if isThere || PrivateFile.exists(files.manifestDraft) { return true }
        // Of one that is finished no draft is left, and another's are not its own.
        return !isFinished && BackupLeftovers(files).areThere
    }

    /// True if a master key is needed to put it back, and is not known to be beside it.
    func lacks(_ number: MasterKey.Number) -> Bool {
        guard masterKeys.contains(number) else { return false }
        guard hasKeys else { return true }
        return !isFinished && !PrivateFile.exists(BackupFiles(path: path).key(number))
    }

    /// True if it is the same backup, be one of the two not finished.
    func isSame(as other: BackupLine) -> Bool {
        var other = other
        other.isFinished = isFinished
        return self == other
    }

    /// True if it was made under a clock that ran ahead of this one, so that nobody knows when.
    func isAhead(of now: Instant) -> Bool {
        madeAt > now.adding(seconds: Instant.stepToleranceSeconds)
    }
}
