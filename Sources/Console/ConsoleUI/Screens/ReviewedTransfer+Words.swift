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
        account.map { context.accountCell($0, of: receiverName) } ?? .untrusted(receiverName)
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
            let feePriority = step == .done ? 2 : 0
            facts += [
                Fact("Amount", .amount(format.plainAmount(amount))),
                Fact("Fee", .amount(format.plainAmount(fee)), dropPriority: feePriority),
            ]
        }
        let reference = SafeText(untrusted: self.reference, limit: .reference)
        let words: CellContent =
            reference.isEmpty ? .text("none", role: .textMuted) : .untrusted(reference)
        let priority = step.reviewedPriority
        return facts + [
            Fact("Value date", .text(format.day(valueDate)), dropPriority: priority + 1),
            Fact("Reference", words, dropPriority: priority),
        ]
    }
}
