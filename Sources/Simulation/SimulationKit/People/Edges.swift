import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore

/// Boundary amounts: the largest that a rule allows, and the smallest that it forbids.
enum Edges {
    /// Draws a boundary amount for a transfer between two accounts, or nil if no limit applies.
    ///
    /// The amount is 1 or more, in minor units. The user is nil for the office, which has no limits
    /// of its own.
    static func amount(
        from debit: AccountID,
        to credit: AccountID,
        of user: UserID?,
        in world: World,
        _ dice: inout Dice
    ) -> Int64? {
        let state = world.judge.now
        var limits = ofAccounts(debit, credit, state.ledger)
        if let user, let currency = state.ledger.accounts[debit]?.currency {
            limits += ofUser(user, currency, world, state)
        }
        guard let limit = dice.pick(limits.filter { $0 >= 0 }) else { return nil }
        return max(1, limit + (dice.percent(50) ? 1 : 0))
    }

    /// Returns the amounts that one account can give and the other can take.
    private static func ofAccounts(
        _ debit: AccountID,
        _ credit: AccountID,
        _ ledger: ModelLedger
    ) -> [Int64] {
        var limits: [Int64] = []
        if let debtor = ledger.accounts[debit], debtor.side == .credit,
            let least = debtor.bounds.minimum
        {
            limits.append(debtor.balance - debtor.held - least)
        }
        if let creditor = ledger.accounts[credit], creditor.side == .credit,
            let most = creditor.bounds.maximum
        {
            limits.append(most - creditor.balance - creditor.counters.heldCredits)
        }
        return limits
    }

    /// Returns the transfer limit and the rest of the day's allowance.
    private static func ofUser(
        _ user: UserID,
        _ currency: Currency,
        _ world: World,
        _ state: ModelState
    ) -> [Int64] {
        var limits: [Int64] = []
        if currency == Town.transferLimit.currency { limits.append(Town.transferLimit.minorUnits) }
        if let role = state.people[user]?.role, let most = world.sizes.days[role, currency] {
            let today = ZoneOffset.india.date(of: world.bank.clockTime)
            let key = ModelState.Allowance(user: user, day: today, currency: currency)
            limits.append(most.minorUnits - (state.moved[key] ?? 0))
        }
        return limits
    }
}
