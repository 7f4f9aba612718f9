import CoreVocabulary
import MoneyCore

extension LedgerState {
    /// Opens an account, or returns the earlier decision if it was opened before.
    mutating func open(_ opening: AccountOpening, at instant: Instant) -> Outcome {
        guard !opening.id.isReserved else { return refused(.accountIDIsReserved) }
        if let known = account(opening.id) {
            guard let rejection = difference(between: opening, and: known) else {
                return .exists(Decision(decidedAt: known.openedAt))
            }
            return refused(rejection)
        }
        guard !opening.limits.contradictThemselves else { return refused(.minimumExceedsMaximum) }
        let account = Account(opening, openedAt: instant)
        guard account.keepsLimits else { return refused(.limitsAreNotKept) }
        insert(account)
        return .accepted([.accountOpened(account)])
    }

    /// Closes an account that has no balance and no pending transfers.
    mutating func close(_ id: AccountID) -> Outcome {
        guard let index = accountIndex[id] else { return refused(.accountNotFound) }
        let account = accounts[index]
        guard !account.isClosed else { return refused(.accountIsClosed) }
        guard account.counters.debitsPending == 0, account.counters.creditsPending == 0 else {
            return refused(.accountHasPendings)
        }
        guard account.booked.isZero else { return refused(.accountHasBalance) }
        accounts[index].isClosed = true
        return .accepted([.accountClosed(accounts[index])])
    }

    /// Replaces the limits of an account whose balance already satisfies the new ones.
    mutating func change(_ id: AccountID, to limits: AccountLimits) -> Outcome {
        guard !limits.contradictThemselves else { return refused(.minimumExceedsMaximum) }
        guard let index = accountIndex[id] else { return refused(.accountNotFound) }
        guard !accounts[index].isClosed else { return refused(.accountIsClosed) }
        var changed = accounts[index]
        changed.limits = limits
        guard changed.keepsLimits else { return refused(.limitsAreNotKept) }
        accounts[index] = changed
        return .accepted([.limitsChanged(changed)])
    }

    private func refused(_ rejection: Rejection) -> Outcome {
        .rejected(Refusal(rejection), [])
    }

    private func difference(between opening: AccountOpening, and account: Account) -> Rejection? {
        if opening.currency != account.currency { return .accountExistsWithDifferentCurrency }
        if opening.normalBalance != account.normalBalance {
            return .accountExistsWithDifferentNormalBalance
        }
        return opening.limits == account.limits ? nil : .accountExistsWithDifferentLimits
    }
}
