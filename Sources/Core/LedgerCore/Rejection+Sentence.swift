extension Rejection {
    /// Message for people that says what happened and what to do, without amounts or names.
    public var sentence: StaticString {
        switch self {
        case .journalIDIsReserved:
            "The request has no valid number. Start it again."
        case .journalIsEmpty:
            "The request contains no transfer. Add at least one."
        case .journalIsTooLong:
            "The request contains too many transfers. Split it into smaller ones."
        case .existsWithDifferentTransferCount:
            """
            This request was made before with another number of transfers. \
            Make a new request for the change.
            """
        case .existsWithDifferentTransferID:
            "This request was made before with other transfers. Make a new request for the change."
        case .existsWithDifferentKind:
            """
            This request was made before with another kind of transfer. \
            Make a new request for the change.
            """
        case .existsWithDifferentActsOn:
            """
            This request was made before for another earlier transfer. \
            Make a new request for the change.
            """
        case .existsWithDifferentExpiry:
            """
            This request was made before with another time limit. \
            Make a new request for the change.
            """
        case .existsWithDifferentDebitAccount:
            "This request was made before from another account. Make a new request for the change."
        case .existsWithDifferentCreditAccount:
            "This request was made before to another account. Make a new request for the change."
        case .existsWithDifferentCurrency:
            "This request was made before in another currency. Make a new request for the change."
        case .existsWithDifferentAmount:
            "This request was made before with another amount. Make a new request for the change."
        case .existsWithDifferentCode:
            """
            This request was made before with another reason code. \
            Make a new request for the change.
            """
        case .existsWithDifferentEndToEndID:
            """
            This request was made before with another reference. \
            Make a new request for the change.
            """
        case .existsWithDifferentValueDate:
            """
            This request was made before with another value date. \
            Make a new request for the change.
            """
        case .existsWithDifferentEventAt:
            """
            This request was made before with another time of the event. \
            Make a new request for the change.
            """
        case .existsWithDifferentNarrative:
            """
            This request was made before with another text for the entries. \
            Make a new request for the change.
            """
        case .existsWithDifferentJournal:
            """
            A transfer of this request was already made by another request. \
            Look at its result before asking again.
            """
        case .transferIDIsRepeated:
            "The same transfer stands twice in the request. Remove one of them."
        case .transferIDIsReserved:
            "A transfer has no valid number. Start the request again."
        case .codeIsZero:
            "The transfer has no reason code. Choose one."
        case .amountIsNotPositive:
            "The amount must be more than zero. Enter another one."
        case .accountsAreTheSame:
            "Money cannot be moved from an account to itself. Choose another account."
        case .expiryIsNotInFuture:
            "The time limit of the hold has passed. Choose a later one."
        case .debitAccountNotFound:
            "The account to debit does not exist. Check which account you chose."
        case .creditAccountNotFound:
            "The account to credit does not exist. Check which account you chose."
        case .accountsHaveDifferentCurrencies:
            "The two accounts are in different currencies. Choose accounts of one currency."
        case .currencyIsNotTheAccounts:
            """
            The accounts are in another currency than the amount. \
            Enter the amount in their currency.
            """
        case .pendingTransferNotFound:
            "The held transfer does not exist. Look it up again."
        case .pendingTransferIsNotPending:
            "That transfer is not a held one. Look it up again."
        case .pendingTransferHasDifferentDebitAccount:
            "The held transfer debits another account. Look it up again."
        case .pendingTransferHasDifferentCreditAccount:
            "The held transfer credits another account. Look it up again."
        case .amountExceedsPending:
            "The amount is more than was held. Take at most the held amount."
        case .amountIsNotPendingAmount:
            "A hold is released whole. Give the held amount."
        case .pendingTransferAlreadyPosted:
            "The held transfer was already completed. Nothing is left to do."
        case .pendingTransferAlreadyVoided:
            "The held transfer was already released. Hold the amount again if it is still needed."
        case .pendingTransferExpired:
            "The held transfer ran out of time. Hold the amount again if it is still needed."
        case .pendingTransferIsNotDue:
            "The held transfer still has time. Try again when its time is over."
        case .reversedTransferNotFound:
            "The transfer to reverse does not exist. Look it up again."
        case .reversedTransferIsNotBooked:
            "That transfer booked nothing, so it cannot be reversed. Release the hold instead."
        case .reversedTransferIsReversal:
            "A reversal cannot be reversed. Make a new transfer instead."
        case .reversalDoesNotMirrorAccounts:
            "A reversal moves money back between the same two accounts. Look the transfer up again."
        case .reversalHasDifferentAmount:
            "A reversal moves back the whole amount. Make a new transfer to return a part."
        case .reversedTransferAlreadyReversed:
            "The transfer was already reversed. Nothing is left to do."
        case .debitAccountIsClosed:
            "The account to debit is closed. Choose another account."
        case .creditAccountIsClosed:
            "The account to credit is closed. Choose another account."
        case .debitsOverflow:
            "The account to debit cannot record an amount this large. Ask the bank for help."
        case .creditsOverflow:
            "The account to credit cannot record an amount this large. Ask the bank for help."
        case .debitsExceedCredits:
            """
            The available balance is too low, holds included. \
            Choose a smaller amount or another account.
            """
        case .creditsExceedDebits:
            """
            The account to credit cannot take this much, holds included. \
            Choose a smaller amount or another account.
            """
        case .debitAccountBelowMinimum:
            """
            The account to debit would fall below its lowest allowed balance. \
            Choose a smaller amount or another account.
            """
        case .debitAccountAboveMaximum:
            """
            The account to debit would rise above its highest allowed balance. \
            Choose a smaller amount or another account.
            """
        case .creditAccountBelowMinimum:
            """
            The account to credit would fall below its lowest allowed balance. \
            Choose a smaller amount or another account.
            """
        case .creditAccountAboveMaximum:
            """
            The account to credit would rise above its highest allowed balance. \
            Choose a smaller amount or another account.
            """
        case .accountIDIsReserved:
            "The account has no valid number. Start the request again."
        case .accountExistsWithDifferentCurrency:
            "This account was opened before in another currency. Open a new one."
        case .accountExistsWithDifferentNormalBalance:
            "This account was opened before with its sides swapped. Open a new one."
        case .accountExistsWithDifferentLimits:
            "This account exists with other limits. Change its limits instead of opening it."
        case .minimumExceedsMaximum:
            "The lowest balance is above the highest. Correct one of them."
        case .accountNotFound:
            "The account does not exist. Check which account you chose."
        case .accountIsClosed:
            "The account is already closed. Nothing can be changed on it."
        case .accountHasPendings:
            "The account still has held transfers. Complete or release them first."
        case .accountHasBalance:
            "The account is not empty. Move its balance away first."
        case .limitsAreNotKept:
            """
            The account's balance lies outside the new limits. \
            Move money first or choose other limits.
            """
        }
    }
}
