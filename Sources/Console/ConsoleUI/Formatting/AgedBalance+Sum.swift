import MoneyCore
import SyncCore

extension AgedBalance {
    /// True if the available amount equals the sum of the other figures.
    ///
    /// If the sum does not fit into 64 bits, the available amount is only the nearest representable
    /// one and is not shown. For a closed account it is always true, because nothing can be spent
    /// whatever its other figures are.
    var addsUp: Bool {
        if isClosed { return true }
        let sum =
            Int128(booked.minorUnits) - Int128(held.minorUnits) + Int128(overdraft.minorUnits)
            - Int128(minimumBalance.minorUnits)
        return Int128(available.minorUnits) == sum
    }
}
