import CoreVocabulary
import MoneyCore

extension LedgerState {
    /// Returns the first rule that a transfer breaks, or a plan of what it changes.
    ///
    /// The checks are in the order of the cases of ``Rejection``.
    func judge(
        _ transfer: Transfer,
        in journalID: JournalID,
        at instant: Instant
    ) -> TransferVerdict {
        if let index = transferIndex[transfer.id] {
            let isInThisJournal = transfers[index].journalID == journalID
            return .refused(isInThisJournal ? .transferIDIsRepeated : .existsWithDifferentJournal)
        }
        if let rejection = transfer.shapeRejection(at: instant) { return .refused(rejection) }
        guard let debitIndex = accountIndex[transfer.debitAccountID] else {
            return .refused(.debitAccountNotFound)
        }
        guard let creditIndex = accountIndex[transfer.creditAccountID] else {
            return .refused(.creditAccountNotFound)
        }
        var plan = TransferPlan(
            debitIndex: debitIndex,
            creditIndex: creditIndex,
            actedOnIndex: nil,
            debitAccount: accounts[debitIndex],
            creditAccount: accounts[creditIndex]
        )
        if let rejection = currencyRejection(of: transfer, plan) { return .refused(rejection) }
        if let id = transfer.kind.actsOn {
            plan.actedOnIndex = transferIndex[id]
            if let rejection = rejection(of: transfer, actingOn: plan.actedOnIndex, at: instant) {
                return .refused(rejection)
            }
        }
        if plan.debitAccount.isClosed { return .refused(.debitAccountIsClosed) }
        if plan.creditAccount.isClosed { return .refused(.creditAccountIsClosed) }
        if let rejection = plan.move(transfer, actedOn: plan.actedOnIndex.map { transfers[$0] }) {
            return .refused(rejection)
        }
        return .allowed(plan)
    }

    private func currencyRejection(of transfer: Transfer, _ plan: TransferPlan) -> Rejection? {
        guard plan.debitAccount.currency == plan.creditAccount.currency else {
            return .accountsHaveDifferentCurrencies
        }
        return transfer.amount.currency == plan.debitAccount.currency
            ? nil : .currencyIsNotTheAccounts
    }

    private func rejection(
        of transfer: Transfer,
        actingOn index: Int?,
        at instant: Instant
    ) -> Rejection? {
        if case .reversal = transfer.kind {
            guard let index else { return .reversedTransferNotFound }
            return transfer.rejection(asReversalOf: transfers[index])
        }
        guard let index else { return .pendingTransferNotFound }
        return transfer.rejection(resolving: transfers[index], at: instant)
    }
}
