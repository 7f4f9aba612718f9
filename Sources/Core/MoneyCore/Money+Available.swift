extension Money {
    /// The part of a booked balance that can be moved away: less what is held, and less the lowest
    /// balance that is allowed (ISO 20022 CLAV).
    ///
    /// Where 64 bits do not hold that, it is the nearest amount that they hold: an account with a very
    /// low limit is shown like any other.
    ///
    /// - Parameters:
    ///   - heldMinorUnits: The holds together.
    ///   - lowestBalanceMinorUnits: The lowest balance; negative for an overdraft, zero for no limit.
    /// - Returns: The amount, in the same currency.
    public func available(heldMinorUnits: Int64, lowestBalanceMinorUnits: Int64) -> Money {
        let left = Int128(minorUnits) - Int128(heldMinorUnits) - Int128(lowestBalanceMinorUnits)
        return Money(minorUnits: Int64(clamping: left), currency: currency)
    }
}
