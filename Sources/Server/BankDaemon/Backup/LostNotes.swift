public import CoreVocabulary
import WireProtocol

/// The notes of people about lost transfers and decisions that no comparison finds again: a line of JSON
/// for each, in a file beside the books that were put aside.
public struct LostNotes: Sendable {
    /// A note that something lost needs nothing more.
    public struct Note: Hashable, Sendable {
        /// When it was noted.
        public let notedAt: Instant
        /// Who decided what; text from outside.
        public let text: String
    }

    /// The end of the file's name.
    static let suffix = ".notes"
    /// The most signs of a note.
    static let signLimit = 500
    /// The most notes: more are a matter for the books themselves.
    static let noteLimit = 10_000
    /// The longest file, in bytes: a sign has 12 at most, escaped, and a line some more.
    private static let byteLimit = noteLimit * (signLimit * 12 + 200)

    private static let lineEnd = UInt8(ascii: "\n")

    private let path: String

    /// Names the notes about books that were put aside.
    init(besides previous: String) {
        path = previous + Self.suffix
    }

    /// What is wrong with the notes beside the books that a bank put aside, as sentences.
    static func findings(in folder: DataFolder) -> [String] {
        var findings: [String] = []
        for file in folder.bookFiles where file.hasSuffix(suffix) {
            do {
                _ = try LostNotes(besides: String(file.dropLast(suffix.count))).all()
            } catch {
                findings.append(error.description)
            }
        }
        return findings
    }

    /// All notes by what they are about; of several about one the last.
    ///
    /// - Throws: `badData` for a file with a line that is no whole note: one that is not read would
    ///   have people do something again.
    func all() throws(DaemonError) -> [LostID: Note] {
        guard PrivateFile.exists(path) else { return [:] }
        let bytes = try PrivateFile.read(path, byteLimit: Self.byteLimit)
        return try notes(in: bytes).last
    }

    /// Notes a decision about a line of the list, durably; several processes may do so at a time.
    ///
    /// - Throws: What ``all()`` throws, and then nothing is added: behind a line that was cut off
    ///   nobody would look for it.
    func add(_ note: Note, about id: LostID) throws(DaemonError) {
        guard note.text.unicodeScalars.count <= Self.signLimit else {
            throw DaemonError("A note has at most \(Self.signLimit) characters.", .badData)
        }
        guard note.text.contains(where: { !$0.isWhitespace }) else {
            throw DaemonError("A note says who decided what; it cannot be empty.", .badData)
        }
        let value = JSONValue.object([
            // Of a decision as well: notes of earlier releases are about receipts alone.
            JSONMember("receipt", .string(id.description)),
            JSONMember("at", .integer(note.notedAt.nanosecondsSinceEpoch)),
            JSONMember("note", .string(note.text)),
        ])
        try PrivateFile.append(to: path, byteLimit: Self.byteLimit) { known throws(DaemonError) in
            guard try notes(in: known).count < Self.noteLimit else {
                throw DaemonError("\(path) holds \(Self.noteLimit) notes, and no more.", .badData)
            }
            // Of a process that died between the note and the end of its line.
            let isLineOpen = !known.isEmpty && known.last != Self.lineEnd
            return (isLineOpen ? [Self.lineEnd] : []) + CanonicalJSON.encode(value) + [Self.lineEnd]
        }
    }

    /// The notes of the whole file: for whoever reads them as for whoever adds one.
    ///
    /// - Returns: How many there are, and the last about each thing.
    /// - Throws: `badData` for the first line that is no whole note.
    private func notes(
        in bytes: [UInt8]
    ) throws(DaemonError) -> (count: Int, last: [LostID: Note]) {
        var count = 0
        var last: [LostID: Note] = [:]
        let lines = bytes.split(separator: Self.lineEnd, omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() where !line.isEmpty {
            guard let fields = AdminFields(line: Array(line), byteLimit: line.count),
                let id = fields.text("receipt").flatMap({ LostID($0) }),
                let notedAt = fields.integer("at"), let text = fields.text("note")
            else {
                throw DaemonError(
                    "Line \(place + 1) of \(path) is no whole note: a machine that stopped cut it "
                        + "off, or somebody changed it. Keep a copy of the file, take this line out "
                        + "of it, and note with `lost --done` once more what it says. Until then "
                        + "nothing is listed and nothing is noted; the other lines stay as they are.",
                    .badData
                )
            }
            count += 1
            last[id] = Note(notedAt: Instant(nanosecondsSinceEpoch: notedAt), text: text)
        }
        return (count, last)
    }
}
