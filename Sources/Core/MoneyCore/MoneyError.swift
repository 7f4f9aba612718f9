/// Why an amount could not be computed.
public enum MoneyError: Error, Hashable, Sendable {
    /// The result does not fit into 64 bits of minor units.
    case overflow
    /// Two amounts of different currencies met.
    case currencyMismatch
    /// A ratio had a denominator of zero.
    case divisionByZero
    /// The weights of an allocation were empty, all zero, or one of them was negative.
    case invalidWeights
}
