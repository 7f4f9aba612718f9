extension AccountLimits {
    /// Whether no balance at all could keep them.
    var contradictThemselves: Bool {
        guard let minimumBalance, let maximumBalance else { return false }
        return minimumBalance > maximumBalance
    }
}

extension Account {
    /// Whether every limit holds as the account stands.
    var keepsLimits: Bool {
        brokenLimit(byMovementOn: .debit) == nil && brokenLimit(byMovementOn: .credit) == nil
    }

    /// The first limit that is broken and that a movement on this side makes worse.
    ///
    /// Holds count against the limit they could break and never in its favour: what is pending on
    /// this side counts as posted, what is pending on the other side counts as nothing.
    /// Money that eases a broken limit is therefore always welcome.
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
