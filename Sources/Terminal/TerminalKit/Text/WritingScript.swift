/// Writing system to which a letter belongs.
enum WritingScript: UInt8 {
    // In the order of the generated table.
    case common, other, latin, greek, cyrillic, armenian, hebrew, arabic, devanagari, bengali
    case gurmukhi, gujarati, oriya, tamil, telugu, kannada, malayalam, sinhala, thai, georgian
    case hangul, ethiopic, cherokee, hiragana, katakana, bopomofo, han

    /// Determines a script: `common` for digits, signs and marks, `other` for one without a case.
    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x80 {
            self = scalar.properties.isAlphabetic ? .latin : .common
        } else {
            let raw = SortedRuns.value(in: ScriptTable.runs, shift: 5, at: value)
            self = WritingScript(rawValue: UInt8(raw)) ?? .other
        }
    }

    /// True if the script is written together with Chinese characters.
    var isEastAsian: Bool {
        switch self {
        case .han, .hiragana, .katakana, .bopomofo, .hangul: true
        default: false
        }
    }

    /// True if the script has many letters that look like Latin ones.
    var imitatesLatin: Bool {
        switch self {
        case .greek, .cyrillic, .armenian, .cherokee: true
        default: false
        }
    }

    /// Returns true if a character is a letter of a script written from right to left.
    ///
    /// Source: the right-to-left areas of Unicode's Bidi_Class, assigned or reserved.
    static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x590: false
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }
}
