import CoreVocabulary

extension Currency {
    /// Every currency of the table, in the order of the codes.
    public static var all: [Currency] { CurrencyTable.all }

    /// The Indian rupee.
    public static let indianRupee = named("INR")
    /// The US dollar.
    public static let usDollar = named("USD")

    private static func named(_ code: String) -> Currency {
        guard let currency = Currency(code: code) else {
            invariantBroken("every currency with a name of its own is in the table")
        }
        return currency
    }
}
