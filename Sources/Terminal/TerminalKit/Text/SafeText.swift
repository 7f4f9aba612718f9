/// Sanitised text, the only kind of text that a view can draw.
///
/// Untrusted text can move the cursor, reorder letters, hide characters and imitate other names.
/// `SafeText` cannot: it consists of cells of one base character and at most two combining marks,
/// each one or two cells wide. ``flags`` report what the original text held.
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
package struct SafeText: Hashable, Sendable {
    /// The characters in reading order.
    package let cells: [TextCell]
    /// Warnings about the original text for its reader.
    package let flags: SafeTextFlags
    /// Display width in cells.
    package let width: Int

    /// Creates a text from cells that are already safe.
    init(cells: [TextCell], flags: SafeTextFlags = []) {
        self.cells = cells
        self.flags = flags
        width = cells.reduce(0) { $0 + $1.width }
    }

    /// Creates one line from untrusted text, of which no more is read than the limit requires.
    ///
    /// Control characters are replaced by U+FFFD. Direction controls and invisible characters are
    /// removed. Runs of white space become one space. Letters that imitate others stay and are
    /// flagged. Text beyond the limit is left out.
    package init(untrusted text: String, limit: TextLimit) {
        self.init(TextCleaner(untrusted: text, limit: limit))
    }

    /// Creates a text from our own words; a control character, a mistake of ours, becomes U+FFFD.
    package init(trusted text: String) {
        self.init(TextCleaner(trusted: text))
    }

    private init(_ cleaned: TextCleaner) {
        self.init(cells: cleaned.cells, flags: cleaned.flags)
    }

    /// A text without any characters.
    package static let empty = SafeText(cells: [])

    /// True if there is nothing to draw.
    package var isEmpty: Bool { cells.isEmpty }
}
