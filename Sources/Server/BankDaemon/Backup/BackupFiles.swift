import LedgerService

/// Where the files of a backup are: the books under the given name, all else beside them.
struct BackupFiles: Hashable {
    let path: String

    /// Written last: a backup without it is not finished.
    var manifest: String { path + ".manifest" }

    func keySuffix(_ number: MasterKey.Number) -> String { ".master-\(number).key" }

    /// The number of the key that a suffix stands for; nil for another file.
    func keyNumber(ofSuffix suffix: String) -> MasterKey.Number? {
        guard suffix.hasPrefix(".master-"), suffix.hasSuffix(".key") else { return nil }
        return MasterKey.Number(suffix.dropFirst(8).dropLast(4))
    }
}
