import ClientService
import IdentityCore
import TerminalKit

/// What the screens that show transfers share.
extension ReviewedTransfer {
    /// Who is paid, as a cell: the name that is authorised, and where it names an account that the
    /// user sees, too, which one; customers read the account alone, since the name is their own.
    func receiver(in context: ScreenContext) -> CellContent {
        let name = receiverName
        guard let account = context.session?.account(creditorAccountID)?.record else {
            return .untrusted(name)
        }
        let format = context.format
        return context.showsHolders
            ? format.accountCell(account, of: name) : format.accountCell(account)
    }

    /// The name that is authorised; text from outside.
    var receiverName: SafeText { SafeText(untrusted: payeeName, limit: .payee) }
}
