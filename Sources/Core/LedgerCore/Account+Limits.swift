extension AccountLimits {
    /// True if no balance can satisfy the limits, because the minimum exceeds the maximum.
    var contradictThemselves: Bool {
        guard let minimumBalance, let maximumBalance else { return false }
        return minimumBalance > maximumBalance
    }
}

extension Account {
    /// True if the account's current balance satisfies every limit.
    var keepsLimits: Bool {
        brokenLimit(byMovementOn: .debit) == nil && brokenLimit(byMovementOn: .credit) == nil
    }

    /// Returns the first broken limit that a movement on this side makes worse; nil if none.
    ///
    /// Holds count against a limit and never in its favour: pending amounts on this side count as
    /// posted, and pending amounts on the other side do not count. A movement that eases a broken
    /// limit is therefore always allowed.
    func brokenLimit(byMovementOn side: Side) -> BrokenLimit? {
        let here = counters.pending(side) + counters.posted(side)
        let there = counters.posted(side.opposite)
        let isCapped =
            side == .debit ? limits.debitsMustNotExceedCredits : limits.creditsMustNotExceedDebits
        if isCapped, here > there { return .otherSide }
        if side == normalBalance {
            if let maximum = limits.maximumBalance, here - there > maximum { return .maximum }
        } else {
            if let minimum = limits.minimumBalance, there - here < minimum { return .minimum }
        }
        return nil
    }
}
