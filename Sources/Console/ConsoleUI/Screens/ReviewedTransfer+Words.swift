import IdentityCore
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
}
