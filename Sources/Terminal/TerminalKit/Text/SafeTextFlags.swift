/// What a text from outside held that its reader should know about.
///
/// A flag never changes the text; it says what was taken out of it, or what looks unlike what it
/// is. Each has a word, because a mark alone says nothing to a person.
public struct SafeTextFlags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes a set from bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Controls of writing direction were taken out; they could have shown the text in another
    /// order.
    public static let bidi = SafeTextFlags(rawValue: 1)
    /// Characters that show nothing were taken out.
    public static let hidden = SafeTextFlags(rawValue: 2)
    /// Control characters were replaced by U+FFFD.
    public static let control = SafeTextFlags(rawValue: 4)
    /// Letters look like letters of another alphabet.
    public static let lookAlike = SafeTextFlags(rawValue: 8)
    /// Letters are of a right-to-left script; they are shown in the order in which they are read.
    public static let rightToLeft = SafeTextFlags(rawValue: 16)
    /// A character had more than two combining marks; the others were taken out.
    public static let tooManyMarks = SafeTextFlags(rawValue: 32)
    /// The text was longer than its limit.
    public static let truncated = SafeTextFlags(rawValue: 64)
    /// Characters that no terminal can be trusted to show were replaced by U+FFFD.
    public static let undrawable = SafeTextFlags(rawValue: 128)

    /// The flags that can be a sign of deceit, which a view marks with a warning.
    public static let warnings: SafeTextFlags = [
        .bidi, .hidden, .control, .lookAlike, .tooManyMarks,
    ]

    /// The words for these flags, gravest first.
    public var words: [SafeText] {
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
