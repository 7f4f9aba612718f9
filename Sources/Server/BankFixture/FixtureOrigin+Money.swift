import MoneyCore

extension FixtureOrigin {
    /// Returns the currency with a code, which is the value of `key` in the file.
    func currency(_ code: String, at key: String) throws(FixtureError) -> Currency {
        guard let currency = Currency(code: code) else {
            throw error(at: key, "'\(code)' is no currency of ISO 4217.")
        }
        return currency
    }

    /// Parses an amount in plain digits, which is the value of `key` and may be negative.
    func amount(
        _ text: String,
        _ currency: Currency,
        at key: String
    ) throws(FixtureError) -> Money {
        do {
            return try MoneyParser(.plain, allowsSign: true).parse(text, currency: currency)
        } catch {
            throw self.error(at: key, "'\(text)' is no amount in \(currency.code).")
        }
    }
}
