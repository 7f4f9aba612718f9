import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// The facts that several steps share.
extension TransferScreen {
    /// Returns the currency of the paying account.
    func currency(_ context: ScreenContext) -> Currency? { shownPayer(context)?.currency }

    /// Returns the paying account, with its available amount while the user sees it.
    func fromFacts(_ context: ScreenContext) -> [Fact] {
        guard let from, let balance = context.session?.account(from)?.balance else {
            return payerFacts(context)
        }
        var available = context.format.balanceFact("Available", .available, of: balance)
        available.dropPriority = 1
        return payerFacts(context) + [available]
    }

    /// Returns the paying account, with its holder if that is not obvious.
    func payerFacts(_ context: ScreenContext) -> [Fact] {
        guard let record = shownPayer(context) else {
            // It may only not have come yet.
            guard let session = context.session, Self.isTold(session) else { return [] }
            let words: SafeText = "an account that is no longer shown to you"
            return [Fact("From", .text(words), dropPriority: reviewedPriority)]
        }
        let name = CellContent.untrusted(context.format.accountName(record))
        // Where rows are scarce, the holder stands beside the account.
        if context.showsHolders, context.viewport.isLow {
            let note: SafeText = "Holder \(context.format.holder(record))"
            return [Fact("From", name, note: note, dropPriority: reviewedPriority)]
        }
        return [Fact("From", name, dropPriority: reviewedPriority)] + context.holderFacts(record)
    }

    /// The drop priority of facts that the review has shown, in rows too short for everything.
    private var reviewedPriority: Int { step == .authorise || step == .done ? 1 : 0 }

    /// The relation of a possible receiver to the payer, in a word.
    func kindWord(_ target: Target, _ context: ScreenContext) -> SafeText {
        guard target.isOwn else { return "payee" }
        return context.showsHolders ? "customer" : "own"
    }

    /// Returns the receiver, in the words of the list.
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

    /// Returns the receiver, in the words that are authorised.
    func receiverFacts(_ reviewed: ReviewedTransfer, _ context: ScreenContext) -> [Fact] {
        let receiver = shownReceiver(context)
        let own = receiver?.ownRecord
        let to = Fact(
            "To",
            reviewed.receiver(own, in: context),
            note: own != nil && !context.showsHolders ? reviewed.receiverName : nil
        )
        guard let receiver else {
            // It may only not have come yet.
            guard let session = context.session, Self.isTold(session) else { return [to] }
            return [to, Fact("Account", .text("no longer among your accounts and payees"))]
        }
        return [
            to, Fact("Account", number(receiver.number, receiver.branchCode, context.format)),
        ]
    }

    private func number(_ number: String, _ branch: String, _ format: Format) -> CellContent {
        let text = "\(format.accountNumber(number, isMasked: false))  \(branch)"
        return .text(SafeText(untrusted: text, limit: .payee), role: .textCode)
    }

    /// The facts of the transfer that is authorised; its amounts are shown even where others are
    /// hidden, since nobody may authorise what they do not see.
    func transferFacts(_ reviewed: ReviewedTransfer, _ format: Format) -> [Fact] {
        let format = format.showingAmounts
        var facts: [Fact] = []
        if let currency = Currency(code: reviewed.currencyCode) {
            let amount = Money(minorUnits: reviewed.amountMinorUnits, currency: currency)
            let fee = Money(minorUnits: reviewed.feeMinorUnits, currency: currency)
            facts.append(Fact("Amount", .amount(format.plainAmount(amount))))
            facts.append(
                Fact(
                    "Fee",
                    .amount(format.plainAmount(fee)),
                    dropPriority: step == .done ? 2 : 0
                )
            )
        }
        facts.append(
            Fact(
                "Value date",
                .text(format.day(reviewed.valueDate)),
                dropPriority: reviewedPriority + 1
            )
        )
        let reference = SafeText(untrusted: reviewed.reference, limit: .reference)
        facts.append(
            Fact(
                "Reference",
                reference.isEmpty ? .text("none", role: .textMuted) : .untrusted(reference),
                dropPriority: reviewedPriority
            )
        )
        return facts
    }
}
