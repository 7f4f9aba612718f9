import LedgerCore

/// The part of an account's limits that an operator typed; the rest stays as it is.
struct LimitChange: Sendable {
    /// What becomes of one of them.
    enum Bound: Sendable {
        /// It stays.
        case kept
        /// There is none any more.
        case removed
        /// It is this from now on, in minor units.
        case set(Int64)

        fileprivate func applied(to bound: Int64?) -> Int64? {
            switch self {
            case .kept: bound
            case .removed: nil
            case .set(let minorUnits): minorUnits
            }
        }
    }

    /// The bounds that can be given, in minor units.
    ///
    /// A balance less its lowest one and what is held is counted in 64 bits, by consoles too: bounds lie
    /// so far from the ends that it fits.
    static let bounds: ClosedRange<Int64> = -1_000_000_000_000_000_000...1_000_000_000_000_000_000

    /// The lowest balance.
    let minimum: Bound
    /// The highest balance.
    let maximum: Bound

    /// The limits with what was typed.
    func applied(to limits: AccountLimits) -> AccountLimits {
        var changed = limits
        changed.minimumBalance = minimum.applied(to: limits.minimumBalance)
        changed.maximumBalance = maximum.applied(to: limits.maximumBalance)
        return changed
    }
}
