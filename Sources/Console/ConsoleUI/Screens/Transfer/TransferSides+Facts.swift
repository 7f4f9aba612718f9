import ClientService
import IdentityCore
import TerminalKit

/// Facts about the two sides that several steps show.
extension TransferSides {
    /// Returns the paying account, with its available amount if it is shown.
    func fromFacts(_ context: ScreenContext) -> [Fact] {
        let facts = payerFacts(at: .to, context)
        guard let from, let balance = context.session?.account(from)?.balance else { return facts }
        let available = context.format
            .balanceFact("Available", .available, of: balance, dropPriority: 1)
        return facts + [available]
    }

    /// Returns the paying account, and its holder where that is not plain.
    func payerFacts(at step: TransferStep, _ context: ScreenContext) -> [Fact] {
        guard let record = shownPayer(context) else {
            // The record may not have arrived yet.
            guard context.session?.hasSides == true else { return [] }
            let words: SafeText = "an account that is no longer shown to you"
            return [Fact("From", .text(words), dropPriority: step.reviewedPriority)]
        }
        let name = CellContent.untrusted(context.format.accountName(record))
        // Where rows are scarce, the holder stands beside the account.
        if context.showsHolders, context.viewport.isLow {
            let note: SafeText = "Holder \(context.format.holder(record))"
            return [Fact("From", name, note: note, dropPriority: step.reviewedPriority)]
        }
        return [Fact("From", name, dropPriority: step.reviewedPriority)]
            + context.holderFacts(record)
    }

    /// Returns the receiver in the words of the list from which it was chosen.
    func toFacts(_ context: ScreenContext) -> [Fact] {
        guard let receiver = shownReceiver(context) else { return [] }
        let format = context.format
        if let own = receiver.ownRecord {
            return [
                Fact(
                    "To",
                    .untrusted(format.accountName(own)),
                    note: context.showsHolders ? format.holder(own) : "your own"
                )
            ]
        }
        return [
            Fact("To", .untrusted(SafeText(untrusted: receiver.name, limit: .payee))),
            Fact("Account", number(receiver.number, receiver.branchCode, format)),
        ]
    }

    /// Returns the receiver in the words that are authorised.
    func receiverFacts(_ reviewed: ReviewedTransfer, _ context: ScreenContext) -> [Fact] {
        let receiver = shownReceiver(context)
        let own = receiver?.ownRecord
        let to = Fact(
            "To",
            reviewed.receiver(own, in: context),
            note: own != nil && !context.showsHolders ? reviewed.receiverName : nil
        )
        guard let receiver else {
            // The record may not have arrived yet.
            guard context.session?.hasSides == true else { return [to] }
            return [to, Fact("Account", .text("no longer among your accounts and payees"))]
        }
        return [to, Fact("Account", number(receiver.number, receiver.branchCode, context.format))]
    }

    private func number(_ number: String, _ branch: String, _ format: Format) -> CellContent {
        let text = "\(format.accountNumber(number, isMasked: false))  \(branch)"
        return .text(SafeText(untrusted: text, limit: .payee), role: .textCode)
    }
}
