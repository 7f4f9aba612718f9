public import CoreVocabulary
public import LedgerService

/// The backups that a bank made, in `backups.jsonl` in its folder: a line of JSON about the list, and
/// one for each of them.
///
/// It answers when the last one was made, and which of them need a master key that is to go. What it
/// does not know it says: a list that was removed, cut off or changed by hand cannot show that a key
/// is no longer needed.
public struct BackupBook: Sendable {
    /// A backup as it was made.
    public struct Entry: Hashable, Sendable {
        /// When.
        public let madeAt: Instant
        /// Where its books were put, as a whole path.
        public let path: String
        /// The master keys that opened secrets in it then.
        public let masterKeys: [MasterKey.Number]
        /// Whether the keys were put beside it.
        public let hasKeys: Bool

        /// Whether it is where it was put.
        var isThere: Bool { PrivateFile.exists(path) }
    }

    /// The most backups that are remembered: hourly ones for six weeks.
    static let entryLimit = 1_000
    /// The most backups that are named in one sentence.
    static let namedLimit = 20

    private let folder: DataFolder
    private var path: String { folder.backupBookPath }

    /// The book of a data folder.
    public init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// The backups that are remembered, oldest first; of a damaged list those that can be read.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read.
    public func entries() throws(DaemonError) -> [Entry] {
        try list()?.entries ?? []
    }

    /// The age of the last backup, in seconds; nil when none is known.
    public func ageSeconds(at now: Instant) -> Int64? {
        // A file that cannot be read says of no backup, and an alarm on that is right.
        guard let last = try? entries().last else { return nil }
        return max(0, now.secondsSinceEpoch - last.madeAt.secondsSinceEpoch)
    }

    /// The sentence about a list that is not there, or not as it was written; nil for a whole one.
    public var finding: String? {
        do {
            guard let list = try list() else {
                // Without a bank there is nothing to make backups of.
                guard PrivateFile.exists(folder.booksPath) else { return nil }
                return "\(path) is not there, so nobody knows which backups need the present "
                    + "master keys. Put it back from a copy; if there is none, the next backup begins "
                    + "it anew."
            }
            guard !list.isWhole else { return nil }
            return "\(path) was cut off or changed, or is of an earlier release, so nobody knows "
                + "which backups need the present master keys. Put it back from a copy; if there is "
                + "none, the next backup writes it anew with what can be read of it."
        } catch {
            return error.description
        }
    }

    /// The backups that need a master key and lack it, oldest first: also those that are not where they
    /// were put, for most are carried elsewhere.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read.
    public func needing(_ number: MasterKey.Number) throws(DaemonError) -> [Entry] {
        try entries().filter { !$0.hasKeys && $0.masterKeys.contains(number) }
    }

    /// Makes sure that no backup needs one of some keys, which are to be removed.
    ///
    /// - Throws: `configuration` with the backups and what to do, also where nobody knows of them all.
    public func requireNone(needing keys: KeyFolder) throws(DaemonError) {
        let numbers = try keys.numbers()
        var lines: [String] = []
        for number in numbers {
            lines += try needing(number).map {
                "\($0.path)\($0.isThere ? "" : ", or where it is now,") needs master key \(number)"
            }
        }
        let doubt = try doubt(about: numbers)
        guard !lines.isEmpty || doubt != nil else { return }
        let olderCount = max(0, lines.count - Self.namedLimit)
        let all = ShellCommand("backups").on(folder)
        let older = olderCount == 0 ? [] : ["and \(olderCount) older ones: \(all)"]
        let listed = (lines.suffix(Self.namedLimit) + older).map { "  \($0)\n" }.joined()
        throw DaemonError(
            "The present master keys will be removed"
                + (lines.isEmpty ? ".\n" : ", and these backups need them:\n\(listed)")
                + (doubt.map { "Backups that no list names may need them: \($0).\n" } ?? "")
                + "Copy \(keys.path) to a safe place first, and then add --keys-are-kept.",
            .configuration
        )
    }

    /// Begins the book of a new bank, of which there are no backups.
    func begin() throws(DaemonError) {
        try write(BackupList(knownFrom: 1, entries: []))
    }

    /// Remembers a backup, and forgets the oldest past the limit; of the keys that those need and lack,
    /// the list says from then on that it does not know every backup.
    ///
    /// Of a list that is not whole what can be read stays, and it says the same of all present keys.
    func add(_ entry: Entry) throws(DaemonError) {
        let known = try list()
        let isWhole = known?.isWhole == true
        var entries = known?.entries ?? []
        let isNew = !entries.contains(entry)
        guard isNew || !isWhole else { return }
        if isNew { entries = (entries + [entry]).sorted { $0.madeAt < $1.madeAt } }
        let nextKey = (try folder.keys.numbers().last ?? 0) + 1
        let forgottenKeys = entries.dropLast(Self.entryLimit).filter { !$0.hasKeys }
            .flatMap(\.masterKeys)
        try write(
            BackupList(
                knownFrom: max(
                    isWhole ? known?.knownFrom ?? nextKey : nextKey,
                    forgottenKeys.max().map { $0 == .max ? $0 : $0 + 1 } ?? 1
                ),
                entries: Array(entries.suffix(Self.entryLimit))
            )
        )
    }

    /// Why backups that are in no list may need one of some keys; nil when there can be none.
    private func doubt(about numbers: [MasterKey.Number]) throws(DaemonError) -> String? {
        guard let list = try list() else { return "\(path) is not there" }
        guard list.isWhole else {
            return "\(path) was cut off or changed, or is of an earlier release"
        }
        guard let first = numbers.first, first < list.knownFrom else { return nil }
        return "\(path) does not name every backup that was made under master key "
            + "\(list.knownFrom - 1) or an earlier one"
    }

    /// What the file holds; nil when there is none.
    private func list() throws(DaemonError) -> BackupList? {
        guard PrivateFile.exists(path) else { return nil }
        return BackupList(
            encoded: try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        )
    }

    private func write(_ list: BackupList) throws(DaemonError) {
        try PrivateFile.write(list.encoded, to: path)
    }
}
