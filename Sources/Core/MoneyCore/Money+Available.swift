extension Money {
    /// Returns the available part of a booked balance: less holds, less the lowest balance allowed.
    ///
    /// Source: ISO 20022 CLAV.
    ///
    /// A result that does not fit in 64 bits is clamped to the nearest amount that does, so that an
    /// account with a very low limit is shown like any other.
    ///
    /// - Parameters:
    ///   - heldMinorUnits: The total of the holds.
    ///   - lowestBalanceMinorUnits: The lowest balance; negative for an overdraft, zero for no limit.
    /// - Returns: The available amount, in the same currency.
    public func available(heldMinorUnits: Int64, lowestBalanceMinorUnits: Int64) -> Money {
        let left = Int128(minorUnits) - Int128(heldMinorUnits) - Int128(lowestBalanceMinorUnits)
        return Money(minorUnits: Int64(clamping: left), currency: currency)
    }
}
