import CoreVocabulary
import MoneyCore

extension Transfer {
    /// Returns the first rule that this post or void of a pending transfer breaks; nil if none.
    func rejection(resolving record: TransferRecord, at instant: Instant) -> Rejection? {
        if let rejection = record.mismatch(debit: debitAccountID, credit: creditAccountID) {
            return rejection
        }
        let held = record.transfer.amount
        if case .post = kind, amount.minorUnits > held.minorUnits { return .amountExceedsPending }
        if case .void = kind, amount != held { return .amountIsNotPendingAmount }
        // The transfer ends when its time is over, even if no expiry has released the hold yet.
        return record.endRejection ?? (record.isDue(at: instant) ? .pendingTransferExpired : nil)
    }

    /// Returns the first rule that this reversal of a transfer breaks; nil if none.
    func rejection(asReversalOf record: TransferRecord) -> Rejection? {
        let reversed = record.transfer
        guard reversed.kind.isBooked else { return .reversedTransferIsNotBooked }
        if case .reversal = reversed.kind { return .reversedTransferIsReversal }
        guard debitAccountID == reversed.creditAccountID,
            creditAccountID == reversed.debitAccountID
        else { return .reversalDoesNotMirrorAccounts }
        guard amount == reversed.amount else { return .reversalHasDifferentAmount }
        return record.reversedBy == nil ? nil : .reversedTransferAlreadyReversed
    }
}

extension TransferRecord {
    /// Returns the rejection if this never was a pending transfer, or has other accounts; nil if not.
    func mismatch(debit: AccountID, credit: AccountID) -> Rejection? {
        guard pendingStatus != .none else { return .pendingTransferIsNotPending }
        guard debit == transfer.debitAccountID else {
            return .pendingTransferHasDifferentDebitAccount
        }
        return credit == transfer.creditAccountID ? nil : .pendingTransferHasDifferentCreditAccount
    }

    /// The rejection that names how the transfer ended; nil for an open pending transfer.
    var endRejection: Rejection? {
        switch pendingStatus {
        case .none: .pendingTransferIsNotPending
        case .posted: .pendingTransferAlreadyPosted
        case .voided: .pendingTransferAlreadyVoided
        case .expired: .pendingTransferExpired
        case .pending: nil
        }
    }

    /// Returns true at or after the expiry of the transfer, if it has one.
    func isDue(at instant: Instant) -> Bool {
        guard let expiresAt = transfer.kind.expiresAt else { return false }
        return expiresAt <= instant
    }
}
