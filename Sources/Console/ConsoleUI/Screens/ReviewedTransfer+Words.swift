import IdentityCore
import SyncCore
import TerminalKit

/// What the screens that show transfers share.
extension ReviewedTransfer {
    /// Who is paid, as a cell: the name that is authorised, and where it names an account that the
    /// user sees or saw, too, which one; customers read the account alone, since the name is their own.
    func receiver(in context: ScreenContext) -> CellContent {
        receiver(context.session?.lastAccount(creditorAccountID), in: context)
    }

    /// The same where it is known from elsewhere which account it is; nil for none that the user saw.
    func receiver(_ account: AccountRecord?, in context: ScreenContext) -> CellContent {
        let name = receiverName
        guard let account else { return .untrusted(name) }
        let format = context.format
        return context.showsHolders
            ? format.accountCell(account, of: name) : format.accountCell(account)
    }

    /// The name that is authorised; text from outside.
    var receiverName: SafeText { SafeText(untrusted: payeeName, limit: .payee) }
}
