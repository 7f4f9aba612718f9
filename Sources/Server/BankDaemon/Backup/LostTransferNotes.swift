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

    /// Notes a decision about a receipt, durably.
    func add(_ note: Note, about receipt: JournalID) throws(DaemonError) {
        guard note.text.unicodeScalars.count <= Self.signLimit else {
            throw DaemonError("A note has at most \(Self.signLimit) characters.", .badData)
        }
        let known = try lines()
        guard known.count < Self.noteLimit else {
            throw DaemonError("\(path) holds \(Self.noteLimit) notes, and no more.", .badData)
        }
        let value = JSONValue.object([
            JSONMember("receipt", .string(receipt.description)),
            JSONMember("at", .integer(note.notedAt.nanosecondsSinceEpoch)),
            JSONMember("note", .string(note.text)),
        ])
        try PrivateFile.write(
            (known + [CanonicalJSON.encode(value)]).flatMap { $0 + [UInt8(ascii: "\n")] },
            to: path
        )
    }

    private func lines() throws(DaemonError) -> [[UInt8]] {
        guard PrivateFile.exists(path) else { return [] }
        return try PrivateFile.read(path, byteLimit: Self.byteLimit)
            .split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }
}
