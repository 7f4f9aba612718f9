/// Reason why the ledger refuses a command: the rule that the command broke.
///
/// The cases are in order of precedence: when a transfer breaks several rules, the answer is the
/// first one in this list. Among the transfers of a journal, the earlier transfer comes first. The
/// codes are fixed. A new case takes an unused number in its place, and no number is reused.
/// Source: docs/LEDGER_RULES.md.
package enum Rejection: UInt16, CaseIterable, Hashable, Sendable {
    // MARK: Shape of a journal

    /// The journal's id is all zeros or all ones.
    case journalIDIsReserved = 1010
    /// The journal has no transfers.
    case journalIsEmpty = 1020
    /// The journal has more than ``Journal/maximumTransferCount`` transfers.
    case journalIsTooLong = 1030

    // MARK: Idempotency: the id is known with another body

    /// The journal's id is known, with another number of transfers.
    case existsWithDifferentTransferCount = 2010
    /// The journal's id is known, with another transfer in this place.
    case existsWithDifferentTransferID = 2020
    /// The journal's id is known, with another kind of transfer.
    case existsWithDifferentKind = 2030
    /// The journal's id is known, with a transfer that acts on another one.
    case existsWithDifferentActsOn = 2040
    /// The journal's id is known, with another time of expiry.
    case existsWithDifferentExpiry = 2050
    /// The journal's id is known, with another debit account.
    case existsWithDifferentDebitAccount = 2060
    /// The journal's id is known, with another credit account.
    case existsWithDifferentCreditAccount = 2070
    /// The journal's id is known, with another currency.
    case existsWithDifferentCurrency = 2080
    /// The journal's id is known, with another amount.
    case existsWithDifferentAmount = 2090
    /// The journal's id is known, with another reason code.
    case existsWithDifferentCode = 2100
    /// The journal's id is known, with another payer's reference.
    case existsWithDifferentEndToEndID = 2110
    /// The journal's id is known, with another value date.
    case existsWithDifferentValueDate = 2120
    /// The journal's id is known, with another time of the event.
    case existsWithDifferentEventAt = 2130
    /// The journal's id is known, with another text for its entries.
    ///
    /// The service owns the texts and compares them.
    case existsWithDifferentNarrative = 2135
    /// The transfer's id is known, in another journal.
    case existsWithDifferentJournal = 2140
    /// The transfer's id occurs twice in the journal.
    case transferIDIsRepeated = 2150

    // MARK: Shape of a transfer

    /// The transfer's id is all zeros or all ones.
    case transferIDIsReserved = 3010
    /// The reason code is zero.
    case codeIsZero = 3020
    /// The amount is zero or less.
    case amountIsNotPositive = 3030
    /// The debit account and the credit account are the same.
    case accountsAreTheSame = 3040
    /// The hold would expire at or before the time at which it is made.
    case expiryIsNotInFuture = 3050

    // MARK: Existence

    /// The debit account does not exist.
    case debitAccountNotFound = 4010
    /// The credit account does not exist.
    case creditAccountNotFound = 4020
    /// The two accounts are in different currencies.
    case accountsHaveDifferentCurrencies = 4030
    /// The amount is in a currency that the accounts do not hold.
    case currencyIsNotTheAccounts = 4040

    // MARK: Pending transfers and reversals

    /// No transfer has the id to post, void or expire.
    case pendingTransferNotFound = 5010
    /// The transfer to post, void or expire is not a pending transfer.
    case pendingTransferIsNotPending = 5020
    /// The pending transfer debits another account.
    case pendingTransferHasDifferentDebitAccount = 5030
    /// The pending transfer credits another account.
    case pendingTransferHasDifferentCreditAccount = 5040
    /// The amount to post is greater than the pending one.
    case amountExceedsPending = 5050
    /// The amount to void is not the pending one.
    case amountIsNotPendingAmount = 5060
    /// The pending transfer was posted.
    case pendingTransferAlreadyPosted = 5070
    /// The pending transfer was voided.
    case pendingTransferAlreadyVoided = 5080
    /// The pending transfer has expired.
    case pendingTransferExpired = 5090
    /// The pending transfer to expire is not due yet, or has no expiry.
    case pendingTransferIsNotDue = 5100
    /// No transfer has the id to reverse.
    case reversedTransferNotFound = 5510
    /// The transfer to reverse is a pend or a void, which booked nothing.
    case reversedTransferIsNotBooked = 5520
    /// The transfer to reverse is a reversal itself.
    case reversedTransferIsReversal = 5530
    /// The reversal does not swap the accounts of the transfer.
    case reversalDoesNotMirrorAccounts = 5540
    /// The reversal's amount is not the transfer's.
    case reversalHasDifferentAmount = 5550
    /// The transfer was reversed before.
    case reversedTransferAlreadyReversed = 5560

    // MARK: State of the accounts

    /// The debit account is closed.
    case debitAccountIsClosed = 6010
    /// The credit account is closed.
    case creditAccountIsClosed = 6020
    /// The total debits of the debit account would exceed 64 bits.
    case debitsOverflow = 6030
    /// The total credits of the credit account would exceed 64 bits.
    case creditsOverflow = 6040

    // MARK: Limits

    /// The debit account's debits, holds included, would exceed its credits.
    case debitsExceedCredits = 7010
    /// The credit account's credits, holds included, would exceed its debits.
    case creditsExceedDebits = 7020
    /// The debit account would fall below its lowest balance, holds included.
    case debitAccountBelowMinimum = 7030
    /// The debit account would rise above its highest balance, holds included.
    case debitAccountAboveMaximum = 7040
    /// The credit account would fall below its lowest balance, holds included.
    case creditAccountBelowMinimum = 7050
    /// The credit account would rise above its highest balance, holds included.
    case creditAccountAboveMaximum = 7060

    // MARK: Opening, closing and changing accounts

    /// The account's id is all zeros or all ones.
    case accountIDIsReserved = 8010
    /// The account's id is known, with another currency.
    case accountExistsWithDifferentCurrency = 8020
    /// The account's id is known, with another normal side.
    case accountExistsWithDifferentNormalBalance = 8030
    /// The account's id is known, with other limits.
    case accountExistsWithDifferentLimits = 8040
    /// The lowest balance is above the highest.
    case minimumExceedsMaximum = 8050
    /// The account does not exist.
    case accountNotFound = 8060
    /// The account is already closed.
    case accountIsClosed = 8070
    /// The account still has pending transfers.
    case accountHasPendings = 8080
    /// The account's booked balance is not zero.
    case accountHasBalance = 8090
    /// The account's current balance does not satisfy the new limits.
    case limitsAreNotKept = 8100
}
