import ClientService
import SyncCore

/// Sentences about divergences in the record.
extension StatusSentences {
    /// Returns the sentence for a wrong row of the record and its repair.
    ///
    /// In the offline copy no action is announced for before the next sign-in.
    static func fault(
        _ reason: ChainBreak,
        isRepaired: Bool,
        awaits: Divergence.Awaited? = nil,
        atBank: Divergence.AtBank? = nil,
        inCopy: Bool = false
    ) -> Sentence {
        let faultAdvice =
            awaits.map { advice($0, inCopy) }
            ?? (isRepaired
                ? "It was put right from the bank's books." : advice(.comparison, inCopy))
        return switch reason {
        case .otherAccount:
            Sentence("The entry at this place belongs to another account.", faultAdvice)
        case .sequenceGap:
            Sentence("An entry before this one is missing.", faultAdvice)
        case .balanceMismatch:
            Sentence(
                "The balance after this entry is not the one before it plus the amount.",
                faultAdvice
            )
        case .divergence:
            divergence(atBank, isRepaired: isRepaired, awaits: awaits, faultAdvice, inCopy: inCopy)
        case .unreadable:
            Sentence("The entry held here cannot be read, or is not what was stored.", faultAdvice)
        }
    }

    /// Returns the next step for a row, by the console or by the user.
    private static func advice(_ awaited: Divergence.Awaited, _ inCopy: Bool) -> String {
        switch awaited {
        case .comparison:
            "The bank is asked for it \(once(inCopy)) it answers; until then do not rely on the"
                + " account."
        case .agreement:
            "It is compared again by itself\(inCopy ? " once you have signed in" : ""). Do not rely"
                + " on the account, and tell the bank."
        case .booksOfBank:
            "Nothing is compared before the bank has put its books right. Tell the bank; do not rely"
                + " on the account."
        case .upgrade:
            "Nothing is compared before this console is updated; do not rely on the account."
        case .bankWord:
            "It was taken out here, and the bank is asked about it by itself \(once(inCopy)) it"
                + " answers."
        case .people:
            "It was taken out here, and the bank takes no question about it from this console. Ask"
                + " people at the bank, with the receipt."
        }
    }

    /// Returns the words before "the bank answers" for an action that runs by itself.
    private static func once(_ inCopy: Bool) -> String {
        inCopy ? "once you have signed in and" : "when"
    }

    /// Returns the sentence for an entry in doubt, saying no more than the bank or a comparison
    /// confirmed.
    private static func divergence(
        _ atBank: Divergence.AtBank?,
        isRepaired: Bool,
        awaits: Divergence.Awaited?,
        _ faultAdvice: String,
        inCopy: Bool
    ) -> Sentence {
        switch atBank {
        case .same:
            Sentence(
                "The bank's books have the entry just as it was found here; it was in doubt.",
                isRepaired
                    ? "Nothing needs to be done."
                    : "Do not rely on the account before all of it was compared."
            )
        case .nothing:
            Sentence(
                "The bank's books do not hold the entry that was held here; there is nothing in its"
                    + " place.",
                "It was taken out here. Do not make a transfer again before the bank has said what"
                    + " became of it."
            )
        case .another:
            Sentence(
                "The bank's books have another entry in the place of the one that was held here.",
                "The bank's stands here now. Ask the bank about the one that was held."
            )
        case .otherwise:
            Sentence("The bank's books do not hold the entry as it was found here.", faultAdvice)
        case nil where awaits == .booksOfBank:
            Sentence(
                "It is not known whether the bank's books have this entry: they are older than what"
                    + " this console has seen of them.",
                faultAdvice
            )
        case nil where awaits == .bankWord || awaits == .people:
            Sentence(
                "It is not known whether the bank's books have this entry: they give no access to its"
                    + " account.",
                faultAdvice
            )
        case nil where awaits == .agreement:
            Sentence(
                "The entries here and the bank's still differ, though they were fetched again.",
                faultAdvice
            )
        case nil where isRepaired && awaits == nil:
            Sentence(
                "The entry that was held here was not the one that the bank's books had when they were"
                    + " compared.",
                faultAdvice
            )
        case nil:
            Sentence(
                "It is not known yet whether the bank's books have this entry: they have still to be"
                    + " compared.",
                awaits == .upgrade
                    ? faultAdvice
                    : "That is done \(once(inCopy)) the bank answers; until then do not rely on the"
                        + " account."
            )
        }
    }

    /// Returns a short term for the fault of a row.
    static func faultWord(
        _ reason: ChainBreak,
        isRepaired: Bool,
        awaits: Divergence.Awaited? = nil,
        atBank: Divergence.AtBank? = nil
    ) -> String {
        switch reason {
        case .otherAccount: "other account"
        case .sequenceGap: "entry missing"
        case .balanceMismatch: "wrong balance"
        case .divergence:
            switch atBank {
            case .same: "was in doubt"
            case .another, .otherwise: "not the bank's"
            case .nothing: "not at bank"
            case nil where awaits == .agreement: "differs"
            case nil: isRepaired && awaits == nil ? "not the bank's" : "not compared"
            }
        case .unreadable: "unreadable"
        }
    }
}
