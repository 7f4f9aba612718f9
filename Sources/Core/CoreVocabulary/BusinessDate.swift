/// A day of the Gregorian calendar, without a time or a zone.
///
/// Used for value dates and business dates; a booking time is an ``Instant``. Source: ISO
/// 8601-1:2019 §5.2.2 for the text form, years 0001 to 9999.
package struct BusinessDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The first day that the type can represent: 0001-01-01.
    package static let earliest = BusinessDate(uncheckedDayNumber: -719_162)
    /// The last day that the type can represent: 9999-12-31.
    package static let latest = BusinessDate(uncheckedDayNumber: 2_932_896)

    /// Number of days since 1970-01-01, negative before it.
    package let dayNumber: Int32

    /// Creates a date from a day number; returns nil outside the years 0001 to 9999.
    package init?(dayNumber: Int32) {
        guard dayNumber >= Self.earliest.dayNumber, dayNumber <= Self.latest.dayNumber else {
            return nil
        }
        self.dayNumber = dayNumber
    }

    /// Creates a date from year, month and day; returns nil if there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.dayCount(year: year, month: month) else { return nil }
        dayNumber = Self.dayNumber(year: year, month: month, day: day)
    }

    /// Parses `YYYY-MM-DD`; returns nil for any other text or a day that does not exist.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte.isASCIIDigit else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    private init(uncheckedDayNumber: Int32) {
        dayNumber = uncheckedDayNumber
    }

    /// The year, month and day of this date.
    ///
    /// The computation counts in eras of 400 years that begin on 1 March, so that the leap day is
    /// the last day of its year.
    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    /// The date as `YYYY-MM-DD` (ISO 8601).
    package var description: String {
        let (year, month, day) = components
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    }

    /// Returns the date this many days later, earlier if negative; returns nil outside the range.
    package func adding(days: Int) -> BusinessDate? {
        let (sum, overflow) = Int(dayNumber).addingReportingOverflow(days)
        guard !overflow, let number = Int32(exactly: sum) else { return nil }
        return BusinessDate(dayNumber: number)
    }

    /// Returns the number of days in a month, 28 to 31.
    package static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Returns true if the left day is earlier.
    package static func < (left: BusinessDate, right: BusinessDate) -> Bool {
        left.dayNumber < right.dayNumber
    }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
