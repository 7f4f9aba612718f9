extension Sentences {
    /// Returns the sentence for an amount above what is available by the figures here.
    static func notEnough(keepsMinimum: Bool, for audience: AudienceWords) -> Sentence {
        let happened =
            "The account does not have that much available by the figures here;"
            + " \(audience.holdsCount)"
        // The longer reason has shorter advice, because it is shown above buttons where rows are
        // scarce.
        return keepsMinimum
            ? Sentence(
                "\(happened), nor the minimum balance.",
                "Enter less or choose another account."
            )
            : Sentence("\(happened).", "Enter a smaller amount or choose another account.")
    }

    /// Returns the sentence for a transfer side that changed, so that no code is requested.
    static func change(_ change: TransferSides.Change, isInOutbox: Bool) -> Sentence {
        let draft: (happened: String, advice: String) =
            switch change {
            case .payerGone:
                (
                    "The account that pays is no longer shown to you.",
                    "Choose another account to pay from."
                )
            case .payerClosed:
                ("The account that pays was closed.", "Choose another account to pay from.")
            case .payerNotUsable:
                (
                    "You can no longer move money from the account that pays.",
                    "Choose another account to pay from."
                )
            case .receiverGone:
                (
                    "The account to pay to is no longer among your accounts and payees.",
                    "Choose another one to pay to."
                )
            case .receiverClosed:
                ("The account to pay to was closed.", "Choose another one to pay to.")
            case .receiverRenamed:
                (
                    "The name of whoever is paid has changed since it was shown to you.",
                    "Check the name, and choose again whom to pay."
                )
            }
        return Sentence(
            draft.happened,
            isInOutbox
                ? "The bank would refuse the transfer: take it back in the outbox." : draft.advice
        )
    }

    /// The record has a reversal that matches this transfer, or another one with the same data.
    static let reversed = Sentence(
        "The bank has since booked a reversal of the same amount with the same counterparty.",
        "Unless that is of another transfer like this one, the money was moved back."
    )
}
