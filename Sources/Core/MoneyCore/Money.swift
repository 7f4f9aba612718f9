/// An amount of one currency, counted in its minor unit.
///
/// Every operation is checked: a result out of range or a mix of currencies throws ``MoneyError``.
package struct Money: Hashable, Sendable {
    /// The amount in minor units (paise, cents), negative for a debt.
    package let minorUnits: Int64
    /// Currency of the amount.
    package let currency: Currency

    /// Creates an amount from minor units.
    package init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Returns a zero amount of a currency.
    package static func zero(_ currency: Currency) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    /// True if the amount is zero.
    package var isZero: Bool { minorUnits == 0 }

    /// True if the amount is below zero.
    package var isNegative: Bool { minorUnits < 0 }

    /// True if the amount is above zero.
    package var isPositive: Bool { minorUnits > 0 }

    /// Returns the sum of both amounts.
    ///
    /// - Throws: ``MoneyError/currencyMismatch`` or ``MoneyError/overflow``.
    package func adding(_ other: Money) throws(MoneyError) -> Money {
        try requireCurrency(of: other)
        return try checked(minorUnits.addingReportingOverflow(other.minorUnits))
    }

    /// Returns this amount less the other.
    ///
    /// - Throws: ``MoneyError/currencyMismatch`` or ``MoneyError/overflow``.
    package func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try requireCurrency(of: other)
        return try checked(minorUnits.subtractingReportingOverflow(other.minorUnits))
    }

    /// Returns the amount with the opposite sign.
    ///
    /// - Throws: ``MoneyError/overflow`` for the lowest amount, which has no opposite.
    package func negated() throws(MoneyError) -> Money {
        try checked(Int64(0).subtractingReportingOverflow(minorUnits))
    }

    /// Returns the absolute value of the amount.
    ///
    /// - Throws: ``MoneyError/overflow`` for the lowest amount, which has no opposite.
    package func magnitude() throws(MoneyError) -> Money {
        isNegative ? try negated() : self
    }

    /// Returns the sum of the amounts, zero if there are none.
    ///
    /// Only the final sum must fit: intermediate sums may leave the range.
    ///
    /// - Throws: ``MoneyError/currencyMismatch`` or ``MoneyError/overflow``.
    package static func sum(
        _ amounts: some Sequence<Money>,
        currency: Currency
    ) throws(MoneyError) -> Money {
        var total = Int128(0)
        for amount in amounts {
            guard amount.currency == currency else { throw .currencyMismatch }
            total += Int128(amount.minorUnits)
        }
        guard let minorUnits = Int64(exactly: total) else { throw .overflow }
        return Money(minorUnits: minorUnits, currency: currency)
    }

    private func requireCurrency(of other: Money) throws(MoneyError) {
        guard currency == other.currency else { throw .currencyMismatch }
    }

    private func checked(
        _ result: (partialValue: Int64, overflow: Bool)
    ) throws(MoneyError) -> Money {
        guard !result.overflow else { throw .overflow }
        return Money(minorUnits: result.partialValue, currency: currency)
    }
}
