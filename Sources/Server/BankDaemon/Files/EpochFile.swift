import LedgerStoreSQLite

/// The highest epoch that a data folder's books have been in, outside of the books.
///
/// An older copy of the books knows nothing of the epochs after it. This file tells that it is an
/// older copy, before any console is answered from it. It is a line such as `epoch 29870112345678`,
/// as `audit list` has it; earlier versions wrote 16 hexadecimal digits.
struct EpochFile {
    private static let prefix = "epoch "
    private static let earlierDigitCount = 16
    private static let byteLimit = 64

    let folder: DataFolder
    private var path: String { folder.epochPath }

    /// Returns the epoch; zero if none was written yet.
    ///
    /// - Throws: `badData` for a file that says something else.
    func read() throws(DaemonError) -> UInt64 {
        guard PrivateFile.exists(path) else { return 0 }
        let bytes = try PrivateFile.read(path, byteLimit: Self.byteLimit)
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasSuffix("\n"), let epoch = Self.epoch(text.dropLast()) else {
            throw DaemonError(
                "\(path) does not say which epoch the books were in; put it back from a copy of the "
                    + "folder, or remove it if the books are certainly the latest.",
                .badData
            )
        }
        return epoch
    }

    /// Raises the epoch in the file, unless it is higher; durable on return.
    func raise(to epoch: UInt64) throws(DaemonError) {
        guard try read() <= epoch else { return }
        try PrivateFile.update(path, to: Array((Self.text(epoch) + "\n").utf8))
    }

    private static func text(_ epoch: UInt64) -> String { "\(prefix)\(epoch)" }

    private static func epoch(_ line: Substring) -> UInt64? {
        if line.hasPrefix(prefix) {
            guard let epoch = UInt64(line.dropFirst(prefix.count)), text(epoch) == line else {
                return nil
            }
            return epoch
        }
        return line.utf8.count == earlierDigitCount ? UInt64(line, radix: 16) : nil
    }

    /// The sentence about a folder without the file; nil if it exists.
    var missing: String? {
        guard !PrivateFile.exists(path) else { return nil }
        return "\(path) is not there, so nothing outside the books tells an older copy of them. "
            + "The server writes it when it starts."
    }

    /// Refuses books that are an older copy, and stores the epoch of others.
    ///
    /// - Throws: `unavailable` for books of an earlier epoch than the folder has had.
    func admit(_ epoch: UInt64) throws(DaemonError) {
        if let finding = try finding(about: epoch) { throw DaemonError(finding, .unavailable) }
        try raise(to: epoch)
    }

    /// Returns the sentence against books of an older epoch than this folder's; nil for others.
    func finding(about epoch: UInt64) throws(DaemonError) -> String? {
        guard try epoch < read() else { return nil }
        return "\(folder.booksPath) is an older copy of the books: they have begun a later epoch "
            + "since. Consoles would show what is no longer so. Put a copy back with: "
            + "\(ShellCommand("restore").on(folder).option("--from", "FILE"))"
    }
}
