/// Characters that look like ASCII characters.
///
/// Source: a selection from confusables.txt of UTS #39, for the scripts in which names reach us.
enum LookAlikeTable {
    /// ASCII character for each imitation.
    static let imitations: [Unicode.Scalar: Unicode.Scalar] = {
        var found: [Unicode.Scalar: Unicode.Scalar] = [:]
        for row in scripts + odd + honest {
            for scalar in row.imitations.unicodeScalars { found[scalar] = row.ascii }
        }
        return found
    }()

    /// Imitations that no name needs.
    static let oddAlone: Set<Unicode.Scalar> = Set(odd.flatMap(\.imitations.unicodeScalars))

    private typealias Row = (ascii: Unicode.Scalar, imitations: String)

    // Cyrillic, Greek, Armenian, Cherokee, in this order. Each letter of a row looks like the row's
    // ASCII character.
    private static let scripts: [Row] = [
        ("a", "\u{0430}\u{03B1}"), ("b", "\u{044C}"), ("c", "\u{0441}\u{03F2}"),
        ("d", "\u{0501}"), ("e", "\u{0435}"), ("g", "\u{0581}"), ("h", "\u{04BB}\u{0570}"),
        ("i", "\u{0456}\u{03B9}"), ("j", "\u{0458}\u{03F3}"), ("k", "\u{043A}\u{03BA}"),
        ("l", "\u{04CF}"), ("n", "\u{0578}"), ("o", "\u{043E}\u{03BF}\u{03C3}\u{0585}"),
        ("p", "\u{0440}\u{03C1}"), ("q", "\u{051B}\u{0566}"), ("r", "\u{0433}"),
        ("s", "\u{0455}"), ("u", "\u{03C5}\u{057D}"), ("v", "\u{0475}\u{03BD}"),
        ("w", "\u{051D}"), ("x", "\u{0445}\u{03C7}"), ("y", "\u{0443}\u{04AF}\u{03B3}"),
        ("A", "\u{0410}\u{0391}\u{13AA}"), ("B", "\u{0412}\u{0392}\u{13F4}"),
        ("C", "\u{0421}\u{03F9}\u{13DF}"), ("D", "\u{13A0}"), ("E", "\u{0415}\u{0395}\u{13AC}"),
        ("G", "\u{050C}\u{13C0}"), ("H", "\u{041D}\u{0397}\u{13BB}"),
        ("I", "\u{0406}\u{04C0}\u{0399}"), ("J", "\u{0408}\u{037F}\u{13AB}"),
        ("K", "\u{041A}\u{039A}\u{13E6}"), ("L", "\u{053C}\u{13DE}"),
        ("M", "\u{041C}\u{039C}\u{13B7}"), ("N", "\u{039D}"), ("O", "\u{041E}\u{039F}\u{0555}"),
        ("P", "\u{0420}\u{03A1}\u{13E2}"), ("Q", "\u{051A}"), ("R", "\u{13A1}"),
        ("S", "\u{0405}\u{054F}\u{13DA}"), ("T", "\u{0422}\u{03A4}\u{13A2}"), ("U", "\u{054D}"),
        ("V", "\u{0474}\u{13D9}"), ("W", "\u{051C}\u{13B3}"), ("X", "\u{0425}\u{03A7}"),
        ("Y", "\u{0423}\u{04AE}\u{03A5}"), ("Z", "\u{0396}\u{13C3}"), ("3", "\u{0417}"),
    ]

    // Phonetic letters, letter-like symbols, Roman numerals, and signs that look like plain ones.
    private static let odd: [Row] = [
        ("a", "\u{0251}"), ("c", "\u{1D04}\u{217D}"), ("d", "\u{217E}"), ("e", "\u{212F}"),
        ("g", "\u{0261}\u{210A}"), ("h", "\u{210E}"), ("i", "\u{0269}\u{026A}\u{2139}\u{2170}"),
        ("j", "\u{0237}"), ("l", "\u{01C0}\u{2113}\u{217C}"), ("m", "\u{217F}"),
        ("o", "\u{1D0F}\u{2134}"), ("s", "\u{A731}"), ("u", "\u{1D1C}"),
        ("v", "\u{1D20}\u{2174}"), ("w", "\u{1D21}"), ("x", "\u{2179}"), ("y", "\u{028F}"),
        ("z", "\u{1D22}"), ("B", "\u{212C}"), ("C", "\u{2102}\u{212D}\u{216D}"),
        ("D", "\u{216E}"), ("E", "\u{2130}"), ("F", "\u{2131}"),
        ("H", "\u{210B}\u{210C}\u{210D}"), ("I", "\u{2110}\u{2111}\u{2160}"),
        ("L", "\u{2112}\u{216C}"), ("M", "\u{2133}\u{216F}"), ("N", "\u{2115}"),
        ("P", "\u{2119}"), ("Q", "\u{211A}"), ("R", "\u{211B}\u{211C}\u{211D}"),
        ("V", "\u{2164}"), ("X", "\u{2169}"), ("Z", "\u{2124}\u{2128}"),
        ("/", "\u{2044}\u{2215}"), (".", "\u{2024}"), (":", "\u{A789}"), ("!", "\u{01C3}"),
    ]

    // Letters of ordinary Latin alphabets. They cause no warning, but look like ASCII letters.
    private static let honest: [Row] = [("i", "\u{0131}"), ("o", "\u{00F8}"), ("l", "\u{0142}")]
}
