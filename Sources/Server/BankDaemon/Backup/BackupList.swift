import CoreVocabulary
import Cryptography
import LedgerService
import WireProtocol

/// The content of `backups.jsonl`: a line about the list, and one for each backup.
///
/// Each line has a hash over itself and the hash of the line before, so that one which was changed
/// shows, and a gap too. Whoever changes a line and counts the hashes anew is not found by it.
struct BackupList {
    /// The states of a list, by how far it can be believed.
    enum Standing: Hashable {
        /// Each line is as it was written, and none is missing.
        case whole
        /// None is missing, and none has a hash: an earlier release wrote it.
        case unproved
        /// The line, counted from 1, that is the first which is not as it was written, or before which
        /// one is missing.
        case changed(line: Int)
        /// Lines are missing, or a release wrote it that wrote none about the list itself.
        case cutOff
    }

    /// The longest line, in bytes: a path has 4,096 at most.
    static let lineByteLimit = 5_000
    /// The longest file, in bytes: that of the most lines about backups, with the one about the list.
    static let byteLimit = (BackupBook.mostLineCount + 1) * lineByteLimit
    /// The member of a line that is no part of what is hashed.
    private static let hashName = "hash"

    /// The number of times that the list was written; 0 for one of an earlier release.
    let number: Int64
    /// The first master key of which all backups are listed that need it.
    let knownFrom: MasterKey.Number
    /// The backups in the order in which they were written, whatever the clock said.
    let backups: [BackupLine]
    /// The state of what was read.
    let standing: Standing

    init(number: Int64, knownFrom: MasterKey.Number, backups: [BackupLine]) {
        self.number = number
        self.knownFrom = knownFrom
        self.backups = backups
        standing = .whole
    }

    /// Reads what can be read.
    ///
    /// A list without a line about itself is not whole: an earlier release wrote none, but it may be
    /// missing as well, and then nobody knows how many others are.
    init(encoded: [UInt8]) {
        let lines = encoded.split(separator: UInt8(ascii: "\n")).map { Self.members(of: Array($0)) }
        let head = lines.first.flatMap { Head(AdminFields($0)) }
        let listed = lines.dropFirst(head == nil ? 0 : 1)
        backups = listed.compactMap { BackupLine(AdminFields($0)) }
        number = head?.number ?? 0
        knownFrom = head?.knownFrom ?? 1
        // The last line has its end too.
        let hasAll =
            backups.count == listed.count && encoded.last == UInt8(ascii: "\n")
            && head?.count == listed.count
        let isProved = lines.contains { $0.contains { $0.name == Self.hashName } }
        if isProved, let place = Self.firstChanged(lines) {
            standing = .changed(line: place + 1)
        } else {
            standing = !hasAll ? .cutOff : isProved ? .whole : .unproved
        }
    }

    var encoded: [UInt8] {
        var hash = Digest256.zero
        let head = Head(number: number, knownFrom: knownFrom, count: backups.count)
        return ([head.members] + backups.map(\.members)).flatMap { members -> [UInt8] in
            hash = Self.hash(members, after: hash)
            let line = members + [JSONMember(Self.hashName, .string(hash.description))]
            return CanonicalJSON.encode(.object(line)) + [UInt8(ascii: "\n")]
        }
    }

    /// The place of the first line whose hash is not over itself and the hash before; nil when all are.
    private static func firstChanged(_ lines: [[JSONMember]]) -> Int? {
        var hash = Digest256.zero
        return lines.firstIndex { members -> Bool in
            hash = Self.hash(members.filter { $0.name != hashName }, after: hash)
            return AdminFields(members).digest(hashName) != hash
        }
    }

    private static func hash(_ members: [JSONMember], after previous: Digest256) -> Digest256 {
        Digest256(hashing: previous.bytes + CanonicalJSON.encode(.object(members)))
    }

    /// The members of a line; none of one that is no object, which then is no line of the list.
    private static func members(of line: [UInt8]) -> [JSONMember] {
        // Which byte is wrong does not matter.
        guard let value = try? StrictJSON.parse(line, byteLimit: line.count),
            case .object(let members) = value
        else { return [] }
        return members
    }
}

extension BackupList {
    /// The line about the list.
    private struct Head {
        let number: Int64
        let knownFrom: MasterKey.Number
        /// The number of backups in it: a list that was cut off between two lines has fewer.
        let count: Int

        init(number: Int64, knownFrom: MasterKey.Number, count: Int) {
            self.number = number
            self.knownFrom = knownFrom
            self.count = count
        }

        init?(_ fields: AdminFields) {
            guard
                let known = fields.integer("knownFrom").flatMap({ MasterKey.Number(exactly: $0) }),
                let count = fields.integer("count").flatMap({ Int(exactly: $0) })
            else { return nil }
            // Earlier releases wrote none.
            let number = fields.integer("number") ?? 0
            guard (0...BackupHeadFile.numberLimit).contains(number) else { return nil }
            self.init(number: number, knownFrom: known, count: count)
        }

        var members: [JSONMember] {
            [
                JSONMember("number", .integer(number)),
                JSONMember("knownFrom", .integer(Int64(knownFrom))),
                JSONMember("count", .integer(Int64(count))),
            ]
        }
    }
}

extension BackupLine {
    fileprivate var members: [JSONMember] {
        let members = [
            JSONMember("madeAt", .integer(madeAt.nanosecondsSinceEpoch)),
            JSONMember("path", .string(path)),
            JSONMember("masterKeys", .array(masterKeys.map { .integer(Int64($0)) })),
            JSONMember("hasKeys", .boolean(hasKeys)),
        ]
        return isFinished ? members : members + [JSONMember(Self.finishedName, .boolean(false))]
    }

    /// The member of a line about a backup that is not finished.
    private static let finishedName = "finished"

    fileprivate init?(_ fields: AdminFields) {
        guard let madeAt = fields.integer("madeAt"),
            let path = fields.text("path"),
            let numbers = fields.integers("masterKeys"),
            let hasKeys = fields.flag("hasKeys")
        else { return nil }
        self.init(
            madeAt: Instant(nanosecondsSinceEpoch: madeAt),
            path: path,
            masterKeys: numbers.compactMap { MasterKey.Number(exactly: $0) },
            hasKeys: hasKeys,
            isFinished: fields.flag(Self.finishedName) ?? true
        )
    }
}
