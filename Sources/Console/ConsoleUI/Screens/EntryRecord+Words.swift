import ClientService
import MoneyCore
import SyncCore
import TerminalKit

/// The words and cells that all screens with entries share.
extension EntryRecord {
    /// The direction of the money, as the row of the entry shows it.
    var direction: EntryFilter.Direction { amount.isNegative ? .debit : .credit }

    /// The other side of the transfer, as a cell; between two accounts that the user sees, the
    /// account, since both have one name.
    func otherSide(in context: ScreenContext) -> CellContent {
        otherSide(context.session?.otherAccount(of: self), in: context)
    }

    /// Returns the other side for a known account; nil if the user sees none.
    func otherSide(_ account: AccountRecord?, in context: ScreenContext) -> CellContent {
        guard let account else { return .untrusted(counterpartyName) }
        let format = context.format
        return context.showsHolders
            ? format.accountCell(account, of: counterpartyName) : format.accountCell(account)
    }

    /// The name of the other side; text from outside.
    var counterpartyName: SafeText { SafeText(untrusted: counterparty, limit: .payee) }
}
