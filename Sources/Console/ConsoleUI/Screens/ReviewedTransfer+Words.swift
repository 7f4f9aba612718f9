import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// Words shared by the screens that show transfers.
extension ReviewedTransfer {
    /// Returns the receiver as a cell: the name that is authorised.
    ///
    /// If the user sees or saw the account, the cell says which one it is. Customers read the
    /// account alone, since the name is their own.
    func receiver(in context: ScreenContext) -> CellContent {
        receiver(context.session?.lastAccount(creditorAccountID), in: context)
    }

    /// Returns the receiver as a cell, for an account that is known; nil if the user saw none.
    func receiver(_ account: AccountRecord?, in context: ScreenContext) -> CellContent {
        let name = receiverName
        guard let account else { return .untrusted(name) }
        let format = context.format
        return context.showsHolders
            ? format.accountCell(account, of: name) : format.accountCell(account)
    }

    /// Name that is authorised; text from outside.
    var receiverName: SafeText { SafeText(untrusted: payeeName, limit: .payee) }

    /// Returns what is authorised.
    ///
    /// Its amounts are shown even if others are hidden, because nobody may be asked to authorise
    /// what they do not see.
    func facts(at step: TransferStep, _ format: Format) -> [Fact] {
        let format = format.showingAmounts
        var facts: [Fact] = []
        if let currency = Currency(code: currencyCode) {
            let amount = Money(minorUnits: amountMinorUnits, currency: currency)
            let fee = Money(minorUnits: feeMinorUnits, currency: currency)
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
                .text(format.day(valueDate)),
                dropPriority: step.reviewedPriority + 1
            )
        )
        let reference = SafeText(untrusted: self.reference, limit: .reference)
        facts.append(
            Fact(
                "Reference",
                reference.isEmpty ? .text("none", role: .textMuted) : .untrusted(reference),
                dropPriority: step.reviewedPriority
            )
        )
        return facts
    }
}
