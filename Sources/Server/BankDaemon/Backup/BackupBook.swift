public import CoreVocabulary
public import LedgerService

/// The backups that a bank made, in `backups.jsonl` in its folder: a line of JSON about the list, and
/// one for each of them.
///
/// It answers when the last one was made, and which of them need a master key that is to go. What it
/// does not know it says: a list that was removed, cut off or changed by hand cannot show that a key
/// is no longer needed. Nor can an older copy of it: `backups.head` has the number of the newest list.
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

        /// True if it was made under a clock that ran ahead of this one, so that nobody knows when.
        func isAhead(of now: Instant) -> Bool {
            madeAt > now.adding(seconds: Instant.stepToleranceSeconds)
        }
    }

    /// The most backups that are remembered: hourly ones for six weeks.
    static let entryLimit = 1_000
    /// The most backups that are named in one sentence.
    static let namedLimit = 20

    private let folder: DataFolder
    private var path: String { folder.backupBookPath }
    private var head: BackupHeadFile { BackupHeadFile(folder) }

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
    ///
    /// One that a clock ahead of this one dated does not count: it would look young until that date.
    public func ageSeconds(at now: Instant) -> Int64? {
        // A file that cannot be read says of no backup, and an alarm on that is right.
        guard let last = try? entries().last(where: { !$0.isAhead(of: now) }) else { return nil }
        return max(0, now.secondsSinceEpoch - last.madeAt.secondsSinceEpoch)
    }

    /// The sentence about backups that are dated later than the clock; nil for none.
    ///
    /// A note and no finding: nothing but time takes them away.
    func note(at now: Instant) -> String? {
        // What is wrong with the list is told as a finding.
        guard let ahead = try? entries().filter({ $0.isAhead(of: now) }), let last = ahead.last
        else { return nil }
        let names =
            ahead.count == 1
            ? "The backup \(last.path) is" : "\(ahead.count) backups, such as \(last.path), are"
        return "\(names) dated more than five minutes later than this machine's clock, and no age "
            + "is counted from that. Compare the clock; if it is right, make a backup."
    }

    /// The sentence about a list that is not there, or not as it was written; nil for a whole one.
    public var finding: String? {
        do {
            guard let list = try list() else {
                // Without a bank there is nothing to make backups of.
                guard PrivateFile.exists(folder.booksPath) else { return nil }
                return "\(path) is not there, so nobody knows which backups need the present "
                    + "master keys. Put the latest copy back; if there is none, the next backup begins "
                    + "it anew."
            }
            guard let damage = try damage(of: list) else { return nil }
            return "\(damage), so nobody knows which backups need the present master keys. Put the "
                + "latest copy back; if there is none, the next backup writes it anew with what can "
                + "be read of it."
        } catch {
            return error.description
        }
    }

    /// The sentence about a list that an earlier release wrote; nil for any other.
    public var note: String? {
        // What is wrong with it is told as a finding.
        guard let list = try? list(), list.standing == .unproved else { return nil }
        return "\(path) is of an earlier release, whose lines have no hashes, so nothing proves "
            + "that none was changed. The next backup writes it anew, with hashes."
    }

    /// The backups as an operator reads them, oldest first; the books need not be there.
    ///
    /// - Parameter zone: The bank's.
    /// - Returns: A row for each backup.
    /// - Throws: ``DaemonError`` when the file cannot be read, or when there is neither a list nor a
    ///   bank.
    public func listing(_ zone: ZoneOffset) throws(DaemonError) -> Listing {
        if !PrivateFile.exists(path) { try folder.requireBank() }
        let entries = try entries()
        // What is under a name is the last backup that was put there.
        let newest = Dictionary(
            entries.enumerated().map { ($1.path, $0) },
            uniquingKeysWith: { max($0, $1) }
        )
        let rows = entries.enumerated().map { place, entry in
            [
                zone.text(of: entry.madeAt), entry.path,
                entry.isThere && newest[entry.path] == place ? "there" : "not there any more",
                entry.masterKeys.map { String($0) }.joined(separator: ", ")
                    + (entry.hasKeys ? " (beside it)" : ""),
            ]
        }
        return Listing(["made", "books", "state", "master keys"], rows)
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
        try write([], knownFrom: 1, after: nil)
    }

    /// Remembers a backup, and forgets the oldest past the limit; of the keys that those need and lack,
    /// the list says from then on that it does not know every backup.
    ///
    /// Of a list that is not whole what can be read stays, and it says the same of all present keys.
    func add(_ entry: Entry) throws(DaemonError) {
        let known = try list()
        var isWhole = false
        if let known { isWhole = try damage(of: known) == nil }
        var entries = known?.entries ?? []
        let isNew = !entries.contains(entry)
        guard isNew || !isWhole else { return }
        if isNew { entries = (entries + [entry]).sorted { $0.madeAt < $1.madeAt } }
        let nextKey = (try folder.keys.numbers().last ?? 0) + 1
        let forgottenKeys = entries.dropLast(Self.entryLimit).filter { !$0.hasKeys }
            .flatMap(\.masterKeys)
        try write(
            Array(entries.suffix(Self.entryLimit)),
            knownFrom: max(
                isWhole ? known?.knownFrom ?? nextKey : nextKey,
                forgottenKeys.max().map { $0 == .max ? $0 : $0 + 1 } ?? 1
            ),
            after: known
        )
    }

    /// Takes a backup out of the list that was added and then could not be finished.
    func remove(_ entry: Entry) throws(DaemonError) {
        guard let known = try list(), known.entries.contains(entry) else { return }
        try write(known.entries.filter { $0 != entry }, knownFrom: known.knownFrom, after: known)
    }

    /// Why backups that are in no list may need one of some keys; nil when there can be none.
    private func doubt(about numbers: [MasterKey.Number]) throws(DaemonError) -> String? {
        guard let list = try list() else { return "\(path) is not there" }
        if let damage = try damage(of: list) { return damage }
        guard let first = numbers.first, first < list.knownFrom else { return nil }
        return "\(path) does not name every backup that was made under master key "
            + "\(list.knownFrom - 1) or an earlier one"
    }

    /// The beginning of a sentence about a list that is not as it was written, or not the newest; nil
    /// for any other.
    private func damage(of list: BackupList) throws(DaemonError) -> String? {
        switch list.standing {
        case .whole, .unproved: try head.doubt(about: list.number, at: path)
        case .changed(let line):
            "\(path) was changed or cut off: line \(line) is not as it was written, or one before it is "
                + "missing"
        case .cutOff: "\(path) was cut off or changed, or is of an earlier release"
        }
    }

    /// What the file holds; nil when there is none.
    private func list() throws(DaemonError) -> BackupList? {
        guard PrivateFile.exists(path) else { return nil }
        return BackupList(
            encoded: try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        )
    }

    /// Writes the list with the next number, and then the number beside it; where the second fails, the
    /// list is what it was.
    private func write(
        _ entries: [Entry],
        knownFrom: MasterKey.Number,
        after known: BackupList?
    ) throws(DaemonError) {
        var before: [UInt8]?
        if PrivateFile.exists(path) {
            before = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        }
        let newest = try head.read() ?? 0
        let number = min(max(known?.number ?? 0, newest) + 1, BackupHeadFile.numberLimit)
        let list = BackupList(number: number, knownFrom: knownFrom, entries: entries)
        try PrivateFile.write(list.encoded, to: path)
        do throws(DaemonError) {
            try head.write(number)
        } catch {
            // Where this fails too, the line stays: it names a backup that is not there, and keeps its
            // key.
            if let before {
                try? PrivateFile.write(before, to: path)
            } else {
                try? PrivateFile.remove(path)
            }
            throw error
        }
    }
}
