import CoreVocabulary
import MoneyCore

extension LedgerState {
    /// Returns all violations of the ledger's invariants; empty if the books are right.
    ///
    /// The whole ledger has to be loaded. Source: docs/LEDGER_RULES.md, "Invariants".
    ///
    /// - Complexity: O(n) in the number of accounts and transfers.
    package func checkInvariants() -> [LedgerViolation] {
        accounts.flatMap(\.violations) + balanceViolations() + transferViolations()
            + recomputedViolations()
    }

    /// Checks that Σ debits = Σ credits in each currency, for posted and for pending amounts.
    private func balanceViolations() -> [LedgerViolation] {
        var totals = CurrencyTotals()
        for account in accounts { totals.add(account) }
        return totals.violations
    }

    /// Checks that each transfer has its accounts, its journal, and marks that match their makers.
    private func transferViolations() -> [LedgerViolation] {
        transfers.flatMap { record -> [LedgerViolation] in
            let transfer = record.transfer
            let hasAccounts =
                accountIndex[transfer.debitAccountID] != nil
                && accountIndex[transfer.creditAccountID] != nil
            return (hasAccounts ? [] : [.accountIsMissing(transfer.id)])
                + (marksFit(record) ? [] : [.marksDoNotFit(transfer.id)])
                + (journalFits(record) ? [] : [.journalDoesNotFit(transfer.id)])
        }
    }

    /// Returns true if a transfer's marks match.
    ///
    /// Each mark on it was made by the transfer that it names, and each mark that it had to make on
    /// another transfer is there.
    private func marksFit(_ record: TransferRecord) -> Bool {
        if let actedOn = record.transfer.kind.actsOn {
            guard let target = transfer(actedOn), target.isMarked(by: record.transfer) else {
                return false
            }
        }
        if let resolution = record.resolution {
            guard case .pend = record.transfer.kind else { return false }
            if let resolver = resolution.resolvedBy {
                guard transfer(resolver)?.transfer.kind.actsOn == record.transfer.id else {
                    return false
                }
            }
        }
        if let reverser = record.reversedBy {
            guard record.transfer.kind.isBooked else { return false }
            return transfer(reverser)?.transfer.kind == .reversal(of: record.transfer.id)
        }
        return true
    }

    private func journalFits(_ record: TransferRecord) -> Bool {
        guard let known = journal(record.journalID), known.decision.isAccepted else { return false }
        let siblings = known.journal.transfers
        return siblings.indices.contains(record.journalIndex)
            && siblings[record.journalIndex] == record.transfer
    }

    /// Checks that every counter and version equals the total of the transfers.
    private func recomputedViolations() -> [LedgerViolation] {
        var totals = [AccountTotals](repeating: AccountTotals(), count: accounts.count)
        for record in transfers {
            for side in Side.allCases {
                let id = record.transfer.accountID(on: side)
                if let index = accountIndex[id] { totals[index].add(record, on: side) }
            }
        }
        return zip(accounts, totals).flatMap { account, total in total.violations(of: account) }
    }
}

extension TransferRecord {
    /// Returns true if this record is marked as posted, voided or reversed by the other transfer.
    fileprivate func isMarked(by other: Transfer) -> Bool {
        switch other.kind {
        case .direct, .pend: false
        case .post: resolution?.resolvedBy == other.id && resolution?.status == .posted
        case .void: resolution?.resolvedBy == other.id && resolution?.status == .voided
        case .reversal: reversedBy == other.id
        }
    }
}

extension Account {
    /// Violations found in this account alone.
    fileprivate var violations: [LedgerViolation] {
        guard counters.isValid else { return [.countersAreInvalid(id)] }
        let isEmpty =
            booked.isZero && counters.debitsPending == 0 && counters.creditsPending == 0
        return (keepsLimits ? [] : [.limitIsBroken(id)])
            + (isClosed && !isEmpty ? [.closedAccountIsNotEmpty(id)] : [])
    }
}
