import LedgerService
import LedgerStoreSQLite

/// The paths of a backup's files: the books under the given name, and all others beside them.
struct BackupFiles: Hashable {
    /// Suffix of a file that is not complete yet.
    static let draftSuffix = ".unfinished"
    /// Suffix of the manifest after the backup's path.
    static let manifestSuffix = ".manifest"

    /// Suffixes of drafts and of the temporary files beside them.
    static let draftEnds = (["", PrivateFile.draftSuffix] + BooksSuffix.ofSQLite)
        .map { draftSuffix + $0 }

    let path: String

    /// Path of the manifest, which is written last.
    ///
    /// A backup without it is not finished.
    var manifest: String { path + Self.manifestSuffix }
    /// Path of the manifest until all other files have their names.
    var manifestDraft: String { manifest + Self.draftSuffix }

    /// Returns the path of a master key's file.
    func key(_ number: MasterKey.Number) -> String { path + Self.keySuffix(number) }

    /// Returns the suffix of a master key after the backup's path.
    static func keySuffix(_ number: MasterKey.Number) -> String { ".master-\(number).key" }

    /// Returns the master key's number in a suffix, or nil for another file.
    static func keyNumber(ofSuffix suffix: String) -> MasterKey.Number? {
        guard suffix.hasPrefix(".master-"), suffix.hasSuffix(".key") else { return nil }
        return MasterKey.Number(suffix.dropFirst(8).dropLast(4))
    }

    /// Returns true if a file of a backup, such as the books, has the suffix.
    ///
    /// The manifest does not count.
    static func isPart(_ suffix: String) -> Bool {
        suffix.isEmpty || keyNumber(ofSuffix: suffix) != nil || BackupPart(suffix: suffix) != nil
    }

    /// Returns true if the suffix is that of a draft or of a temporary file beside one.
    static func isDraft(_ suffix: String) -> Bool {
        draftEnds.contains { end in
            guard suffix.hasSuffix(end) else { return false }
            let part = String(suffix.dropLast(end.count))
            return part == manifestSuffix || isPart(part)
        }
    }
}
