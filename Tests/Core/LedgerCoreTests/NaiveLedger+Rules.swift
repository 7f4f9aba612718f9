import CoreVocabulary
import LedgerCore
import MoneyCore

extension NaiveLedger {
    /// Every rule that a transfer breaks by itself or in the books as they are.
    func brokenRules(_ transfer: Transfer, in journalID: JournalID) -> Set<Rejection> {
        var broken = shapeProblems(transfer)
        if let known = made.first(where: { $0.transfer.id == transfer.id }) {
            let isHere = known.journalID == journalID
            broken.insert(isHere ? .transferIDIsRepeated : .existsWithDifferentJournal)
        }
        let debit = opening(transfer.debitAccountID)
        let credit = opening(transfer.creditAccountID)
        if debit == nil { broken.insert(.debitAccountNotFound) }
        if credit == nil { broken.insert(.creditAccountNotFound) }
        if let debit, let credit {
            if debit.currency != credit.currency { broken.insert(.accountsHaveDifferentCurrencies) }
            if transfer.amount.currency != debit.currency {
                broken.insert(.currencyIsNotTheAccounts)
            }
        }
        broken.formUnion(actingProblems(transfer))
        if closed.contains(transfer.debitAccountID) { broken.insert(.debitAccountIsClosed) }
        if closed.contains(transfer.creditAccountID) { broken.insert(.creditAccountIsClosed) }
        if let debit, let credit, debit.id != credit.id {
            broken.formUnion(effectProblems(transfer, debit, credit))
        }
        return broken
    }

    func pendingProblems(
        _ pending: Transfer,
        _ debit: AccountID,
        _ credit: AccountID
    ) -> Set<Rejection> {
        guard case .pend = pending.kind else { return [.pendingTransferIsNotPending] }
        var broken: Set<Rejection> = []
        if pending.debitAccountID != debit {
            broken.insert(.pendingTransferHasDifferentDebitAccount)
        }
        if pending.creditAccountID != credit {
            broken.insert(.pendingTransferHasDifferentCreditAccount)
        }
        switch status(pending.id) {
        case .posted: broken.insert(.pendingTransferAlreadyPosted)
        case .voided: broken.insert(.pendingTransferAlreadyVoided)
        case .expired: broken.insert(.pendingTransferExpired)
        case .none, .pending: break
        }
        return broken
    }

    private func shapeProblems(_ transfer: Transfer) -> Set<Rejection> {
        var broken: Set<Rejection> = []
        if transfer.id.rawValue == 0 || transfer.id.rawValue == .max {
            broken.insert(.transferIDIsReserved)
        }
        if transfer.code == 0 { broken.insert(.codeIsZero) }
        if transfer.amount.minorUnits <= 0 { broken.insert(.amountIsNotPositive) }
        if transfer.debitAccountID == transfer.creditAccountID {
            broken.insert(.accountsAreTheSame)
        }
        if let expiresAt = transfer.kind.expiresAt, expiresAt <= now {
            broken.insert(.expiryIsNotInFuture)
        }
        return broken
    }

    private func actingProblems(_ transfer: Transfer) -> Set<Rejection> {
        guard let id = transfer.kind.actsOn else { return [] }
        let target = made.first { $0.transfer.id == id }?.transfer
        if case .reversal = transfer.kind {
            guard let target else { return [.reversedTransferNotFound] }
            return reversalProblems(transfer, target)
        }
        guard let target else { return [.pendingTransferNotFound] }
        var broken = pendingProblems(target, transfer.debitAccountID, transfer.creditAccountID)
        guard case .pend(let expiresAt) = target.kind else { return broken }
        if let expiresAt, expiresAt <= now, status(id) == .pending {
            broken.insert(.pendingTransferExpired)
        }
        if case .post = transfer.kind, transfer.amount.minorUnits > target.amount.minorUnits {
            broken.insert(.amountExceedsPending)
        }
        if case .void = transfer.kind, transfer.amount != target.amount {
            broken.insert(.amountIsNotPendingAmount)
        }
        return broken
    }

    private func reversalProblems(_ transfer: Transfer, _ target: Transfer) -> Set<Rejection> {
        var broken: Set<Rejection> = []
        switch target.kind {
        case .pend, .void: broken.insert(.reversedTransferIsNotBooked)
        case .reversal: broken.insert(.reversedTransferIsReversal)
        case .direct, .post: break
        }
        if transfer.debitAccountID != target.creditAccountID
            || transfer.creditAccountID != target.debitAccountID
        {
            broken.insert(.reversalDoesNotMirrorAccounts)
        }
        if transfer.amount != target.amount { broken.insert(.reversalHasDifferentAmount) }
        if made.contains(where: { $0.transfer.kind == .reversal(of: target.id) }) {
            broken.insert(.reversedTransferAlreadyReversed)
        }
        return broken
    }

    /// What the counters would be, held against 64 bits and the limits.
    private func effectProblems(
        _ transfer: Transfer,
        _ debit: AccountOpening,
        _ credit: AccountOpening
    ) -> Set<Rejection> {
        let amount = Int128(transfer.amount.minorUnits)
        guard amount > 0 else { return [] }
        var left = counted(debit.id)
        var right = counted(credit.id)
        switch transfer.kind {
        case .direct, .reversal:
            left.debitsPosted += amount
            right.creditsPosted += amount
        case .pend:
            left.debitsPending += amount
            right.creditsPending += amount
        case .post, .void:
            return []
        }
        var broken: Set<Rejection> = []
        if left.debitsPending + left.debitsPosted > Int128(Int64.max) {
            broken.insert(.debitsOverflow)
        }
        if right.creditsPending + right.creditsPosted > Int128(Int64.max) {
            broken.insert(.creditsOverflow)
        }
        let debitProblems = Problems(left, limits[debit.id] ?? .none, debit.normalBalance)
        let creditProblems = Problems(right, limits[credit.id] ?? .none, credit.normalBalance)
        if debitProblems.debitsExceed { broken.insert(.debitsExceedCredits) }
        if creditProblems.creditsExceed { broken.insert(.creditsExceedDebits) }
        if debitProblems.belowMinimum { broken.insert(.debitAccountBelowMinimum) }
        if debitProblems.aboveMaximum { broken.insert(.debitAccountAboveMaximum) }
        if creditProblems.belowMinimum { broken.insert(.creditAccountBelowMinimum) }
        if creditProblems.aboveMaximum { broken.insert(.creditAccountAboveMaximum) }
        return broken
    }
}

/// The limits that counters break, each worked out from the best and the worst outcome of holds.
struct Problems {
    var debitsExceed: Bool
    var creditsExceed: Bool
    var belowMinimum: Bool
    var aboveMaximum: Bool

    var any: Bool { debitsExceed || creditsExceed || belowMinimum || aboveMaximum }

    init(_ counted: NaiveLedger.Counted, _ limits: AccountLimits, _ normal: Side) {
        let mostDebits = counted.debitsPosted + counted.debitsPending
        let mostCredits = counted.creditsPosted + counted.creditsPending
        debitsExceed = limits.debitsMustNotExceedCredits && mostDebits > counted.creditsPosted
        creditsExceed = limits.creditsMustNotExceedDebits && mostCredits > counted.debitsPosted
        let lowest =
            normal == .credit
            ? counted.creditsPosted - mostDebits : counted.debitsPosted - mostCredits
        let highest =
            normal == .credit
            ? mostCredits - counted.debitsPosted : mostDebits - counted.creditsPosted
        belowMinimum = limits.minimumBalance.map { lowest < Int128($0) } ?? false
        aboveMaximum = limits.maximumBalance.map { highest > Int128($0) } ?? false
    }
}
