import LedgerCore

/// The change of an account's limits as typed by an operator.
///
/// Limits that were not typed stay.
struct LimitChange: Sendable {
    /// The change of one limit.
    enum Bound: Sendable {
        /// The limit stays as it is.
        case kept
        /// The limit is removed.
        case removed
        /// The limit is replaced by a value in minor units.
        case set(Int64)

        fileprivate func applied(to bound: Int64?) -> Int64? {
            switch self {
            case .kept: bound
            case .removed: nil
            case .set(let minorUnits): minorUnits
            }
        }
    }

    /// Accepted values of limits, in minor units.
    ///
    /// The bank and the consoles compute a balance minus its minimum and its holds in 64 bits.
    /// These bounds leave enough room for that.
    static let bounds: ClosedRange<Int64> = -1_000_000_000_000_000_000...1_000_000_000_000_000_000

    /// The change of the lowest balance.
    let minimum: Bound
    /// The change of the highest balance.
    let maximum: Bound

    /// Returns the limits with the change applied.
    func applied(to limits: AccountLimits) -> AccountLimits {
        var changed = limits
        changed.minimumBalance = minimum.applied(to: limits.minimumBalance)
        changed.maximumBalance = maximum.applied(to: limits.maximumBalance)
        return changed
    }
}
