/// The number of the newest list of backups, outside of the list.
///
/// An older copy of the list is as whole as the newest, and lacks the backups that were made since. This
/// file tells that it is an older copy. It is a line such as `list 12`, written after the list and so
/// never ahead of it.
struct BackupHeadFile: Sendable {
    /// The highest accepted number: no bank makes so many backups, and the next one still fits.
    static let numberLimit: Int64 = 1 << 50
    private static let prefix = "list "
    private static let byteLimit = 64

    let folder: DataFolder
    private var path: String { folder.backupHeadPath }

    /// Returns the number; nil if there is no file, or it has another content.
    func read() throws(DaemonError) -> Int64? {
        guard PrivateFile.exists(path) else { return nil }
        let text = String(
            decoding: try PrivateFile.read(path, byteLimit: Self.byteLimit),
            as: UTF8.self
        )
        guard text.hasPrefix(Self.prefix), text.hasSuffix("\n"),
            let number = Int64(text.dropFirst(Self.prefix.count).dropLast()),
            (0...Self.numberLimit).contains(number)
        else { return nil }
        return number
    }

    /// Writes the number of a list durably.
    func write(_ number: Int64) throws(DaemonError) {
        try PrivateFile.write(Array("\(Self.prefix)\(number)\n".utf8), to: path)
    }

    /// Returns the beginning of a sentence about a list that may be old; nil for the newest.
    ///
    /// A list of an earlier release has the number 0; that release did not write this file.
    func doubt(about number: Int64, at listPath: String) throws(DaemonError) -> String? {
        guard PrivateFile.exists(path) else {
            return number == 0
                ? nil : "\(path) is not there, and without it \(listPath) may be an older copy"
        }
        guard let newest = try read() else {
            return "\(path) does not say which list of backups is the newest"
        }
        return number < newest
            ? "\(listPath) is an older copy: the list was written anew since" : nil
    }
}
