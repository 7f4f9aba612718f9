/// Formatting and parsing of dates in words for people.
extension BusinessDate {
    /// Three-letter names of the months, January first.
    package static let shortMonthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// The full names of the months, January first.
    package static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// Maximum length of ``words`` in characters.
    package static let wordsLength = 11

    /// The day with the name of its month, such as `21 Nov 2026`.
    package var words: String {
        let (year, month, day) = components
        return "\(day < 10 ? "0" : "")\(day) \(Self.shortMonthNames[month - 1]) \(year)"
    }

    /// Returns true if a lower-case text is a prefix of one of the words of ``words``.
    ///
    /// It does not format the date, so that a million days can be searched.
    package func hasWords(beginningWith lowercased: [UInt8]) -> Bool {
        let parts = components
        guard (1_000...9_999).contains(parts.year) else { return false }
        return Self.wordStarts.contains { start in
            guard start + lowercased.count <= Self.wordsLength else { return false }
            for (offset, byte) in lowercased.enumerated()
            where byte != Self.lowercasedByte(at: start + offset, of: parts) {
                return false
            }
            return true
        }
    }

    /// Offsets of day, month and year in ``words``.
    private static let wordStarts = [0, 3, 7]
    private static let lowercasedMonths = Array(shortMonthNames.joined().lowercased().utf8)

    private static func lowercasedByte(
        at place: Int,
        of parts: (year: Int, month: Int, day: Int)
    ) -> UInt8 {
        switch place {
        case 0: UInt8(ascii: "0") + UInt8(parts.day / 10)
        case 1: UInt8(ascii: "0") + UInt8(parts.day % 10)
        case 3...5: lowercasedMonths[(parts.month - 1) * 3 + place - 3]
        case 7: UInt8(ascii: "0") + UInt8(parts.year / 1_000)
        case 8: UInt8(ascii: "0") + UInt8(parts.year / 100 % 10)
        case 9: UInt8(ascii: "0") + UInt8(parts.year / 10 % 10)
        case 10: UInt8(ascii: "0") + UInt8(parts.year % 10)
        default: UInt8(ascii: " ")
        }
    }

    /// Parses ``words``, with a short or full month name in any case; otherwise returns nil.
    package init?(words: some StringProtocol) {
        let parts = words.split(separator: " ")
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]),
            let month = Self.month(named: parts[1])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Returns the number of a month by its short or full name in any case, or nil if unknown.
    package static func month(named name: some StringProtocol) -> Int? {
        let wanted = name.lowercased()
        let index = monthNames.indices.first {
            wanted == monthNames[$0].lowercased() || wanted == shortMonthNames[$0].lowercased()
        }
        return index.map { $0 + 1 }
    }
}
