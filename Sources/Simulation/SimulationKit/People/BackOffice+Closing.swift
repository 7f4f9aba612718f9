import CoreVocabulary
import LedgerCore
import MoneyCore

/// Closing of accounts by the office.
///
/// The bank has to refuse an account that is not empty, and a closed one stays closed.
extension BackOffice {
    /// Numbers of the accounts that may be closed; the others stay in use for payments.
    private static let closedAccounts = [2, 4, 5, 7, 8, 9]

    /// Closes an account, mostly an empty one, at times with money pending, and uses it afterwards.
    func close() async throws {
        let number = dice.value.pick(Self.closedAccounts) ?? Self.closedAccounts[0]
        let account = Town.accounts[number]
        guard !dice.value.percent(25) else { return try await closeAny() }
        try await empty(account)
        switch dice.value.below(5) {
        case ..<2: try await post([pending(1, on: account, isAnnounced: true)])
        case 2: try await post([pending(1, on: account, isAnnounced: false)])
        default: break
        }
        try await ask(.closeAccount(account.id)).ignore()
        if dice.value.percent(50) {
            try await empty(account)
            try await ask(.closeAccount(account.id)).ignore()
        }
        if dice.value.percent(60) { try await useClosed(account) }
    }

    /// Closes any account as it is, or one that does not exist.
    private func closeAny() async throws {
        let any = Town.accounts[dice.value.below(Town.accounts.count)].id
        let id = dice.value.percent(10) ? AccountID(rawValue: 7) : any
        try await ask(.closeAccount(id)).ignore()
    }

    /// Voids all pendings of an account and brings its balance to zero.
    private func empty(_ account: Town.TownAccount) async throws {
        let pending = world.judge.now.ledger.transfers.values.filter { made in
            let ends = [made.transfer.debitAccountID, made.transfer.creditAccountID]
            return made.end == .pending && ends.contains(account.id)
        }
        for id in pending.map(\.transfer.id).sorted() { try await ask(.voidHold(id)).ignore() }
        let balance = world.judge.now.ledger.accounts[account.id]?.balance ?? 0
        guard balance != 0 else { return }
        let cash = Town.cash(of: account.currency)
        let (debit, credit) = balance > 0 ? (account.id, cash) : (cash, account.id)
        let amount = Money(minorUnits: abs(balance), currency: account.currency)
        try await post([make(debit: debit, credit: credit, amount)])
    }

    /// Makes a pending transfer without an expiry, to the account if it is announced, else from it.
    private func pending(
        _ minorUnits: Int64,
        on account: Town.TownAccount,
        isAnnounced: Bool
    ) -> Transfer {
        let cash = Town.cash(of: account.currency)
        return make(
            debit: isAnnounced ? cash : account.id,
            credit: isAnnounced ? account.id : cash,
            Money(minorUnits: minorUnits, currency: account.currency),
            .pend(expiresAt: nil)
        )
    }

    /// Tries an act that the closing of the account forbids.
    private func useClosed(_ account: Town.TownAccount) async throws {
        let cash = Town.cash(of: account.currency)
        let amount = Money(minorUnits: 100, currency: account.currency)
        switch dice.value.below(5) {
        case 0: try await post([make(debit: cash, credit: account.id, amount)])
        case 1: try await post([make(debit: account.id, credit: cash, amount)])
        case 2: try await post([pending(100, on: account, isAnnounced: true)])
        case 3:
            let bounds = ModelLedger.Bounds(minimum: nil, maximum: account.maximum)
            try await ask(.changeLimits(account.id, bounds)).ignore()
        default: try await ask(.closeAccount(account.id)).ignore()
        }
    }
}
