package import CoreVocabulary
import WireProtocol

/// People's notes about lost transfers and decisions that no comparison can settle, one line of
/// JSON each, in a file beside the books that were set aside.
package struct LostNotes: Sendable {
    /// A note that something lost is settled.
    package struct Note: Hashable, Sendable {
        /// Time at which the note was made.
        package let notedAt: Instant
        /// The decision and its author, as untrusted text.
        package let text: String
    }

    /// Suffix of the file's name.
    static let suffix = ".notes"
    /// Maximum number of Unicode scalars in a note.
    static let signLimit = 500
    /// Maximum number of notes; beyond that, the books themselves have to be read.
    static let noteLimit = 10_000
    /// Maximum length of the file, in bytes: up to 12 per escaped scalar, and some more per line.
    private static let byteLimit = noteLimit * (signLimit * 12 + 200)

    private static let lineEnd = UInt8(ascii: "\n")

    // The name of the first also serves for decisions, because notes of earlier releases were about
    // receipts alone.
    private static let fields = WireFields<(id: LostID, notedAt: Instant, text: String)>(
        { ($0, $1, $2) },
        .required("receipt", .identifier(), \.id),
        .required("at", .nanoseconds, \.notedAt),
        .required("note", .text(maxLength: .max), \.text)
    )

    private let path: String

    /// Creates the notes beside books that were set aside.
    init(besides previous: String) { path = previous + Self.suffix }

    /// Returns the faults of all notes beside a bank's set-aside books, as sentences.
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

    /// Returns the latest note about each identifier.
    ///
    /// - Throws: `badData` for a file with an invalid line, because an ignored note would make
    ///   people repeat something.
    func all() throws(DaemonError) -> [LostID: Note] {
        guard PrivateFile.exists(path) else { return [:] }
        let bytes = try PrivateFile.read(path, byteLimit: Self.byteLimit)
        return try notes(in: bytes).last
    }

    /// Adds a note about a line of the list, durably.
    ///
    /// Several processes may do so at a time.
    ///
    /// - Throws: The errors of ``all()``, and then nothing is added: a note after a truncated line
    ///   would go unnoticed.
    func add(_ note: Note, about id: LostID) throws(DaemonError) {
        guard note.text.unicodeScalars.count <= Self.signLimit else {
            throw DaemonError("A note has at most \(Self.signLimit) characters.", .badData)
        }
        guard note.text.contains(where: { !$0.isWhitespace }) else {
            throw DaemonError("A note says who decided what; it cannot be empty.", .badData)
        }
        let line = Self.fields.line((id, note.notedAt, note.text))
        try PrivateFile.append(to: path, byteLimit: Self.byteLimit) { known throws(DaemonError) in
            guard try notes(in: known).count < Self.noteLimit else {
                throw DaemonError("\(path) holds \(Self.noteLimit) notes, and no more.", .badData)
            }
            // A process may have died between a note and its line feed.
            let isLineOpen = !known.isEmpty && known.last != Self.lineEnd
            return (isLineOpen ? [Self.lineEnd] : []) + line
        }
    }

    /// Parses the notes of the whole file, for readers and writers alike.
    private func notes(
        in bytes: [UInt8]
    ) throws(DaemonError) -> (count: Int, last: [LostID: Note]) {
        var count = 0
        var last: [LostID: Note] = [:]
        let lines = bytes.split(separator: Self.lineEnd, omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() where !line.isEmpty {
            guard let found = Self.fields.value(ofLine: Array(line), byteLimit: line.count) else {
                throw DaemonError(
                    "Line \(place + 1) of \(path) is no whole note: a machine that stopped cut it "
                        + "off, or somebody changed it. Keep a copy of the file, take this line out "
                        + "of it, and note with `lost --done` once more what it says. Until then "
                        + "nothing is listed and nothing is noted; the other lines stay as they are.",
                    .badData
                )
            }
            count += 1
            last[found.id] = Note(notedAt: found.notedAt, text: found.text)
        }
        return (count, last)
    }
}

/// The subject of a ``LostID``.
package enum LostSubject {}

/// The identifier of a line in the list of losses: the receipt of a transfer, the identifier of a
/// hold, or a stable value derived from any other decision.
package typealias LostID = Identifier<LostSubject>
