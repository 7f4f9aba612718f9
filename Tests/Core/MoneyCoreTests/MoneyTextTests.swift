// Goal: printed amounts are read back, and text with two meanings is refused.
// Method: round trips over every convention, exponent and edge; tables of refusals.
import CoreVocabulary
import MoneyCore
import Testing

@Suite("Amounts as text")
struct MoneyTextTests {
    @Test(
        "each convention writes its own groups and separators",
        arguments: [
            ("india", "12,34,56,789.01"), ("english", "123,456,789.01"),
            ("german", "123.456.789,01"), ("swiss", "123'456'789.01"),
            ("french", "123 456 789,01"), ("plain", "123456789.01"),
        ]
    )
    func conventions(name: String, expected: String) throws {
        let convention = try #require(NumberConvention.presets.first { $0.name == name })
        let amount = Money(minorUnits: 12_345_678_901, currency: .indianRupee)
        #expect(MoneyFormatter(convention).text(amount) == expected)
        #expect(MoneyFormatter(convention).textWithCode(amount) == "INR " + expected)
    }

    @Test(
        "lakh and crore groups begin at a thousand",
        arguments: [
            (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (99_999, "999.99"), (100_000, "1,000.00"),
            (9_999_999, "99,999.99"), (10_000_000, "1,00,000.00"),
            (1_000_000_000, "1,00,00,000.00"),
            (.max, "92,23,37,20,36,85,47,758.07"),
        ] as [(Int64, String)]
    )
    func lakhs(minorUnits: Int64, expected: String) {
        let text = MoneyFormatter(.india).text(
            Money(minorUnits: minorUnits, currency: .indianRupee)
        )
        #expect(text == expected)
    }

    @Test("an amount below zero has a sign, and no other has one")
    func signs() {
        let texts = [-100, 0, 100].map {
            MoneyFormatter(.english).text(Money(minorUnits: $0, currency: .usDollar))
        }
        #expect(texts == ["-1.00", "0.00", "1.00"])
    }

    @Test("every convention reads back what it writes, for exponents 0, 2, 3 and 4")
    func roundTrips() throws {
        var random = SplitMix64(seed: 5)
        for code in ["JPY", "INR", "KWD", "CLF"] {
            let currency = try #require(Currency(code: code))
            for convention in NumberConvention.presets {
                let formatter = MoneyFormatter(convention)
                let parser = MoneyParser(convention, allowsSign: true)
                let edges: [Int64] = [.min, .min + 1, -1, 0, 1, 999, 1_000, 100_000, .max]
                let others = (0..<50).map { _ in
                    Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() % 64)
                }
                for minorUnits in edges + others {
                    let money = Money(minorUnits: minorUnits, currency: currency)
                    let text = formatter.text(money)
                    #expect(try parser.parse(text, currency: currency) == money)
                }
            }
        }
    }

    @Test(
        "plain digits are read in every convention, with as many decimals as there are",
        arguments: [
            ("0", 0), ("7", 700), ("1234567", 123_456_700), (" 12 ", 1_200), ("007", 700),
            ("1.5", 150), ("1.05", 105), ("1,00,000", 10_000_000), ("12,345.6", 1_234_560),
        ] as [(String, Int64)]
    )
    func reads(text: String, minorUnits: Int64) throws {
        let money = try MoneyParser(.india).parse(text, currency: .indianRupee)
        #expect(money.minorUnits == minorUnits)
    }

    @Test(
        "what the English convention cannot mean is refused with its reason",
        arguments: [
            ("", .empty), ("   ", .empty), ("1,5", .ambiguousSeparator),
            ("1,50", .ambiguousSeparator), ("1,2345", .ambiguousSeparator),
            ("1,234,5", .ambiguousSeparator), ("12,34,567", .ambiguousSeparator),
            (",500", .ambiguousSeparator), ("1,,500", .ambiguousSeparator),
            ("0,500", .ambiguousSeparator), ("1.234,50", .ambiguousSeparator),
            ("1.2,3", .ambiguousSeparator), ("1 000", .ambiguousSeparator),
            ("1'000", .ambiguousSeparator), ("1.000", .tooManyDecimals),
            ("1.2.3", .unexpectedCharacter), (".5", .missingDigits), ("5.", .missingDigits),
            (".", .missingDigits), ("-5", .signNotAllowed), ("+5", .signNotAllowed),
            ("5-", .signNotAllowed), ("٥", .foreignDigit), ("५00", .foreignDigit),
            ("５", .foreignDigit), ("½", .foreignDigit), ("1e3", .unexpectedCharacter),
            ("₹5", .unexpectedCharacter), ("5\u{200B}", .unexpectedCharacter),
            ("5\n", .unexpectedCharacter), ("(5)", .unexpectedCharacter),
            ("0x10", .unexpectedCharacter), ("1e\u{301}", .unexpectedCharacter),
            ("92233720368547758.08", .overflow), ("99999999999999999999", .overflow),
            (String(repeating: "0", count: 65), .tooLong),
        ] as [(String, MoneyParsingError)]
    )
    func refuses(text: String, error: MoneyParsingError) {
        #expect(throws: error) { try MoneyParser(.english).parse(text, currency: .usDollar) }
    }

    @Test(
        "the currency's code may stand before or after the amount, and no other's",
        arguments: [
            ("INR 1,20,000.00", 12_000_000), ("1,20,000.00 INR", 12_000_000), ("inr5", 500),
            ("5 INR", 500),
        ] as [(String, Int64)]
    )
    func readsCode(text: String, minorUnits: Int64) throws {
        #expect(
            try MoneyParser(.india).parse(text, currency: .indianRupee).minorUnits == minorUnits
        )
        #expect(throws: MoneyParsingError.otherCurrency) {
            try MoneyParser(.india).parse(text, currency: .usDollar)
        }
    }

    @Test("what begins like an amount is told from what more characters cannot save")
    func completion() {
        func error(_ text: String) -> MoneyParsingError? {
            do {
                _ = try MoneyParser(.india).parse(text, currency: .indianRupee)
                return nil
            } catch {
                return error
            }
        }
        for text in ["", "1,", "1,2", "1.", "."] {
            #expect(error(text)?.canBeCompleted == true, "\(text)")
        }
        for text in ["1e", "-5", "1.234", "5 USD", "10k", "INR x", "99999999999999999999"] {
            #expect(error(text)?.canBeCompleted == false, "\(text)")
        }
        #expect(error("INR") == .empty)
        // It ends like the code of a currency.
        #expect(error("open") == .unexpectedCharacter)
    }

    @Test("the same text is another amount, or none, in another convention")
    func conventionsDiffer() throws {
        let euro = try #require(Currency(code: "EUR"))
        let german = MoneyParser(.german)
        #expect(try german.parse("1.500", currency: euro).minorUnits == 150_000)
        #expect(try german.parse("1,5", currency: euro).minorUnits == 150)
        #expect(throws: MoneyParsingError.ambiguousSeparator) {
            try german.parse("1.5", currency: euro)
        }
        #expect(throws: MoneyParsingError.ambiguousSeparator) {
            try MoneyParser(.french).parse("1.5", currency: euro)
        }
        #expect(throws: MoneyParsingError.ambiguousSeparator) {
            try MoneyParser(.plain).parse("1,500", currency: euro)
        }
    }

    @Test("signs are read once, and only where they are allowed")
    func readsSigns() throws {
        let parser = MoneyParser(.english, allowsSign: true)
        #expect(try parser.parse("-1.00", currency: .usDollar).minorUnits == -100)
        #expect(try parser.parse("+1.00", currency: .usDollar).minorUnits == 100)
        #expect(try parser.parse("-0", currency: .usDollar).isZero)
        for text in ["--1", "+-1", "1-", "- ", "(1.00)"] {
            #expect(throws: MoneyParsingError.self) { try parser.parse(text, currency: .usDollar) }
        }
    }

    @Test("a currency without decimals takes none")
    func noDecimals() throws {
        let yen = try #require(Currency(code: "JPY"))
        #expect(try MoneyParser(.english).parse("1,500", currency: yen).minorUnits == 1_500)
        #expect(throws: MoneyParsingError.tooManyDecimals) {
            try MoneyParser(.english).parse("1.0", currency: yen)
        }
    }

    @Test("each error has a sentence of its own that says what to do")
    func sentences() {
        let sentences = MoneyParsingError.allCases.map { "\($0.sentence)" }
        #expect(Set(sentences).count == sentences.count)
        for sentence in sentences { #expect(sentence.hasSuffix(".") && sentence.contains(". ")) }
    }
}
