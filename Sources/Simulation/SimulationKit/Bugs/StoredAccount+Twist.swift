import LedgerCore
import LedgerService

extension StoredAccount {
    /// Returns the account with other limits.
    func with(limits: AccountLimits) -> StoredAccount { with(limits: limits, account.counters) }

    /// Returns the account with another sum of pending credits.
    func with(announced creditsPending: Int64) -> StoredAccount {
        let known = account.counters
        let counters = AccountCounters(
            debitsPending: known.debitsPending,
            debitsPosted: known.debitsPosted,
            creditsPending: creditsPending,
            creditsPosted: known.creditsPosted
        )
        return with(limits: account.limits, counters ?? known)
    }

    private func with(limits: AccountLimits, _ counters: AccountCounters) -> StoredAccount {
        let changed = Account(
            id: account.id,
            currency: account.currency,
            normalBalance: account.normalBalance,
            openedAt: account.openedAt,
            limits: limits,
            isClosed: account.isClosed,
            counters: counters,
            version: account.version
        )
        var stored = self
        stored.account = changed ?? account
        return stored
    }
}
