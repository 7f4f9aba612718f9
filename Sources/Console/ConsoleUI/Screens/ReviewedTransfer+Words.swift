import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// The words and cells that all screens with transfers share.
extension ReviewedTransfer {
    /// The receiver as a cell: the authorised name, with the account where the user knows it by
    /// several; customers read the account alone, since the name is their own.
    func receiver(in context: ScreenContext) -> CellContent {
        receiver(context.session?.lastAccount(creditorAccountID), in: context)
    }

    /// Returns the receiver for a known account; nil if the user saw none.
    func receiver(_ account: AccountRecord?, in context: ScreenContext) -> CellContent {
        let name = receiverName
        guard let account else { return .untrusted(name) }
        let format = context.format
        return context.showsHolders
            ? format.accountCell(account, of: name) : format.accountCell(account)
    }

    /// The authorised name of the receiver; text from outside.
    var receiverName: SafeText { SafeText(untrusted: payeeName, limit: .payee) }

    /// Returns what is authorised.
    ///
    /// Its amounts are shown even if others are hidden, because nobody may be asked to authorise
    /// what they do not see.
    func facts(at step: TransferScreen.Step, _ format: Format) -> [Fact] {
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
