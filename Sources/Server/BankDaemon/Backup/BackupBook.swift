public import CoreVocabulary
public import LedgerService

/// The backups that a bank made, in `backups.jsonl` in its folder: a line of JSON about the list, and
/// one for each of them, in the order in which the lines were written, whatever the clock said.
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
        func isSame(as other: Entry) -> Bool {
            var other = other
            other.isFinished = isFinished
            return self == other
        }

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

    /// The backups that are remembered, that which was written first foremost; of a damaged list those
    /// that can be read.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read.
    public func entries() throws(DaemonError) -> [Entry] {
        try list()?.entries ?? []
    }

    /// The age of the last backup, in seconds; nil when none is known.
    ///
    /// One that a clock ahead of this one dated does not count: it would look young until that date.
    /// Nor does one that was not finished, by the list alone: its disk may not answer.
    public func ageSeconds(at now: Instant) -> Int64? {
        // A file that cannot be read says of no backup, and an alarm on that is right.
        guard let known = try? entries().filter({ $0.isFinished && !$0.isAhead(of: now) }),
            let last = known.map(\.madeAt.secondsSinceEpoch).max()
        else { return nil }
        return max(0, now.secondsSinceEpoch - last)
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

    /// The sentence about backups that were not finished, whose files are there still; nil for none.
    public var noteOfUnfinished: String? {
        // What is wrong with the list is told as a finding.
        guard let left = try? entries().filter({ !$0.isFinished && $0.isUnwhole }),
            let last = left.last
        else { return nil }
        let (names, rest) =
            left.count == 1
            ? ("The backup \(last.path) was", "it")
            : ("\(left.count) backups, such as \(last.path), were", "each")
        return "\(names) not finished, and what is left of \(rest) may hold keys. "
            + "Unless a command is making \(rest) just now, make \(rest) again under the same name, "
            + "which removes that first."
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

    /// The backups as an operator reads them, in the order of the list; the books need not be there.
    ///
    /// - Parameter zone: The bank's.
    /// - Returns: A row for each backup.
    /// - Throws: ``DaemonError`` when the file cannot be read, or when there is neither a list nor a
    ///   bank.
    public func listing(_ zone: ZoneOffset) throws(DaemonError) -> Listing {
        if !PrivateFile.exists(path) { try folder.requireBank() }
        let entries = try entries()
        // What is under a name is the backup that was put there last: by the order, not by the clock.
        let places = entries.map { Place($0.path) }
        let newest = Dictionary(
            places.enumerated().map { ($1, $0) },
            uniquingKeysWith: { max($0, $1) }
        )
        let rows = entries.enumerated().map { number, entry -> [String] in
            let hasKeys = entry.hasKeys && !entry.masterKeys.contains { entry.lacks($0) }
            return [
                zone.text(of: entry.madeAt), entry.path,
                newest[places[number]] == number ? Self.state(of: entry) : Self.gone,
                entry.masterKeys.map { String($0) }.joined(separator: ", ")
                    + (hasKeys ? " (beside it)" : ""),
            ]
        }
        return Listing(["made", "books", "state", "master keys"], rows)
    }

    private static let gone = "not there any more"

    /// The state of the last backup that was put under its name.
    private static func state(of entry: Entry) -> String {
        entry.isUnwhole ? "not whole" : entry.isThere ? "there" : gone
    }

    /// The backups that need a master key and lack it, in the order of the list: also those that are
    /// not where they were put, for most are carried elsewhere.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read.
    public func needing(_ number: MasterKey.Number) throws(DaemonError) -> [Entry] {
        try entries().filter { $0.lacks(number) }
    }

    /// Makes sure that no backup needs one of some keys, which are to be removed.
    ///
    /// - Throws: `configuration` with the backups and what to do, also where nobody knows of them all.
    public func requireNone(needing keys: KeyFolder) throws(DaemonError) {
        let numbers = try keys.numbers()
        var needs: [(MasterKey.Number, Entry)] = []
        var doubt: String?
        // Of a list that is written just now the number beside it is not yet.
        try whileLocked { () throws(DaemonError) in
            for number in numbers {
                for backup in try needing(number) { needs.append((number, backup)) }
            }
            doubt = try self.doubt(about: numbers)
        }
        let lines = needs.map { number, backup -> String in
            let place = backup.isThere ? "" : ", or where it is now,"
            return "\(backup.path)\(place) needs master key \(number)"
        }
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

    /// Removes the file of a master key under which nothing is sealed any more, unless a backup needs it.
    ///
    /// The list is asked and the file removed under one lock, with which backups are noted as well: one
    /// that was made meanwhile is in the list by then, or is refused.
    ///
    /// - Parameters:
    ///   - number: The key.
    ///   - isKept: True if the operator said that there is a copy of it.
    /// - Returns: Why it stays and what to do, as a sentence; nil when it was removed.
    /// - Throws: `cannotCreate` when it cannot be removed.
    func removeKey(_ number: MasterKey.Number, isKept: Bool) throws(DaemonError) -> String? {
        var sentence: String?
        try whileLocked { () throws(DaemonError) in
            // One that was moved away by hand is removed already.
            if !isKept, PrivateFile.exists(folder.keys.file(number)) {
                sentence = sentenceOfNeeded(number)
            }
            if sentence == nil { try folder.keys.remove(number) }
        }
        return sentence
    }

    /// The sentence about a master key that nothing but a backup needs any more, with what to do; nil
    /// for one that no backup needs.
    func sentenceOfNeeded(_ number: MasterKey.Number) -> String? {
        guard let reason = reasonToKeep(number) else { return nil }
        return "Nothing is sealed under master key \(number) any more, but "
            + "\(folder.keys.file(number)) stays, since \(reason). Move it to a safe place, apart "
            + "from the backups."
    }

    private func reasonToKeep(_ number: MasterKey.Number) -> String? {
        do throws(DaemonError) {
            let needing = try needing(number)
            guard let last = needing.last else {
                return try doubt(about: [number]).map { _ in
                    "nobody knows of all backups that may need it"
                }
            }
            return needing.count == 1
                ? "the backup \(last.path) needs it"
                : "\(needing.count) backups need it, such as \(last.path)"
        } catch {
            return "the list of backups cannot be read"
        }
    }

    /// Begins the book of a new bank, of which there are no backups.
    func begin() throws(DaemonError) {
        try write([], knownFrom: 1, after: nil)
    }

    /// Remembers a backup, and forgets those past the limit that were written first; of the keys that
    /// those need and lack, the list says from then on that it does not know every backup.
    ///
    /// Of a list that is not whole what can be read stays, and it says the same of all present keys.
    ///
    /// - Parameters:
    ///   - entry: The backup; one that is finished takes the place of the same one that was not.
    ///   - keys: The master keys that must be in the folder still, since it needs them.
    ///   - begun: The line about the same backup when less was known of it; it goes.
    /// - Throws: `tryLater` when one of these was removed, `cannotCreate` when the list cannot be
    ///   written.
    func add(
        _ entry: Entry,
        requiring keys: [MasterKey.Number] = [],
        inPlaceOf begun: Entry? = nil
    ) throws(DaemonError) {
        try whileLocked { () throws(DaemonError) in
            try requireThere(keys)
            try addAlone(entry, inPlaceOf: begun)
        }
    }

    /// Takes a backup out of the list that was added and then could not be finished.
    func remove(_ entry: Entry) throws(DaemonError) {
        try whileLocked { () throws(DaemonError) in
            guard let known = try list() else { return }
            let others = known.entries.filter { !$0.isSame(as: entry) }
            guard others.count < known.entries.count else { return }
            try write(others, knownFrom: known.knownFrom, after: known)
        }
    }

    private func requireThere(_ keys: [MasterKey.Number]) throws(DaemonError) {
        guard !keys.isEmpty else { return }
        let present = try folder.keys.numbers()
        guard let gone = keys.first(where: { !present.contains($0) }) else { return }
        throw DaemonError(
            "Master key \(gone), which it needs, was removed from \(folder.keys.path) while it was "
                + "made. Make it again.",
            .tryLater
        )
    }

    /// Keeps other processes from the list: of two that read it and wrote it at a time, one would lose
    /// what the other added.
    ///
    /// The list is replaced, so the lock is that of a folder which stays.
    private func whileLocked(_ body: () throws(DaemonError) -> Void) throws(DaemonError) {
        try PrivateFile.whileLocked(folder: folder.keys.path, body)
    }

    private func addAlone(_ entry: Entry, inPlaceOf begun: Entry?) throws(DaemonError) {
        let known = try list()
        var isWhole = false
        if let known { isWhole = try damage(of: known) == nil }
        var entries = known?.entries ?? []
        let isNew = !entries.contains(entry)
        guard isNew || !isWhole else { return }
        if isNew {
            let replaced = [entry, begun].compactMap(\.self)
            entries.removeAll { other in replaced.contains { other.isSame(as: $0) } }
            // Never by its date: a clock that was set back would have it forgotten at once.
            entries.append(entry)
        }
        // One that is not finished takes no other's place yet: it may never be.
        let limit = Self.entryLimit + (entry.isFinished ? 0 : 1)
        let nextKey = (try folder.keys.numbers().last ?? 0) + 1
        let forgottenKeys = entries.dropLast(limit).flatMap { entry in
            entry.masterKeys.filter { entry.lacks($0) }
        }
        try write(
            Array(entries.suffix(limit)),
            knownFrom: max(
                isWhole ? known?.knownFrom ?? nextKey : nextKey,
                forgottenKeys.max().map { $0 == .max ? $0 : $0 + 1 } ?? 1
            ),
            after: known
        )
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
