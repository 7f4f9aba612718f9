extension Rejection {
    /// Message for people that says what happened and what to do, without amounts or names.
    package var sentence: String {
        switch self {
        case .journalIDIsReserved: "The request has no valid number. Start it again."
        case .journalIsEmpty: "The request contains no transfer. Add at least one."
        case .journalIsTooLong:
            "The request contains too many transfers. Split it into smaller ones."
        case .existsWithDifferentTransferCount: Self.madeBefore("with another number of transfers")
        case .existsWithDifferentTransferID: Self.madeBefore("with other transfers")
        case .existsWithDifferentKind: Self.madeBefore("with another kind of transfer")
        case .existsWithDifferentActsOn: Self.madeBefore("for another earlier transfer")
        case .existsWithDifferentExpiry: Self.madeBefore("with another time limit")
        case .existsWithDifferentDebitAccount: Self.madeBefore("from another account")
        case .existsWithDifferentCreditAccount: Self.madeBefore("to another account")
        case .existsWithDifferentCurrency: Self.madeBefore("in another currency")
        case .existsWithDifferentAmount: Self.madeBefore("with another amount")
        case .existsWithDifferentCode: Self.madeBefore("with another reason code")
        case .existsWithDifferentEndToEndID: Self.madeBefore("with another reference")
        case .existsWithDifferentValueDate: Self.madeBefore("with another value date")
        case .existsWithDifferentEventAt: Self.madeBefore("with another time of the event")
        case .existsWithDifferentNarrative: Self.madeBefore("with another text for the entries")
        case .existsWithDifferentJournal:
            "A transfer of this request was already made by another request. "
                + "Look at its result before asking again."
        case .transferIDIsRepeated:
            "The same transfer stands twice in the request. Remove one of them."
        case .transferIDIsReserved: "A transfer has no valid number. Start the request again."
        case .codeIsZero: "The transfer has no reason code. Choose one."
        case .amountIsNotPositive: "The amount must be more than zero. Enter another one."
        case .accountsAreTheSame:
            "Money cannot be moved from an account to itself. Choose another account."
        case .expiryIsNotInFuture: "The time limit of the hold has passed. Choose a later one."
        case .debitAccountNotFound:
            "The account to debit does not exist. Check which account you chose."
        case .creditAccountNotFound:
            "The account to credit does not exist. Check which account you chose."
        case .accountsHaveDifferentCurrencies:
            "The two accounts are in different currencies. Choose accounts of one currency."
        case .currencyIsNotTheAccounts:
            "The accounts are in another currency than the amount. "
                + "Enter the amount in their currency."
        case .pendingTransferNotFound: "The held transfer does not exist. Look it up again."
        case .pendingTransferIsNotPending: "That transfer is not a held one. Look it up again."
        case .pendingTransferHasDifferentDebitAccount:
            "The held transfer debits another account. Look it up again."
        case .pendingTransferHasDifferentCreditAccount:
            "The held transfer credits another account. Look it up again."
        case .amountExceedsPending:
            "The amount is more than was held. Take at most the held amount."
        case .amountIsNotPendingAmount: "A hold is released whole. Give the held amount."
        case .pendingTransferAlreadyPosted:
            "The held transfer was already completed. Nothing is left to do."
        case .pendingTransferAlreadyVoided:
            "The held transfer was already released. Hold the amount again if it is still needed."
        case .pendingTransferExpired:
            "The held transfer ran out of time. Hold the amount again if it is still needed."
        case .pendingTransferIsNotDue:
            "The held transfer still has time. Try again when its time is over."
        case .reversedTransferNotFound: "The transfer to reverse does not exist. Look it up again."
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
        case .debitAccountIsClosed: "The account to debit is closed. Choose another account."
        case .creditAccountIsClosed: "The account to credit is closed. Choose another account."
        case .debitsOverflow:
            "The account to debit cannot record an amount this large. Ask the bank for help."
        case .creditsOverflow:
            "The account to credit cannot record an amount this large. Ask the bank for help."
        case .debitsExceedCredits:
            Self.overLimit("The available balance is too low, holds included.")
        case .creditsExceedDebits:
            Self.overLimit("The account to credit cannot take this much, holds included.")
        case .debitAccountBelowMinimum:
            Self.overLimit("The account to debit would fall below its lowest allowed balance.")
        case .debitAccountAboveMaximum:
            Self.overLimit("The account to debit would rise above its highest allowed balance.")
        case .creditAccountBelowMinimum:
            Self.overLimit("The account to credit would fall below its lowest allowed balance.")
        case .creditAccountAboveMaximum:
            Self.overLimit("The account to credit would rise above its highest allowed balance.")
        case .accountIDIsReserved: "The account has no valid number. Start the request again."
        case .accountExistsWithDifferentCurrency:
            "This account was opened before in another currency. Open a new one."
        case .accountExistsWithDifferentNormalBalance:
            "This account was opened before with its sides swapped. Open a new one."
        case .accountExistsWithDifferentLimits:
            "This account exists with other limits. Change its limits instead of opening it."
        case .minimumExceedsMaximum: "The lowest balance is above the highest. Correct one of them."
        case .accountNotFound: "The account does not exist. Check which account you chose."
        case .accountIsClosed: "The account is already closed. Nothing can be changed on it."
        case .accountHasPendings:
            "The account still has held transfers. Complete or release them first."
        case .accountHasBalance: "The account is not empty. Move its balance away first."
        case .limitsAreNotKept:
            "The account's balance lies outside the new limits. "
                + "Move money first or choose other limits."
        }
    }

    private static func madeBefore(_ difference: String) -> String {
        "This request was made before \(difference). Make a new request for the change."
    }

    private static func overLimit(_ reason: String) -> String {
        "\(reason) Choose a smaller amount or another account."
    }
}
