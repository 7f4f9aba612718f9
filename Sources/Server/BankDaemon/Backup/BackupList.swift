import CoreVocabulary
import LedgerService
import WireProtocol

/// The content of `backups.jsonl`: a line about the list, and one for each backup.
struct BackupList {
    /// The longest file, in bytes: a path has 4,096 at most.
    static let byteLimit = (BackupBook.entryLimit + 1) * 5_000

    /// The first master key of which all backups are listed that need it.
    let knownFrom: MasterKey.Number
    /// The backups, oldest first.
    let entries: [BackupBook.Entry]
    /// Whether every line is as it was written, and none is missing.
    let isWhole: Bool

    init(knownFrom: MasterKey.Number, entries: [BackupBook.Entry]) {
        self.knownFrom = knownFrom
        self.entries = entries
        isWhole = true
    }

    /// Reads what can be read.
    ///
    /// A list without a line about itself is not whole: an earlier release wrote none, but it may be
    /// missing as well, and then nobody knows how many others are.
    init(encoded: [UInt8]) {
        var lines = encoded.split(separator: UInt8(ascii: "\n")).map { Array($0) }
        let head = lines.first.flatMap { Head(line: $0) }
        if head != nil { lines.removeFirst() }
        entries = lines.compactMap { BackupBook.Entry(line: $0) }
        knownFrom = head?.knownFrom ?? 1
        // The last line has its end too.
        isWhole =
            entries.count == lines.count && encoded.last == UInt8(ascii: "\n")
            && head?.count == lines.count
    }

    var encoded: [UInt8] {
        ([Head(knownFrom: knownFrom, count: entries.count).line] + entries.map(\.line))
            .flatMap { $0 + [UInt8(ascii: "\n")] }
    }
}

extension BackupList {
    /// The line about the list.
    private struct Head {
        let knownFrom: MasterKey.Number
        /// The number of backups in it: a list that was cut off between two lines has fewer.
        let count: Int

        init(knownFrom: MasterKey.Number, count: Int) {
            self.knownFrom = knownFrom
            self.count = count
        }

        init?(line: [UInt8]) {
            guard let fields = AdminFields(line: line, byteLimit: line.count),
                let known = fields.integer("knownFrom").flatMap({ MasterKey.Number(exactly: $0) }),
                let count = fields.integer("count").flatMap({ Int(exactly: $0) })
            else { return nil }
            self.init(knownFrom: known, count: count)
        }

        var line: [UInt8] {
            CanonicalJSON.encode(
                .object([
                    JSONMember("knownFrom", .integer(Int64(knownFrom))),
                    JSONMember("count", .integer(Int64(count))),
                ])
            )
        }
    }
}

extension BackupBook.Entry {
    fileprivate var line: [UInt8] {
        CanonicalJSON.encode(
            .object([
                JSONMember("madeAt", .integer(madeAt.nanosecondsSinceEpoch)),
                JSONMember("path", .string(path)),
                JSONMember("masterKeys", .array(masterKeys.map { .integer(Int64($0)) })),
                JSONMember("hasKeys", .boolean(hasKeys)),
            ])
        )
    }

    fileprivate init?(line: [UInt8]) {
        guard let fields = AdminFields(line: line, byteLimit: line.count),
            let madeAt = fields.integer("madeAt"),
            let path = fields.text("path"),
            let numbers = fields.integers("masterKeys"),
            let hasKeys = fields.flag("hasKeys")
        else { return nil }
        self.init(
            madeAt: Instant(nanosecondsSinceEpoch: madeAt),
            path: path,
            masterKeys: numbers.compactMap { MasterKey.Number(exactly: $0) },
            hasKeys: hasKeys
        )
    }
}
