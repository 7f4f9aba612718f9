import MoneyCore
import SyncCore

extension AgedBalance {
    /// True if what is available is the sum of the other figures; where 64 bits do not hold that, it
    /// is only the nearest amount that they hold, and is not shown.
    ///
    /// Nothing of a closed account can be spent, whatever its other figures are: that is known.
    var addsUp: Bool {
        if isClosed { return true }
        let sum =
            Int128(booked.minorUnits) - Int128(held.minorUnits) + Int128(overdraft.minorUnits)
            - Int128(minimumBalance.minorUnits)
        return Int128(available.minorUnits) == sum
    }
}
