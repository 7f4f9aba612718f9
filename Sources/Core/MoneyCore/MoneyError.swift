/// Reason why an amount could not be computed.
package enum MoneyError: Error, Hashable, Sendable {
    /// The result does not fit in 64 bits of minor units.
    case overflow
    /// The amounts have different currencies.
    case currencyMismatch
}
