import CoreVocabulary

extension Currency {
    /// All currencies of the table, sorted by code.
    package static var all: [Currency] { CurrencyTable.all }

    /// The Indian rupee, INR.
    package static let indianRupee = named("INR")
    /// The US dollar, USD.
    package static let usDollar = named("USD")

    private static func named(_ code: String) -> Currency {
        guard let currency = Currency(code: code) else {
            invariantBroken("every currency with a name of its own is in the table")
        }
        return currency
    }
}
