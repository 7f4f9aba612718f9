package import MoneyCore

extension Account {
    /// Booked balance: the posted amounts, positive on the normal side (ISO 20022 CLBD).
    package var booked: Money {
        money(counters.posted(normalBalance) - counters.posted(normalBalance.opposite))
    }

    /// Amount held by open pending transfers on the side that reduces the balance.
    package var held: Money {
        money(counters.pending(normalBalance.opposite))
    }

    /// Available balance: booked, less held, less the lowest balance allowed (ISO 20022 CLAV).
    ///
    /// An overdraft is a negative minimum and so adds to it. Pending amounts that would increase
    /// the balance do not.
    package var available: Money {
        booked.available(
            heldMinorUnits: held.minorUnits,
            lowestBalanceMinorUnits: lowestBalance ?? 0
        )
    }

    /// Lowest booked balance that the limits allow, in minor units; nil if there is none.
    package var lowestBalance: Int64? {
        guard limits.keepsNormalSideAhead(normalBalance) else { return limits.minimumBalance }
        return max(0, limits.minimumBalance ?? 0)
    }

    private func money(_ minorUnits: Int64) -> Money {
        Money(minorUnits: minorUnits, currency: currency)
    }
}

extension AccountLimits {
    /// Returns true if a flag keeps the balance at or above zero, given the account's normal side.
    func keepsNormalSideAhead(_ normalBalance: Side) -> Bool {
        normalBalance == .credit ? debitsMustNotExceedCredits : creditsMustNotExceedDebits
    }
}
