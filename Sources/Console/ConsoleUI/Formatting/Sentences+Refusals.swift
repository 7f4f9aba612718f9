import LedgerCore
import WireProtocol

/// Sentences about transfers that the bank refused.
extension Sentences {
    /// Returns the sentence for the refusal number in the bank's decision; staff read the ledger's
    /// own terms.
    static func refusal(_ number: UInt16, for audience: AudienceWords) -> Sentence {
        if let code = RefusalCode(rawValue: number) { return refusal(code) }
        guard let rejection = Rejection(rawValue: number) else {
            return Sentence(
                "The bank refused the transfer for a reason this console does not know (\(number)).",
                "Ask the bank, and give this number."
            )
        }
        return audience.readsLedger
            ? split("\(rejection.sentence)") : refusal(rejection, for: audience)
    }

    /// Returns the sentence for a refusal by the bank's service.
    static func refusal(_ code: RefusalCode) -> Sentence {
        switch code {
        case .accessDenied:
            Sentence(
                "You may not move money from this account.",
                "Choose another account to pay from."
            )
        case .roleNotAllowed:
            roleMovesNoMoney
        case .payeeUnknown:
            notPayable
        case .payeeChanged:
            Sentence(
                "The payee has changed since it was shown to you.",
                "Make the transfer again and check the payee."
            )
        case .feeChanged:
            Sentence(
                "The fee has changed since it was shown to you.",
                "Make the transfer again and check the fee."
            )
        case .cancelled:
            Sentence(
                "It was taken back before the bank decided. No money has moved.",
                "If you did not mean to take it back, make it again."
            )
        case .valueDatePast:
            Sentence("Its value date has passed.", "Make the transfer again.")
        case .valueDateTooFar:
            Sentence("Its value date is too far ahead.", "Make the transfer again.")
        case .overTransferLimit:
            Sentence(
                "The amount is over the limit for one transfer.",
                "Enter a smaller amount, or ask the bank."
            )
        case .overDayLimit:
            Sentence(
                "With it you would have moved more today than you may in one day.",
                "A smaller amount may still fit; if not, wait until tomorrow or ask the bank."
            )
        case .approvalNeeded:
            Sentence(
                "A second person must approve an amount like this, which cannot be done here yet.",
                "Enter a smaller amount, or ask the bank."
            )
        }
    }

    /// Returns the sentence for a refusal by the ledger, for readers without its terms.
    private static func refusal(_ rejection: Rejection, for audience: AudienceWords) -> Sentence {
        switch rejection {
        case .debitsExceedCredits, .debitAccountBelowMinimum:
            Sentence(
                "The account did not have that much available; \(audience.holdsCount).",
                "Choose a smaller amount or another account."
            )
        case .debitAccountNotFound, .debitAccountIsClosed:
            Sentence(
                "The account to pay from was closed, or is not there any more.",
                "Choose another account to pay from."
            )
        case .creditAccountNotFound, .creditAccountIsClosed:
            Sentence(
                "The account to pay to was closed, or is not there any more.",
                "Choose another account, or ask whoever is to be paid."
            )
        case .creditsExceedDebits, .creditsOverflow, .creditAccountBelowMinimum,
            .creditAccountAboveMaximum:
            Sentence(
                "The account to pay to could not take that much.",
                "Choose a smaller amount or another account."
            )
        case .debitsOverflow, .debitAccountAboveMaximum:
            Sentence(
                "The account to pay from could not pay that much.",
                "Choose a smaller amount or another account."
            )
        case .accountsAreTheSame, .accountsHaveDifferentCurrencies, .currencyIsNotTheAccounts,
            .amountIsNotPositive:
            split("\(rejection.sentence)")
        // No request of a customer leads to these.
        default:
            Sentence(
                "The bank could not make the transfer as it was sent (\(rejection.rawValue)).",
                "Ask the bank, and give this number."
            )
        }
    }

    /// Splits a text after its first sentence.
    private static func split(_ text: String) -> Sentence {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else { return Sentence(text, "") }
        return Sentence("\(parts[0]).", String(parts[1].drop { $0 == " " }))
    }
}
