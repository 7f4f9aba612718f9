/// An amount of one currency, counted in its minor unit.
///
/// Every operation is checked: what does not fit, or mixes currencies, throws ``MoneyError``.
public struct Money: Hashable, Sendable {
    /// The amount in minor units (paise, cents), negative for a debt.
    public let minorUnits: Int64
    /// What is counted.
    public let currency: Currency

    /// Makes an amount from minor units.
    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Nothing of a currency.
    public static func zero(_ currency: Currency) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    /// Whether the amount is nothing.
    public var isZero: Bool { minorUnits == 0 }

    /// Whether the amount is below nothing.
    public var isNegative: Bool { minorUnits < 0 }

    /// Whether the amount is above nothing.
    public var isPositive: Bool { minorUnits > 0 }

    /// The sum.
    ///
    /// - Throws: ``MoneyError/currencyMismatch`` or ``MoneyError/overflow``.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        try requireCurrency(of: other)
        return try checked(minorUnits.addingReportingOverflow(other.minorUnits))
    }

    /// The difference.
    ///
    /// - Throws: ``MoneyError/currencyMismatch`` or ``MoneyError/overflow``.
    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        try requireCurrency(of: other)
        return try checked(minorUnits.subtractingReportingOverflow(other.minorUnits))
    }

    /// The amount with the other sign.
    ///
    /// - Throws: ``MoneyError/overflow`` for the one amount that has no opposite.
    public func negated() throws(MoneyError) -> Money {
        try checked(Int64(0).subtractingReportingOverflow(minorUnits))
    }

    /// The amount without its sign.
    ///
    /// - Throws: ``MoneyError/overflow`` for the one amount that has no opposite.
    public func magnitude() throws(MoneyError) -> Money {
        isNegative ? try negated() : self
    }

    /// The sum of amounts, zero for none.
    ///
    /// The sum is what must fit: amounts that leave the range on the way and come back are added.
    ///
    /// - Throws: ``MoneyError/currencyMismatch`` or ``MoneyError/overflow``.
    public static func sum(
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
