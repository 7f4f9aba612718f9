import ClientService
import MoneyCore
import SyncCore
import TerminalKit

/// Words shared by the screens that show entries.
extension EntryRecord {
    /// Direction of the money, as the row of the entry states it.
    var direction: EntryFilter.Direction { amount.isNegative ? .debit : .credit }

    /// Returns the counterparty as a cell; of a transfer between two accounts that the user sees,
    /// which account, since both have one name.
    func otherSide(in context: ScreenContext) -> CellContent {
        otherSide(context.session?.otherAccount(of: self), in: context)
    }

    /// Returns the other side for a known account; nil if the user sees none.
    func otherSide(_ account: AccountRecord?, in context: ScreenContext) -> CellContent {
        account.map { context.accountCell($0, of: counterpartyName) }
            ?? .untrusted(counterpartyName)
    }

    /// Name of the counterparty; text from outside.
    var counterpartyName: SafeText { SafeText(untrusted: counterparty, limit: .payee) }
}
