extension Rejection {
    /// True if the same request under a new ID may be accepted later.
    ///
    /// Any other rejection is permanent. Either way the refused ID keeps its answer.
    package var isTransient: Bool {
        switch self {
        case .debitAccountNotFound, .creditAccountNotFound, .pendingTransferNotFound,
            .pendingTransferIsNotDue, .reversedTransferNotFound, .debitsExceedCredits,
            .creditsExceedDebits, .debitAccountBelowMinimum, .debitAccountAboveMaximum,
            .creditAccountBelowMinimum, .creditAccountAboveMaximum, .accountNotFound,
            .accountHasPendings, .accountHasBalance, .limitsAreNotKept:
            true
        case .journalIDIsReserved, .journalIsEmpty, .journalIsTooLong,
            .existsWithDifferentTransferCount, .existsWithDifferentTransferID,
            .existsWithDifferentKind, .existsWithDifferentActsOn, .existsWithDifferentExpiry,
            .existsWithDifferentDebitAccount, .existsWithDifferentCreditAccount,
            .existsWithDifferentCurrency, .existsWithDifferentAmount, .existsWithDifferentCode,
            .existsWithDifferentEndToEndID, .existsWithDifferentValueDate,
            .existsWithDifferentEventAt, .existsWithDifferentNarrative,
            .existsWithDifferentJournal, .transferIDIsRepeated,
            .transferIDIsReserved, .codeIsZero, .amountIsNotPositive, .accountsAreTheSame,
            .expiryIsNotInFuture, .accountsHaveDifferentCurrencies, .currencyIsNotTheAccounts,
            .pendingTransferIsNotPending, .pendingTransferHasDifferentDebitAccount,
            .pendingTransferHasDifferentCreditAccount, .amountExceedsPending,
            .amountIsNotPendingAmount, .pendingTransferAlreadyPosted, .pendingTransferAlreadyVoided,
            .pendingTransferExpired, .reversedTransferIsNotBooked, .reversedTransferIsReversal,
            .reversalDoesNotMirrorAccounts, .reversalHasDifferentAmount,
            .reversedTransferAlreadyReversed, .debitAccountIsClosed, .creditAccountIsClosed,
            .debitsOverflow, .creditsOverflow, .accountIDIsReserved,
            .accountExistsWithDifferentCurrency, .accountExistsWithDifferentNormalBalance,
            .accountExistsWithDifferentLimits, .minimumExceedsMaximum, .accountIsClosed:
            false
        }
    }
}
