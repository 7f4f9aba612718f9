public import CoreVocabulary
public import LedgerService

/// The backups that a bank made, in `backups.jsonl` in its folder: a line of JSON about the list, and
/// one for each of them, in the order in which the lines were written, whatever the clock said.
///
/// It answers when the last one was made, and which of them need a master key that is to go. What it
/// does not know it says: a list that was removed, cut off or changed by hand cannot show that a key
/// is no longer needed. Nor can an older copy of it: `backups.head` has the number of the newest list.
public struct BackupBook: Sendable {
    /// The most backups that are remembered: hourly ones for six weeks.
    static let backupLimit = 1_000
    /// The most lines about backups: one that is not finished takes no other's place yet.
    static let mostLineCount = backupLimit + 1
    /// The most backups that are named in one sentence.
    static let namedLimit = 20

    private let folder: DataFolder
    private var path: String { folder.backupBookPath }
    private var head: BackupHeadFile { BackupHeadFile(folder) }

    /// The book of a data folder.
    public init(_ folder: DataFolder) {
        self.folder = folder
    }

    /// The backups that are remembered, in the order in which they were written; of a damaged list
    /// those that can be read.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read.
    public func backups() throws(DaemonError) -> [BackupLine] {
        try list()?.backups ?? []
    }

    /// The age of the last backup, in seconds; nil when none is known.
    ///
    /// One that a clock ahead of this one dated does not count: it would look young until that date.
    /// Nor does one that was not finished, by the list alone: its disk may not answer.
    public func ageSeconds(at now: Instant) -> Int64? {
        // A file that cannot be read says of no backup, and an alarm on that is right.
        guard let known = try? backups().filter({ $0.isFinished && !$0.isAhead(of: now) }),
            let last = known.map(\.madeAt.secondsSinceEpoch).max()
        else { return nil }
        return max(0, now.secondsSinceEpoch - last)
    }

    /// The sentence about backups that are dated later than the clock; nil for none.
    ///
    /// A note and no finding: nothing but time takes them away.
    func note(at now: Instant) -> String? {
        // What is wrong with the list is told as a finding.
        guard let ahead = try? backups().filter({ $0.isAhead(of: now) }), let last = ahead.last
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
        guard let left = try? backups().filter({ !$0.isFinished && $0.isUnwhole }),
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
    /// - Throws: ``DaemonError`` when the file cannot be read, when there is neither a list nor a bank, or
    ///   when another user has a hand in the folder.
    public func listing(_ zone: ZoneOffset) throws(DaemonError) -> Listing {
        try folder.requireOwnHand()
        if !PrivateFile.exists(path) { try folder.requireBank() }
        let backups = try backups()
        // What is under a name is the backup that was put there last: by the order, not by the clock.
        let locations = backups.map { BackupLocation($0.path) }
        let newest = Dictionary(
            locations.enumerated().map { ($1, $0) },
            uniquingKeysWith: { max($0, $1) }
        )
        let rows = backups.enumerated().map { number, line -> [String] in
            let hasKeys = line.hasKeys && !line.masterKeys.contains { line.lacks($0) }
            return [
                zone.text(of: line.madeAt), line.path,
                newest[locations[number]] == number ? Self.state(of: line) : Self.gone,
                line.masterKeys.map { String($0) }.joined(separator: ", ")
                    + (hasKeys ? " (beside it)" : ""),
            ]
        }
        return Listing(["made", "books", "state", "master keys"], rows)
    }

    private static let gone = "not there any more"

    /// The state of the last backup that was put under its name.
    private static func state(of line: BackupLine) -> String {
        line.isUnwhole ? "not whole" : line.isThere ? "there" : gone
    }

    /// The backups that need a master key and lack it, in the order of the list: also those that are
    /// not where they were put, for most are carried elsewhere.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read.
    public func needing(_ number: MasterKey.Number) throws(DaemonError) -> [BackupLine] {
        try backups().filter { $0.lacks(number) }
    }

    /// Makes sure that no backup needs one of some keys, which are to be removed.
    ///
    /// - Throws: `configuration` with the backups and what to do, also where nobody knows of them all.
    public func requireNone(needing keys: KeyFolder) throws(DaemonError) {
        let numbers = try keys.numbers()
        var needs: [(MasterKey.Number, BackupLine)] = []
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
            if !isKept { sentence = sentenceWhileLocked(number) }
            if sentence == nil { try folder.keys.remove(number) }
        }
        return sentence
    }

    /// The sentence about a master key that nothing but a backup needs any more, with what to do; nil
    /// for one that no backup needs, and for one whose file is not there.
    ///
    /// It waits for a list that is written just now: the number beside that is not the list's yet.
    func sentenceOfNeeded(_ number: MasterKey.Number) -> String? {
        do throws(DaemonError) {
            var sentence: String?
            try whileLocked { () throws(DaemonError) in sentence = sentenceWhileLocked(number) }
            return sentence
        } catch {
            return sentence(about: number, "the list of backups cannot be read")
        }
    }

    /// The sentence about a master key that was removed since the operator said that there is a copy, with
    /// what that copy is for; nil where no backup needs it.
    ///
    /// It waits for a list that is written just now: the number beside that is not the list's yet.
    func sentenceOfRemoved(_ number: MasterKey.Number) -> String? {
        reasonWhileLocked(number).map { "Keep the copy of it, since \($0)." }
    }

    /// The sentence about a master key that a restoration left which did not end, with what to do; nil
    /// where no backup needs it.
    func sentenceOfLeft(_ number: MasterKey.Number) -> String? {
        reasonWhileLocked(number).map {
            "\(folder.keys.file(number)) stays, since \($0): move it to a safe place, apart from "
                + "the backups."
        }
    }

    private func reasonWhileLocked(_ number: MasterKey.Number) -> String? {
        do throws(DaemonError) {
            var reason: String?
            try whileLocked { () throws(DaemonError) in reason = reasonToKeep(number) }
            return reason
        } catch {
            return "the list of backups cannot be read"
        }
    }

    private func sentenceWhileLocked(_ number: MasterKey.Number) -> String? {
        // One that was moved away by hand is removed already.
        guard PrivateFile.exists(folder.keys.file(number)) else { return nil }
        return reasonToKeep(number).map { sentence(about: number, $0) }
    }

    private func sentence(about number: MasterKey.Number, _ reason: String) -> String {
        "Nothing is sealed under master key \(number) any more, but "
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
    ///   - line: The backup; one that is finished takes the place of the same one that was not.
    ///   - keys: The master keys that must be in the folder still, since it needs them.
    ///   - begun: The line about the same backup when less was known of it; it goes.
    /// - Throws: `tryLater` when one of these was removed, `cannotCreate` when the list cannot be
    ///   written.
    func add(
        _ line: BackupLine,
        requiring keys: [MasterKey.Number] = [],
        inPlaceOf begun: BackupLine? = nil
    ) throws(DaemonError) {
        try whileLocked { () throws(DaemonError) in
            try requireThere(keys)
            try addAlone(line, inPlaceOf: begun)
        }
    }

    /// Takes a backup out of the list that was added and then could not be finished.
    func remove(_ line: BackupLine) throws(DaemonError) {
        try whileLocked { () throws(DaemonError) in
            guard let known = try list() else { return }
            let others = known.backups.filter { !$0.isSame(as: line) }
            guard others.count < known.backups.count else { return }
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

    private func addAlone(_ line: BackupLine, inPlaceOf begun: BackupLine?) throws(DaemonError) {
        let known = try list()
        var isWhole = false
        if let known { isWhole = try damage(of: known) == nil }
        var backups = known?.backups ?? []
        let isNew = !backups.contains(line)
        guard isNew || !isWhole else { return }
        if isNew {
            let replaced = [line, begun].compactMap(\.self)
            backups.removeAll { other in replaced.contains { other.isSame(as: $0) } }
            // Never by its date: a clock that was set back would have it forgotten at once.
            backups.append(line)
        }
        // One that is not finished may never be.
        let limit = line.isFinished ? Self.backupLimit : Self.mostLineCount
        let nextKey = (try folder.keys.numbers().last ?? 0) + 1
        let forgottenKeys = backups.dropLast(limit).flatMap { line in
            line.masterKeys.filter { line.lacks($0) }
        }
        try write(
            Array(backups.suffix(limit)),
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
        _ backups: [BackupLine],
        knownFrom: MasterKey.Number,
        after known: BackupList?
    ) throws(DaemonError) {
        var before: [UInt8]?
        if PrivateFile.exists(path) {
            before = try PrivateFile.read(path, byteLimit: BackupList.byteLimit)
        }
        let newest = try head.read() ?? 0
        let number = min(max(known?.number ?? 0, newest) + 1, BackupHeadFile.numberLimit)
        let list = BackupList(number: number, knownFrom: knownFrom, backups: backups)
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
