extension Rejection {
    /// The field that has to be changed; nil for the command as a whole.
    public var field: LedgerField? {
        switch self {
        case .journalIDIsReserved, .journalIsEmpty, .journalIsTooLong:
            nil
        case .existsWithDifferentTransferCount:
            .transferCount
        case .existsWithDifferentTransferID, .transferIDIsRepeated, .transferIDIsReserved:
            .transferID
        case .existsWithDifferentKind:
            .kind
        case .existsWithDifferentActsOn, .pendingTransferNotFound, .pendingTransferIsNotPending,
            .pendingTransferAlreadyPosted, .pendingTransferAlreadyVoided, .pendingTransferExpired,
            .pendingTransferIsNotDue, .reversedTransferNotFound, .reversedTransferIsNotBooked,
            .reversedTransferIsReversal, .reversedTransferAlreadyReversed:
            .actsOn
        case .existsWithDifferentExpiry, .expiryIsNotInFuture:
            .expiresAt
        case .existsWithDifferentDebitAccount, .debitAccountNotFound,
            .pendingTransferHasDifferentDebitAccount, .reversalDoesNotMirrorAccounts,
            .debitAccountIsClosed:
            .debitAccountID
        case .existsWithDifferentCreditAccount, .accountsAreTheSame, .creditAccountNotFound,
            .accountsHaveDifferentCurrencies, .pendingTransferHasDifferentCreditAccount,
            .creditAccountIsClosed:
            .creditAccountID
        case .existsWithDifferentCurrency, .currencyIsNotTheAccounts,
            .accountExistsWithDifferentCurrency:
            .currency
        case .existsWithDifferentAmount, .amountIsNotPositive, .amountExceedsPending,
            .amountIsNotPendingAmount, .reversalHasDifferentAmount, .debitsOverflow,
            .creditsOverflow,
            .debitsExceedCredits, .creditsExceedDebits, .debitAccountBelowMinimum,
            .debitAccountAboveMaximum, .creditAccountBelowMinimum, .creditAccountAboveMaximum:
            .amount
        case .existsWithDifferentCode, .codeIsZero:
            .code
        case .existsWithDifferentEndToEndID:
            .endToEndID
        case .existsWithDifferentValueDate:
            .valueDate
        case .existsWithDifferentEventAt:
            .eventAt
        case .existsWithDifferentNarrative:
            .narrative
        case .existsWithDifferentJournal:
            .journalID
        case .accountIDIsReserved, .accountNotFound, .accountIsClosed, .accountHasPendings,
            .accountHasBalance:
            .accountID
        case .accountExistsWithDifferentNormalBalance:
            .normalBalance
        case .accountExistsWithDifferentLimits, .minimumExceedsMaximum, .limitsAreNotKept:
            .limits
        }
    }
}
