import CoreVocabulary
import LedgerCore
import MoneyCore

/// The office closes accounts: what is not empty must be refused, and what is closed stays so.
extension BackOffice {
    /// Accounts that are emptied to be closed, by number; the others are left to be paid from.
    private static let closedAccounts = [2, 4, 5, 7, 8, 9]

    /// Closes an account as it stands or emptied before; at times with something on its way to it
    /// or held on it, and at times goes on with it as if it were open.
    func close() async throws {
        let number = state.value.dice.pick(Self.closedAccounts) ?? Self.closedAccounts[0]
        let account = Town.accounts[number]
        guard !state.value.dice.percent(25) else { return try await closeAny() }
        try await empty(account)
        switch state.value.dice.below(5) {
        case ..<2: try await post([pending(1, on: account, isAnnounced: true)])
        case 2: try await post([pending(1, on: account, isAnnounced: false)])
        default: break
        }
        try await ask(.closeAccount(account.id)).ignore()
        if state.value.dice.percent(50) {
            try await empty(account)
            try await ask(.closeAccount(account.id)).ignore()
        }
        if state.value.dice.percent(60) { try await useClosed(account) }
    }

    /// Closes any account as it stands, or one that is not there.
    private func closeAny() async throws {
        let any = Town.accounts[state.value.dice.below(Town.accounts.count)].id
        let id = state.value.dice.percent(10) ? AccountID(rawValue: 7) : any
        try await ask(.closeAccount(id)).ignore()
    }

    /// Voids whatever is pending on an account, and pays out or in what its balance is.
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

    /// Money that is announced to an account, or held on it, without an end.
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

    /// Does with an account what nobody can once it is closed.
    private func useClosed(_ account: Town.TownAccount) async throws {
        let cash = Town.cash(of: account.currency)
        let amount = Money(minorUnits: 100, currency: account.currency)
        switch state.value.dice.below(5) {
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
