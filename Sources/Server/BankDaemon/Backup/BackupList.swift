import Cryptography
import LedgerService
import WireProtocol

/// The content of `backups.jsonl`: a line about the list, and one for each backup.
///
/// Each line has a hash over itself and the hash of the line before, which reveals changed and
/// missing lines. It does not reveal a change whose author recomputed the hashes.
struct BackupList {
    /// The trustworthiness of a list.
    enum Standing: Hashable {
        /// Every line is as it was written, and none is missing.
        case whole
        /// No line is missing and none has a hash, because an earlier release wrote the list.
        case unproved
        /// A line was changed, or one is missing before it.
        ///
        /// The associated line number counts from 1.
        case changed(line: Int)
        /// Lines are missing, or an early release wrote the list without a line about itself.
        case cutOff
    }

    /// Maximum length of a line, in bytes; a path has at most 4,096.
    static let lineByteLimit = 5_000
    /// Maximum length of the file, in bytes, for all lines with the one about the list.
    static let byteLimit = (BackupBook.mostLineCount + 1) * lineByteLimit
    /// Name of the line's member that is excluded from the hash.
    private static let hashName = "hash"

    /// Number of times that the list was written; 0 for one of an earlier release.
    let number: Int64
    /// The first master key for which the list has every backup that needs it.
    let knownFrom: MasterKey.Number
    /// The backups in the order of writing, whatever the clock said.
    let backups: [BackupLine]
    /// The trustworthiness of the list as it was read.
    let standing: Standing

    init(number: Int64, knownFrom: MasterKey.Number, backups: [BackupLine]) {
        self.number = number
        self.knownFrom = knownFrom
        self.backups = backups
        standing = .whole
    }

    /// Reads all lines that can be parsed.
    ///
    /// A list without a line about itself does not count as whole. An early release wrote none, but
    /// the line may also be missing, and then it is unknown how many others are.
    init(encoded: [UInt8]) {
        let lines = encoded.split(separator: UInt8(ascii: "\n")).map { Self.members(of: Array($0)) }
        let head = lines.first.flatMap { Self.value(of: $0, Head.fields) }
        let listed = lines.dropFirst(head == nil ? 0 : 1)
        backups = listed.compactMap { Self.value(of: $0, BackupLine.fields) }
        number = head?.number ?? 0
        knownFrom = head?.knownFrom ?? 1
        // The last line must end with a line feed too.
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
        let lines = [Head.fields.members(of: head)] + backups.map(BackupLine.fields.members)
        return lines.flatMap { members -> [UInt8] in
            hash = Self.hash(members, after: hash)
            let line = members + [JSONMember(Self.hashName, .string(hash.description))]
            return CanonicalJSON.encode(.object(line)) + [UInt8(ascii: "\n")]
        }
    }

    /// Returns the index of the first line whose hash does not match, or nil if all match.
    private static func firstChanged(_ lines: [[JSONMember]]) -> Int? {
        var hash = Digest256.zero
        return lines.firstIndex { members -> Bool in
            hash = Self.hash(members.filter { $0.name != hashName }, after: hash)
            let told = WireFields.value(hashName, WireType<Digest256>.hexadecimal)
            return value(of: members, told) != hash
        }
    }

    private static func hash(_ members: [JSONMember], after previous: Digest256) -> Digest256 {
        Digest256(hashing: previous.bytes + CanonicalJSON.encode(.object(members)))
    }

    /// Returns the value of the members of a line, or nil if they have none.
    private static func value<Value>(
        of members: [JSONMember],
        _ fields: WireFields<Value>
    ) -> Value? {
        // Lines have a hash besides, and earlier and later releases other members.
        try? fields.value(of: members, ignoringUnknown: true)
    }

    /// Returns the members of a line, or none if it is not an object.
    private static func members(of line: [UInt8]) -> [JSONMember] {
        // The position of the error is irrelevant.
        guard let value = try? StrictJSON.parse(line, byteLimit: line.count),
            case .object(let members) = value
        else { return [] }
        return members
    }
}

extension BackupList {
    /// The line about the list itself.
    private struct Head {
        let number: Int64
        let knownFrom: MasterKey.Number
        /// Number of backups in the list, which reveals truncation between two lines.
        let count: Int

        static let fields = WireFields<Head>(
            { Head(number: $0 ?? 0, knownFrom: $1, count: $2) },
            // Earlier releases wrote no number.
            .optional(
                "number",
                .zeroOrMore(through: BackupHeadFile.numberLimit),
                { @Sendable head in head.number }
            ),
            .required("knownFrom", .keyNumber, \.knownFrom),
            .required("count", .count(Int.min...Int.max), \.count)
        )
    }
}

extension BackupLine {
    /// Fields of a line; only that of an unfinished backup says so.
    fileprivate static let fields = WireFields<BackupLine>(
        {
            BackupLine(madeAt: $0, path: $1, masterKeys: $2, hasKeys: $3, isFinished: $4 ?? true)
        },
        .required("madeAt", .nanoseconds, \.madeAt),
        .required("path", .text(), \.path),
        .required("masterKeys", .keyNumbers, \.masterKeys),
        .required("hasKeys", .flag, \.hasKeys),
        .optional("finished", .flag, { @Sendable line in line.isFinished ? nil : false })
    )
}

extension WireType where Value == MasterKey.Number {
    /// The type of numbers of master keys.
    fileprivate static var keyNumber: WireType {
        WireType<Int64>.integer.mapped(
            write: { Int64($0) },
            read: { MasterKey.Number(exactly: $0) }
        )
    }
}
