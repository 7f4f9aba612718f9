public import CoreVocabulary
import WireProtocol

/// What people decided about lost transfers that no comparison finds again: a line of JSON for each, in
/// a file beside the books that were put aside.
public struct LostTransferNotes: Sendable {
    /// A decision.
    public struct Note: Hashable, Sendable {
        /// When it was noted.
        public let notedAt: Instant
        /// Who decided what; text from outside.
        public let text: String
    }

    /// What ends the name of the file.
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

    /// All notes by their receipts; of several about one the last.
    ///
    /// - Throws: `badData` for a file that holds something else: a note that is not read would have
    ///   people do something again.
    func all() throws(DaemonError) -> [JournalID: Note] {
        var notes: [JournalID: Note] = [:]
        for line in try lines() {
            guard let fields = AdminFields(line: line, byteLimit: line.count),
                let receipt = fields.text("receipt").flatMap({ JournalID($0) }),
                let notedAt = fields.integer("at"), let text = fields.text("note")
            else {
                throw DaemonError(
                    "\(path) holds a line that is no note about a lost transfer. Put the file back "
                        + "from a copy, or remove the line.",
                    .badData
                )
            }
            notes[receipt] = Note(notedAt: Instant(nanosecondsSinceEpoch: notedAt), text: text)
        }
        return notes
    }

    /// Notes a decision about a receipt, durably; several processes may do so at a time.
    func add(_ note: Note, about receipt: JournalID) throws(DaemonError) {
        guard note.text.unicodeScalars.count <= Self.signLimit else {
            throw DaemonError("A note has at most \(Self.signLimit) characters.", .badData)
        }
        guard note.text.contains(where: { !$0.isWhitespace }) else {
            throw DaemonError("A note says who decided what; it cannot be empty.", .badData)
        }
        let value = JSONValue.object([
            JSONMember("receipt", .string(receipt.description)),
            JSONMember("at", .integer(note.notedAt.nanosecondsSinceEpoch)),
            JSONMember("note", .string(note.text)),
        ])
        try PrivateFile.append(to: path, byteLimit: Self.byteLimit) { known throws(DaemonError) in
            guard Self.lines(of: known).count < Self.noteLimit else {
                throw DaemonError("\(path) holds \(Self.noteLimit) notes, and no more.", .badData)
            }
            // Of a process that died before the end of its line.
            let isLineOpen = !known.isEmpty && known.last != Self.lineEnd
            return (isLineOpen ? [Self.lineEnd] : []) + CanonicalJSON.encode(value) + [Self.lineEnd]
        }
    }

    private func lines() throws(DaemonError) -> [[UInt8]] {
        guard PrivateFile.exists(path) else { return [] }
        return Self.lines(of: try PrivateFile.read(path, byteLimit: Self.byteLimit))
    }

    private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: lineEnd).map { Array($0) }
    }
}
