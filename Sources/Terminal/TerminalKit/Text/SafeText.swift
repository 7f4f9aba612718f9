/// The only text that a view can draw.
///
/// Text from outside can move the cursor, turn the order of letters around, hide characters and
/// imitate other names. `SafeText` is what is left of it when none of that can happen: cells of one
/// base character and at most two combining marks, each one or two cells wide. What was found on
/// the way stays with the text as ``flags`` and ``inspection``.
///
/// There is no way to make one from a string without saying whose words they are:
///
/// ```swift
/// let name = SafeText(untrusted: payee.name, limit: .payee)
/// let line: SafeText = "To \(quoted: name)"      // our own words, with a text put into them
/// ```
///
/// A `String` cannot be interpolated, so a text from outside never becomes part of our words by
/// accident.
public struct SafeText: Hashable, Sendable {
    /// The characters in reading order.
    public let cells: [TextCell]
    /// What the text held that its reader should know about.
    public let flags: SafeTextFlags
    /// The cells it takes on a line.
    public let width: Int
    /// The odd characters in the order in which they were found; empty in most texts.
    public let inspection: [ScalarNote]

    /// Makes a text of cells that were safe before.
    init(cells: [TextCell], flags: SafeTextFlags = [], inspection: [ScalarNote] = []) {
        self.cells = cells
        self.flags = flags
        self.inspection = inspection
        width = cells.reduce(0) { $0 + $1.width }
    }

    /// Takes one line written by somebody else.
    ///
    /// Control characters are replaced by U+FFFD; controls of writing direction and invisible
    /// characters are taken out; runs of white space become one space; letters that imitate others
    /// stay and are flagged. What stands after the limit is left out.
    ///
    /// - Parameters:
    ///   - text: What was written. Only as much is read as the limit needs.
    ///   - limit: What the field may hold.
    public init(untrusted text: String, limit: TextLimit) {
        self.init(TextCleaner(text.unicodeScalars, origin: .untrusted(limit)))
    }

    /// Takes one line of bytes written by somebody else; bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Parameters:
    ///   - bytes: What was written.
    ///   - limit: What the field may hold.
    public init(untrustedBytes bytes: some Sequence<UInt8>, limit: TextLimit) {
        // A scalar is at most four bytes; one more tells that there was more.
        let enough = Array(bytes.prefix((limit.scalarsRead + 1) * 4))
        self.init(untrusted: String(decoding: enough, as: UTF8.self), limit: limit)
    }

    /// Takes words of our own; spaces stay as they are.
    ///
    /// Control characters become U+FFFD here too, so that a mistake of ours shows but does no harm.
    public init(trusted text: String) {
        self.init(TextCleaner(text.unicodeScalars, origin: .trusted))
    }

    private init(_ cleaned: TextCleaner) {
        self.init(cells: cleaned.cells, flags: cleaned.flags, inspection: cleaned.notes)
    }

    /// A text without characters.
    public static let empty = SafeText(cells: [])

    /// Whether there is nothing to draw.
    public var isEmpty: Bool { cells.isEmpty }

    /// Takes a text of several lines written by somebody else.
    ///
    /// Lines end at LF or CR LF; a CR by itself is a control character like any other.
    ///
    /// - Parameters:
    ///   - text: What was written.
    ///   - limit: What all lines together may hold.
    ///   - maximumLines: The lines returned at most.
    /// - Returns: The lines; the last is flagged ``SafeTextFlags/truncated`` when there was more.
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

    /// The same text with more flags.
    func flagged(_ more: SafeTextFlags) -> SafeText {
        SafeText(cells: cells, flags: flags.union(more), inspection: inspection)
    }
}
