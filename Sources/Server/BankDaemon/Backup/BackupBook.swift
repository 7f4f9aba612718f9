package import CoreVocabulary
package import LedgerService

/// The list of a bank's backups, in `backups.jsonl` in its folder.
///
/// It has a line of JSON about the list and one for each backup, in the order of writing, whatever
/// the clock said. It tells when the last backup was made, and which backups need a master key that
/// is to be removed. A list that was removed, truncated or edited by hand cannot prove that a key
/// is no longer needed, and says so. Neither can an older copy of it, because `backups.head` stores
/// the number of the newest list.
package struct BackupBook: Sendable {
    /// Maximum number of backups that are remembered: hourly ones for six weeks.
    static let backupLimit = 1_000
    /// Maximum number of lines about backups.
    ///
    /// An unfinished backup does not displace another line yet.
    static let mostLineCount = backupLimit + 1
    /// Maximum number of backups named in one sentence.
    static let namedLimit = 20

    private let folder: DataFolder
    private var path: String { folder.backupBookPath }
    private var head: BackupHeadFile { BackupHeadFile(folder: folder) }

    /// Creates the list of a data folder's backups.
    package init(_ folder: DataFolder) { self.folder = folder }

    /// Returns the remembered backups in the order of writing.
    ///
    /// Of a damaged list it returns those that can be read.
    package func backups() throws(DaemonError) -> [BackupLine] {
        try list()?.backups ?? []
    }

    /// Returns the age of the last backup in seconds, or nil if none is known.
    ///
    /// Backups dated ahead of this clock do not count, because they would look young until that
    /// date. Unfinished backups do not count either. The list alone decides, because a backup's
    /// disk may not respond.
    package func ageSeconds(at now: Instant) -> Int64? {
        // An unreadable file means no known backup, which rightly raises an alarm.
        guard let known = try? backups().filter({ $0.isFinished && !$0.isAhead(of: now) }),
            let last = known.map(\.madeAt.secondsSinceEpoch).max()
        else { return nil }
        return max(0, now.secondsSinceEpoch - last)
    }

    /// Returns the note on backups dated later than the clock, or nil if there are none.
    ///
    /// It is a note and not a finding, because only time resolves it.
    func note(at now: Instant) -> String? {
        // Faults of the list itself are findings.
        guard let ahead = try? backups().filter({ $0.isAhead(of: now) }), let last = ahead.last
        else { return nil }
        let names =
            ahead.count == 1
            ? "The backup \(last.path) is" : "\(ahead.count) backups, such as \(last.path), are"
        return "\(names) dated more than five minutes later than this machine's clock, and no age "
            + "is counted from that. Compare the clock; if it is right, make a backup."
    }

    /// The note on unfinished backups whose files still exist; nil if there are none.
    package var noteOfUnfinished: String? {
        // Faults of the list itself are findings.
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

    /// The finding about a missing or damaged list; nil if the list is intact.
    package var finding: String? {
        do {
            guard let list = try list() else {
                // Without a bank there is nothing to back up.
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

    /// The note on a list that an earlier release wrote; nil for any other list.
    package var note: String? {
        // Faults of the list itself are findings.
        guard let list = try? list(), list.standing == .unproved else { return nil }
        return "\(path) is of an earlier release, whose lines have no hashes, so nothing proves "
            + "that none was changed. The next backup writes it anew, with hashes."
    }

    /// Returns the backups as a table for operators, in the order of the list.
    ///
    /// The books need not exist.
    ///
    /// - Throws: ``DaemonError`` if the file cannot be read, if neither a list nor a bank exists,
    ///   or if another user can change the folder.
    package func listing(_ zone: ZoneOffset) throws(DaemonError) -> Listing {
        try folder.requireOwnHand()
        if !PrivateFile.exists(path) { try folder.requireBank() }
        let backups = try backups()
        // A name holds the backup that was written there last, by the order of the list and not by
        // the clock.
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

    /// Returns the state of the last backup written under its name.
    private static func state(of line: BackupLine) -> String {
        line.isUnwhole ? "not whole" : line.isThere ? "there" : gone
    }

    /// Returns the backups that need a master key and lack it, in the order of the list.
    ///
    /// Backups that are no longer in their place are included, because most are carried elsewhere.
    package func needing(_ number: MasterKey.Number) throws(DaemonError) -> [BackupLine] {
        try backups().filter { $0.lacks(number) }
    }

    /// Checks that no backup needs any of the folder's keys, which are to be removed.
    ///
    /// - Throws: `configuration` with the backups and advice, also if the list may be incomplete.
    package func requireNone(needing keys: KeyFolder) throws(DaemonError) {
        let numbers = try keys.numbers()
        // The lock is needed because a list that is being written does not match its number in
        // `backups.head` yet.
        let (lines, doubt) = try whileLocked { () throws(DaemonError) -> ([String], String?) in
            var lines: [String] = []
            for number in numbers {
                lines += try needing(number).map { backup in
                    let place = backup.isThere ? "" : ", or where it is now,"
                    return "\(backup.path)\(place) needs master key \(number)"
                }
            }
            return (lines, try self.doubt(about: numbers))
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

    /// Removes the file of a master key that seals nothing any more, unless a backup needs it.
    ///
    /// The check and the removal share one lock with the recording of backups. A backup made
    /// meanwhile is either in the list by then or refused.
    ///
    /// Returns the reason why the key stays, with advice, or nil if it was removed.
    func removeKey(_ number: MasterKey.Number, isKept: Bool) throws(DaemonError) -> String? {
        try whileLocked { () throws(DaemonError) -> String? in
            if !isKept, let sentence = sentenceWhileLocked(number) { return sentence }
            try folder.keys.remove(number)
            return nil
        }
    }

    /// Returns advice on a present master key that only backups still need; nil for any other.
    ///
    /// It waits for a list that is being written, whose number in `backups.head` does not match
    /// yet.
    func sentenceOfNeeded(_ number: MasterKey.Number) -> String? {
        do throws(DaemonError) {
            return try whileLocked { sentenceWhileLocked(number) }
        } catch {
            return sentence(about: number, "the list of backups cannot be read")
        }
    }

    /// Returns advice on the copy of a removed master key, or nil if no backup needs the key.
    ///
    /// It waits for a list that is being written, whose number in `backups.head` does not match
    /// yet.
    func sentenceOfRemoved(_ number: MasterKey.Number) -> String? {
        reasonWhileLocked(number).map { "Keep the copy of it, since \($0)." }
    }

    /// Returns advice on a key that an unfinished restoration left; nil if no backup needs it.
    func sentenceOfLeft(_ number: MasterKey.Number) -> String? {
        reasonWhileLocked(number).map {
            "\(folder.keys.file(number)) stays, since \($0): move it to a safe place, apart from "
                + "the backups."
        }
    }

    private func reasonWhileLocked(_ number: MasterKey.Number) -> String? {
        do throws(DaemonError) {
            return try whileLocked { reasonToKeep(number) }
        } catch {
            return "the list of backups cannot be read"
        }
    }

    private func sentenceWhileLocked(_ number: MasterKey.Number) -> String? {
        // A key that was moved away by hand counts as removed.
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

    /// Creates an empty list for a new bank.
    func begin() throws(DaemonError) { try write([], knownFrom: 1, after: nil) }

    /// Adds a backup to the list and drops the oldest lines past the limit.
    ///
    /// For master keys that the dropped backups need and lack, the list then says that it does not
    /// know every backup. Of a damaged list the readable lines are kept, and the list then says the
    /// same of all present keys.
    ///
    /// - Parameters:
    ///   - line: The backup; a finished one replaces its own unfinished line.
    ///   - keys: The master keys that it needs and that must still be in the folder.
    ///   - begun: The earlier, less complete line of the same backup, which is removed.
    /// - Throws: `tryLater` if one of the keys was removed, `cannotCreate` if the list cannot be
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

    /// Removes the line of a backup that could not be finished.
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

    /// Runs a body under a lock against other processes.
    ///
    /// Without it, of two processes that read and write the list at the same time, one would lose
    /// the other's line. The list file is replaced at each write, so the lock is on the key folder,
    /// which stays.
    private func whileLocked<Value>(
        _ body: () throws(DaemonError) -> Value
    ) throws(DaemonError) -> Value {
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
            // The order never follows the date, because a clock that was set back would make the
            // list drop the backup at once.
            backups.append(line)
        }
        // An unfinished backup may never be finished.
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

    /// Returns why unlisted backups may need one of some keys, or nil if there can be none.
    private func doubt(about numbers: [MasterKey.Number]) throws(DaemonError) -> String? {
        guard let list = try list() else { return "\(path) is not there" }
        if let damage = try damage(of: list) { return damage }
        guard let first = numbers.first, first < list.knownFrom else { return nil }
        return "\(path) does not name every backup that was made under master key "
            + "\(list.knownFrom - 1) or an earlier one"
    }

    /// Returns the beginning of a sentence on a damaged or outdated list; nil for a sound one.
    private func damage(of list: BackupList) throws(DaemonError) -> String? {
        switch list.standing {
        case .whole, .unproved: try head.doubt(about: list.number, at: path)
        case .changed(let line):
            "\(path) was changed or cut off: line \(line) is not as it was written, or one before it is "
                + "missing"
        case .cutOff: "\(path) was cut off or changed, or is of an earlier release"
        }
    }

    /// Reads the list, or returns nil if there is no file.
    private func list() throws(DaemonError) -> BackupList? {
        guard PrivateFile.exists(path) else { return nil }
        return BackupList(encoded: try PrivateFile.read(path, byteLimit: BackupList.byteLimit))
    }

    /// Writes the list with the next number, and then the number to `backups.head`.
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
            // The old list is put back. If this fails too, the line stays. It names a backup that does not exist, and keeps
            // its key.
            if let before {
                try? PrivateFile.write(before, to: path)
            } else {
                // The same holds for a list that did not exist before.
                try? PrivateFile.remove(path)
            }
            throw error
        }
    }
}
