import CoreVocabulary
import MoneyCore

extension Transfer {
    /// Returns the first rule that this post or void of a pending transfer breaks; nil if none.
    func rejection(resolving record: TransferRecord, at instant: Instant) -> Rejection? {
        let pending = record.transfer
        guard record.pendingStatus != .none else { return .pendingTransferIsNotPending }
        guard debitAccountID == pending.debitAccountID else {
            return .pendingTransferHasDifferentDebitAccount
        }
        guard creditAccountID == pending.creditAccountID else {
            return .pendingTransferHasDifferentCreditAccount
        }
        if case .post = kind, amount.minorUnits > pending.amount.minorUnits {
            return .amountExceedsPending
        }
        if case .void = kind, amount != pending.amount { return .amountIsNotPendingAmount }
        return record.resolvedRejection(at: instant)
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
    /// Returns why a pending transfer can no longer be posted or voided; nil if it can.
    ///
    /// A pending transfer ends at the first instant at or after ``TransferKind/expiresAt``, even if
    /// no expiry has released the hold yet.
    func resolvedRejection(at instant: Instant) -> Rejection? {
        switch pendingStatus {
        case .none: return .pendingTransferIsNotPending
        case .posted: return .pendingTransferAlreadyPosted
        case .voided: return .pendingTransferAlreadyVoided
        case .expired: return .pendingTransferExpired
        case .pending: return isDue(at: instant) ? .pendingTransferExpired : nil
        }
    }

    /// Returns true if the transfer has an expiry and it has passed.
    func isDue(at instant: Instant) -> Bool {
        guard let expiresAt = transfer.kind.expiresAt else { return false }
        return expiresAt <= instant
    }
}
