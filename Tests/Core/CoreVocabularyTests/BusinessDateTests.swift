// Goal: a day number and a calendar day always say the same, and no other day exists.
// Method: walk every day that an Instant can name, beside a calendar that counts day by day.
import CoreVocabulary
import Testing

@Suite("Business dates")
struct BusinessDateTests {
    @Test("every day from 1677 to 2262 comes back from its number, its parts and its text")
    func everyDayRoundTrips() throws {
        var (year, month, day) = (1677, 1, 1)
        var date = try #require(BusinessDate(year: year, month: month, day: day))
        while year <= 2262 {
            let parts = date.components
            try #require((parts.year, parts.month, parts.day) == (year, month, day))
            try #require(BusinessDate(date.description) == date)
            try #require(BusinessDate(dayNumber: date.dayNumber) == date)
            let next = try #require(date.adding(days: 1))
            try #require(next > date)
            date = next
            day += 1
            if day > Self.length(of: month, in: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test("the epoch is day 0, and known days have their known numbers")
    func knownDays() throws {
        #expect(BusinessDate("1970-01-01")?.dayNumber == 0)
        #expect(BusinessDate("2000-03-01")?.dayNumber == 11_017)
        #expect(BusinessDate("0001-01-01") == .earliest)
        #expect(BusinessDate("9999-12-31") == .latest)
        #expect(BusinessDate.earliest.adding(days: -1) == nil)
        #expect(BusinessDate.latest.adding(days: 1) == nil)
        #expect(BusinessDate.latest.adding(days: .max) == nil)
    }

    @Test(
        "a year is a leap year every fourth time, not every hundredth, but every four hundredth",
        arguments: [
            (2024, true), (2023, false), (1900, false), (2000, true), (2100, false), (2400, true),
        ]
    )
    func leapYears(year: Int, hasLeapDay: Bool) {
        #expect((BusinessDate(year: year, month: 2, day: 29) != nil) == hasLeapDay)
        #expect(BusinessDate.dayCount(year: year, month: 2) == (hasLeapDay ? 29 : 28))
    }

    @Test(
        "text that is not a day in the form YYYY-MM-DD is refused",
        arguments: [
            "", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32",
            "2024-1-01", "24-01-01", "2024/01/01", "2024-01-01 ", " 2024-01-01", "-024-01-01",
            "0000-01-01", "٢٠٢٤-٠١-٠١", "2024-01-0a", "+024-01-01",
        ]
    )
    func refusesText(text: String) {
        #expect(BusinessDate(text) == nil)
    }

    @Test("a day is printed with the name of its month, and read as it is printed")
    func words() throws {
        var day = try #require(BusinessDate("2023-12-25"))
        for _ in 0..<400 {
            #expect(BusinessDate(words: day.words) == day)
            #expect(day.words.utf8.count <= BusinessDate.wordsLength)
            let words = day.words.lowercased()
            for start in [0, 3, 7] {
                #expect(day.hasWords(beginningWith: Array(words.utf8.dropFirst(start))))
            }
            #expect(!day.hasWords(beginningWith: Array(words.utf8.dropFirst(1))))
            #expect(!day.hasWords(beginningWith: Array("\(words) ".utf8)))
            day = try #require(day.adding(days: 1))
        }
        #expect(BusinessDate("2026-11-05")?.words == "05 Nov 2026")
        #expect(BusinessDate(words: "5 november 2026") == BusinessDate("2026-11-05"))
        for text in ["31 Feb 2026", "5 Nov", "Nov 2026", "5 Nox 2026", "5 Nov 2026 1", ""] {
            #expect(BusinessDate(words: text) == nil, "\(text)")
        }
    }

    private static func length(of month: Int, in year: Int) -> Int {
        if month == 2 { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}
