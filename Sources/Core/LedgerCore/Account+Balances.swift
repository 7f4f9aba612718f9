public import MoneyCore

extension Account {
    /// The booked balance: what is posted, signed by the normal side (ISO 20022 CLBD).
    public var booked: Money {
        money(counters.posted(normalBalance) - counters.posted(normalBalance.opposite))
    }

    /// What open holds will take away: pending movements on the side that lessens the balance.
    public var held: Money {
        money(counters.pending(normalBalance.opposite))
    }

    /// What can be moved away now: booked, less held, less the lowest balance allowed
    /// (ISO 20022 CLAV).
    ///
    /// An overdraft, being a negative minimum, adds to it. Money that is announced and not yet booked does not.
    public var available: Money {
        booked.available(
            heldMinorUnits: held.minorUnits,
            lowestBalanceMinorUnits: lowestBalance ?? 0
        )
    }

    /// The lowest booked balance that the limits allow, in minor units; nil for none.
    public var lowestBalance: Int64? {
        guard limits.keepsNormalSideAhead(normalBalance) else { return limits.minimumBalance }
        return max(0, limits.minimumBalance ?? 0)
    }

    private func money(_ minorUnits: Int64) -> Money {
        Money(minorUnits: minorUnits, currency: currency)
    }
}

extension AccountLimits {
    /// Whether a flag keeps the balance of an account with this normal side at or above zero.
    func keepsNormalSideAhead(_ normalBalance: Side) -> Bool {
        normalBalance == .credit ? debitsMustNotExceedCredits : creditsMustNotExceedDebits
    }
}
