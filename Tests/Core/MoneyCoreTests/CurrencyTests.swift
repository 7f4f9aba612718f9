// Goal: the currency table is whole and consistent with itself.
// Method: properties of the whole table, and the rows that people get wrong.
import MoneyCore
import Testing

@Suite("Currencies")
struct CurrencyTests {
    @Test("the table is sorted, without repeats, and every row is found by both of its codes")
    func tableIsConsistent() {
        #expect(Currency.all.count == 165)
        #expect(Currency.all == Currency.all.sorted())
        #expect(Set(Currency.all.map(\.code)).count == Currency.all.count)
        #expect(Set(Currency.all.map(\.numericCode)).count == Currency.all.count)
        for currency in Currency.all {
            #expect(Currency(code: currency.code) == currency)
            #expect(Currency(numericCode: currency.numericCode) == currency)
            #expect([0, 2, 3, 4].contains(currency.minorUnitExponent))
        }
    }

    @Test(
        "currencies have the numbers and decimals of ISO 4217",
        arguments: [
            ("INR", 356, 2), ("USD", 840, 2), ("JPY", 392, 0), ("KWD", 414, 3), ("BHD", 48, 3),
            ("CLF", 990, 4), ("UYW", 927, 4), ("ISK", 352, 0), ("ALL", 8, 2), ("SLE", 925, 2),
            ("XCG", 532, 2), ("ZWG", 924, 2), ("XAD", 396, 2),
        ] as [(String, UInt16, UInt8)]
    )
    func knownRows(code: String, numericCode: UInt16, exponent: UInt8) throws {
        let currency = try #require(Currency(code: code))
        #expect(currency.numericCode == numericCode)
        #expect(currency.minorUnitExponent == exponent)
        #expect(currency.description == code)
    }

    @Test(
        "withdrawn codes, codes without a minor unit and other texts are refused",
        arguments: [
            "BGN", "HRK", "DEM", "ANG", "XAU", "XXX", "XTS", "inr", "IN", "INRX", "", "₹", "IИR",
        ]
    )
    func refuses(code: String) {
        #expect(Currency(code: code) == nil)
    }
}
