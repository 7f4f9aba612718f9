/// Warnings about an untrusted text for its reader.
///
/// A flag never changes the text. It reports what was removed, or what looks like something else.
/// Each has a word, because a mark alone is not understood.
package struct SafeTextFlags: OptionSet, Hashable, Sendable {
    /// The bits of the set.
    package let rawValue: UInt8

    /// Creates a set from its bits.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Direction controls were removed, which could have reordered the text.
    package static let bidi = SafeTextFlags(rawValue: 1)
    /// Invisible characters were removed.
    package static let hidden = SafeTextFlags(rawValue: 2)
    /// Control characters were replaced by U+FFFD.
    package static let control = SafeTextFlags(rawValue: 4)
    /// Letters look like letters of another alphabet.
    package static let lookAlike = SafeTextFlags(rawValue: 8)
    /// The text contains letters of a right-to-left script, which are shown in reading order.
    package static let rightToLeft = SafeTextFlags(rawValue: 16)
    /// A character had more than two combining marks, and the others were removed.
    package static let tooManyMarks = SafeTextFlags(rawValue: 32)
    /// The text was longer than its limit.
    package static let truncated = SafeTextFlags(rawValue: 64)
    /// Characters that cannot be displayed reliably were replaced by U+FFFD.
    package static let undrawable = SafeTextFlags(rawValue: 128)

    /// Flags that can be a sign of deceit, which a view marks with a warning.
    package static let warnings: SafeTextFlags = [
        .bidi, .hidden, .control, .lookAlike, .tooManyMarks,
    ]

    /// Words for these flags, gravest first.
    package var words: [SafeText] {
        Self.named.filter { contains($0.flag) }.map(\.word)
    }

    private static let named: [(flag: SafeTextFlags, word: SafeText)] = [
        (.lookAlike, "look-alike letters"),
        (.bidi, "direction controls"),
        (.hidden, "hidden characters"),
        (.control, "control characters"),
        (.tooManyMarks, "too many marks"),
        (.undrawable, "characters that cannot be shown"),
        (.truncated, "cut short"),
        (.rightToLeft, "right to left"),
    ]
}
