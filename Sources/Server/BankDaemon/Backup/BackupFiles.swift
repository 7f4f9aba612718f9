import LedgerService
import LedgerStoreSQLite

/// Where the files of a backup are: the books under the given name, all else beside them.
struct BackupFiles: Hashable {
    /// What ends the name of a file that is not whole yet.
    static let draftSuffix = ".unfinished"
    /// What follows the backup's path for its manifest.
    static let manifestSuffix = ".manifest"

    /// The ends of names of drafts, and of what is made beside one for a while.
    static let draftEnds = (["", PrivateFile.draftSuffix] + BooksSuffix.ofSQLite)
        .map { draftSuffix + $0 }

    let path: String

    /// Written last: a backup without it is not finished.
    var manifest: String { path + Self.manifestSuffix }
    /// Where the manifest is until all other files have their names.
    var manifestDraft: String { manifest + Self.draftSuffix }

    /// The file of a master key.
    func key(_ number: MasterKey.Number) -> String { path + Self.keySuffix(number) }

    /// What follows the backup's path for a master key.
    static func keySuffix(_ number: MasterKey.Number) -> String { ".master-\(number).key" }

    /// The number of the master key that a suffix stands for; nil for another file.
    static func keyNumber(ofSuffix suffix: String) -> MasterKey.Number? {
        guard suffix.hasPrefix(".master-"), suffix.hasSuffix(".key") else { return nil }
        return MasterKey.Number(suffix.dropFirst(8).dropLast(4))
    }

    /// True if a file of a backup has the suffix, be it the books; the manifest is none of them.
    static func isPart(_ suffix: String) -> Bool {
        suffix.isEmpty || keyNumber(ofSuffix: suffix) != nil || BackupPart(suffix: suffix) != nil
    }

    /// True if a suffix is that of a draft, or of what is made beside one for a while.
    static func isDraft(_ suffix: String) -> Bool {
        draftEnds.contains { end in
            guard suffix.hasSuffix(end) else { return false }
            let part = String(suffix.dropLast(end.count))
            return part == manifestSuffix || isPart(part)
        }
    }
}
