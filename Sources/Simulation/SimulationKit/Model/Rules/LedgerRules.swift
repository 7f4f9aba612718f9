import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore

extension ModelLedger {
    /// Maximum number of transfers in a journal.
    private static let journalLimit = 8_189

    /// Applies rules 1 to 22 of docs/LEDGER_RULES.md by precedence; nil if none is broken.
    func rejection(of transfer: Transfer, in journal: JournalID, at time: Instant) -> Rejection? {
        if let known = transfers[transfer.id] {
            return known.journal == journal ? .transferIDIsRepeated : .existsWithDifferentJournal
        }
        if Self.isReserved(transfer.id.rawValue) { return .transferIDIsReserved }
        if transfer.code == 0 { return .codeIsZero }
        if transfer.amount.minorUnits <= 0 { return .amountIsNotPositive }
        if transfer.debitAccountID == transfer.creditAccountID { return .accountsAreTheSame }
        if let end = transfer.kind.expiresAt, end <= time { return .expiryIsNotInFuture }
        guard let debtor = accounts[transfer.debitAccountID] else { return .debitAccountNotFound }
        guard let creditor = accounts[transfer.creditAccountID] else {
            return .creditAccountNotFound
        }
        if debtor.currency != creditor.currency { return .accountsHaveDifferentCurrencies }
        if transfer.amount.currency != debtor.currency { return .currencyIsNotTheAccounts }
        switch transfer.kind {
        case .direct, .pend: break
        case .reversal(let id):
            if let broken = rejection(of: transfer, reversing: transfers[id]) { return broken }
        case .post(let id), .void(let id):
            return rejection(of: transfer, ending: transfers[id], at: time)
                ?? Self.rejection(ofClosed: debtor, creditor)
        }
        return Self.rejection(ofClosed: debtor, creditor)
            ?? Self.rejection(of: transfer.amount.minorUnits, debtor, creditor)
    }

    /// Applies rule 22 on closed accounts.
    private static func rejection(ofClosed debtor: Account, _ creditor: Account) -> Rejection? {
        if debtor.isClosed { return .debitAccountIsClosed }
        return creditor.isClosed ? .creditAccountIsClosed : nil
    }

    /// Applies rules 13 and 14 on reversals.
    private func rejection(of transfer: Transfer, reversing made: Made?) -> Rejection? {
        guard let made else { return .reversedTransferNotFound }
        let first = made.transfer
        switch first.kind {
        case .pend, .void: return .reversedTransferIsNotBooked
        case .reversal: return .reversedTransferIsReversal
        case .direct, .post: break
        }
        let isMirror =
            transfer.debitAccountID == first.creditAccountID
            && transfer.creditAccountID == first.debitAccountID
        if !isMirror { return .reversalDoesNotMirrorAccounts }
        if transfer.amount.minorUnits != first.amount.minorUnits {
            return .reversalHasDifferentAmount
        }
        return made.isReversed ? .reversedTransferAlreadyReversed : nil
    }

    /// Applies rules 8 to 12; a granted hold can be posted, whatever the limits say.
    private func rejection(
        of transfer: Transfer,
        ending made: Made?,
        at time: Instant
    ) -> Rejection? {
        guard let made else { return .pendingTransferNotFound }
        let first = made.transfer
        guard case .pend(let expiresAt) = first.kind else { return .pendingTransferIsNotPending }
        if transfer.debitAccountID != first.debitAccountID {
            return .pendingTransferHasDifferentDebitAccount
        }
        if transfer.creditAccountID != first.creditAccountID {
            return .pendingTransferHasDifferentCreditAccount
        }
        let (amount, held) = (transfer.amount.minorUnits, first.amount.minorUnits)
        if transfer.kind.isBooked {
            if amount > held { return .amountExceedsPending }
        } else if amount != held {
            return .amountIsNotPendingAmount
        }
        switch made.end {
        case .posted: return .pendingTransferAlreadyPosted
        case .voided: return .pendingTransferAlreadyVoided
        case .expired: return .pendingTransferExpired
        case .none, .pending: break
        }
        return (expiresAt.map { $0 <= time } ?? false) ? .pendingTransferExpired : nil
    }

    /// Applies rules 7 and 16 to 18; holds count as posted, against their own account alone.
    private static func rejection(
        of amount: Int64,
        _ debtor: Account,
        _ creditor: Account
    ) -> Rejection? {
        let debits = (debtor.counters.debits + debtor.counters.heldDebits).addingReportingOverflow(
            amount
        )
        if debits.overflow { return .debitsOverflow }
        let credits = (creditor.counters.credits + creditor.counters.heldCredits)
            .addingReportingOverflow(amount)
        if credits.overflow { return .creditsOverflow }
        switch debtor.side {
        case .credit:
            let balance = debtor.counters.credits - debits.partialValue
            if balance < debtor.bounds.minimum ?? .min { return .debitAccountBelowMinimum }
        case .debit:
            let balance = debits.partialValue - debtor.counters.credits
            if balance > debtor.bounds.maximum ?? .max { return .debitAccountAboveMaximum }
        }
        switch creditor.side {
        case .debit:
            let balance = creditor.counters.debits - credits.partialValue
            if balance < creditor.bounds.minimum ?? .min { return .creditAccountBelowMinimum }
        case .credit:
            let balance = credits.partialValue - creditor.counters.debits
            if balance > creditor.bounds.maximum ?? .max { return .creditAccountAboveMaximum }
        }
        return nil
    }

    /// Applies rule 26 on the shape of a journal.
    static func shapeRefusal(of journal: Journal) -> Rejection? {
        if isReserved(journal.id.rawValue) { return .journalIDIsReserved }
        if journal.transfers.isEmpty { return .journalIsEmpty }
        return journal.transfers.count > journalLimit ? .journalIsTooLong : nil
    }

    /// Applies rule 28 on reserved identifiers.
    private static func isReserved(_ bits: UInt128) -> Bool { bits == 0 || bits == .max }

    /// Applies rule 25: returns the first field that differs from the journal first posted under
    /// this identifier, and compares the texts last.
    static func difference(of posting: Posting, from known: Decided) -> Refused? {
        let transfers = posting.journal.transfers
        guard transfers.count == known.transfers.count else {
            return Refused(rejection: .existsWithDifferentTransferCount, index: nil)
        }
        for (index, (now, first)) in zip(transfers, known.transfers).enumerated() {
            if let rejection = difference(of: now, from: first) {
                return Refused(rejection: rejection, index: index)
            }
        }
        let isSame = zip(posting.narratives, known.narratives).allSatisfy(==)
        return isSame ? nil : Refused(rejection: .existsWithDifferentNarrative, index: nil)
    }

    private static func difference(of now: Transfer, from first: Transfer) -> Rejection? {
        if now.id != first.id { return .existsWithDifferentTransferID }
        if now.kind.code != first.kind.code { return .existsWithDifferentKind }
        if now.kind.actsOn != first.kind.actsOn { return .existsWithDifferentActsOn }
        if now.kind.expiresAt != first.kind.expiresAt { return .existsWithDifferentExpiry }
        if now.debitAccountID != first.debitAccountID { return .existsWithDifferentDebitAccount }
        if now.creditAccountID != first.creditAccountID {
            return .existsWithDifferentCreditAccount
        }
        if now.amount.currency != first.amount.currency { return .existsWithDifferentCurrency }
        if now.amount.minorUnits != first.amount.minorUnits { return .existsWithDifferentAmount }
        if now.code != first.code { return .existsWithDifferentCode }
        if now.endToEndID != first.endToEndID { return .existsWithDifferentEndToEndID }
        if now.valueDate != first.valueDate { return .existsWithDifferentValueDate }
        return now.eventAt != first.eventAt ? .existsWithDifferentEventAt : nil
    }

    // MARK: Accounts

    /// Closes an account by rule 21: once, with no balance and nothing pending.
    mutating func close(_ id: AccountID) -> Rejection? {
        guard let account = accounts[id] else { return .accountNotFound }
        if account.isClosed { return .accountIsClosed }
        let counters = account.counters
        if counters.heldDebits != 0 || counters.heldCredits != 0 { return .accountHasPendings }
        if counters.debits != counters.credits { return .accountHasBalance }
        accounts[id]?.isClosed = true
        return nil
    }

    /// Changes the bounds of an account by rules 16 and 20, if it keeps them with holds counted
    /// against it.
    mutating func change(_ id: AccountID, to bounds: Bounds) -> Rejection? {
        if let least = bounds.minimum, let most = bounds.maximum, least > most {
            return .minimumExceedsMaximum
        }
        guard let account = accounts[id] else { return .accountNotFound }
        if account.isClosed { return .accountIsClosed }
        let counters = account.counters
        let grown = counters.credits - counters.debits
        let (lowest, highest) =
            account.side == .credit
            ? (grown - counters.heldDebits, grown + counters.heldCredits)
            : (-grown - counters.heldCredits, -grown + counters.heldDebits)
        let isKept = bounds.minimum.map { $0 <= lowest } ?? true
        guard isKept, bounds.maximum.map({ highest <= $0 }) ?? true else {
            return .limitsAreNotKept
        }
        accounts[id]?.bounds = bounds
        return nil
    }
}
