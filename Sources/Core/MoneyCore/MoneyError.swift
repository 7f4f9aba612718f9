/// Why an amount could not be computed.
public enum MoneyError: Error, Hashable, Sendable {
    /// The result does not fit into 64 bits of minor units.
    case overflow
    /// Two amounts of different currencies met.
    case currencyMismatch
}
