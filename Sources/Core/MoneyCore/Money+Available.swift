extension Money {
    /// Returns the available part of a booked balance: less holds, less the lowest balance allowed.
    ///
    /// The lowest balance is negative for an overdraft and zero for no limit. A result that does not
    /// fit in 64 bits is clamped to the nearest amount that does, so that an account with a very low
    /// limit is shown like any other. Source: ISO 20022 CLAV.
    package func available(heldMinorUnits: Int64, lowestBalanceMinorUnits: Int64) -> Money {
        let left = Int128(minorUnits) - Int128(heldMinorUnits) - Int128(lowestBalanceMinorUnits)
        return Money(minorUnits: Int64(clamping: left), currency: currency)
    }
}
