/// Sanitised text, the only kind of text that a view can draw.
///
/// Untrusted text can move the cursor, reorder letters, hide characters and imitate other names.
/// `SafeText` cannot: it consists of cells of one base character and at most two combining marks,
/// each one or two cells wide. ``flags`` and ``inspection`` report what the original text held.
///
/// Creating one from a string always requires stating who wrote it:
///
/// ```swift
/// let name = SafeText(untrusted: payee.name, limit: .payee)
/// let line: SafeText = "To \(quoted: name)"      // our own words with an interpolated text
/// ```
///
/// A `String` cannot be interpolated, so untrusted text never becomes part of our own words by
/// accident.
public struct SafeText: Hashable, Sendable {
    /// The characters in reading order.
    public let cells: [TextCell]
    /// Warnings about the original text for its reader.
    public let flags: SafeTextFlags
    /// Display width in cells.
    public let width: Int
    /// Notes on suspicious characters in the order found; empty in most texts.
    public let inspection: [ScalarNote]

    /// Creates a text from cells that are already safe.
    init(cells: [TextCell], flags: SafeTextFlags = [], inspection: [ScalarNote] = []) {
        self.cells = cells
        self.flags = flags
        self.inspection = inspection
        width = cells.reduce(0) { $0 + $1.width }
    }

    /// Creates one line from untrusted text.
    ///
    /// Control characters are replaced by U+FFFD. Direction controls and invisible characters are
    /// removed. Runs of white space become one space. Letters that imitate others stay and are
    /// flagged. Text beyond the limit is left out.
    ///
    /// - Parameters:
    ///   - text: The untrusted text. No more of it is read than the limit requires.
    ///   - limit: The maximum content of the field.
    public init(untrusted text: String, limit: TextLimit) {
        self.init(TextCleaner(text.unicodeScalars, origin: .untrusted(limit)))
    }

    /// Creates one line from untrusted bytes; bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Parameters:
    ///   - bytes: The untrusted bytes.
    ///   - limit: The maximum content of the field.
    public init(untrustedBytes bytes: some Sequence<UInt8>, limit: TextLimit) {
        // A scalar takes at most four bytes. One scalar more reveals that there was more.
        let enough = Array(bytes.prefix((limit.scalarsRead + 1) * 4))
        self.init(untrusted: String(decoding: enough, as: UTF8.self), limit: limit)
    }

    /// Creates a text from our own words and keeps its spaces.
    ///
    /// Control characters become U+FFFD here too, so that a mistake of ours is visible but
    /// harmless.
    public init(trusted text: String) {
        self.init(TextCleaner(text.unicodeScalars, origin: .trusted))
    }

    private init(_ cleaned: TextCleaner) {
        self.init(cells: cleaned.cells, flags: cleaned.flags, inspection: cleaned.notes)
    }

    /// A text without any characters.
    public static let empty = SafeText(cells: [])

    /// True if there is nothing to draw.
    public var isEmpty: Bool { cells.isEmpty }

    /// Creates lines from untrusted text of several lines.
    ///
    /// Lines end at LF or CR LF. A CR by itself is a control character like any other.
    ///
    /// - Parameters:
    ///   - text: The untrusted text.
    ///   - limit: The maximum content of all lines together.
    ///   - maximumLines: The maximum number of lines returned.
    /// - Returns: The lines. The last one is flagged ``SafeTextFlags/truncated`` if there was more.
    public static func lines(
        untrusted text: String,
        limit: TextLimit,
        maximumLines: Int = 50
    ) -> [SafeText] {
        let scalars = Array(text.unicodeScalars.prefix(limit.scalarsRead + 1))
        let read = scalars.prefix(limit.scalarsRead)
        var isCut = scalars.count > limit.scalarsRead
        var lines: [SafeText] = []
        var room = limit.characters
        for line in read.split(separator: "\n", omittingEmptySubsequences: false) {
            guard lines.count < maximumLines, room > 0 else {
                isCut = true
                break
            }
            let own = TextLimit(
                characters: room,
                mayMixAlphabetsBetweenWords: limit.mayMixAlphabetsBetweenWords
            )
            let content = line.last == "\r" ? line.dropLast() : line
            let clean = SafeText(TextCleaner(content, origin: .untrusted(own)))
            room -= clean.cells.count
            lines.append(clean)
        }
        if isCut, let last = lines.popLast() {
            lines.append(last.flagged(.truncated))
        }
        return lines
    }

    /// Returns the same text with additional flags.
    func flagged(_ more: SafeTextFlags) -> SafeText {
        SafeText(cells: cells, flags: flags.union(more), inspection: inspection)
    }
}
