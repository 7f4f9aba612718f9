import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore

/// The two sides of a transfer, as they were chosen and shown.
struct TransferSides: Sendable {
    /// Account that pays; nil before it is chosen.
    private(set) var from: AccountID?
    /// Account that is paid; nil before it is chosen.
    private(set) var to: AccountID?
    /// Paying account as it was chosen; nil before that, and for a transfer of the outbox.
    private var payer: AccountRecord?
    /// Receiver as it was chosen; nil before that, and for a transfer of the outbox.
    private(set) var receiver: TransferReceiver?

    /// Creates the sides of a new transfer, of which the paying account may be known.
    init(payer: AccountRecord? = nil) {
        self.payer = payer
        from = payer?.accountID
    }

    /// Creates the sides of a reviewed transfer.
    init(of reviewed: ReviewedTransfer) {
        from = reviewed.debitAccountID
        to = reviewed.creditorAccountID
    }

    /// Sets the account that pays; it no longer receives.
    mutating func choose(payer record: AccountRecord) {
        from = record.accountID
        payer = record
        if to == from {
            to = nil
            receiver = nil
        }
    }

    /// Sets the account that is paid, as the record has it now.
    mutating func choose(receiver accountID: AccountID, _ context: ScreenContext) {
        to = accountID
        receiver = nil
        receiver = shownReceiver(context)
    }

    /// Returns the paying account as chosen or else as last shown; nil if it was never shown.
    func shownPayer(_ context: ScreenContext) -> AccountRecord? {
        payer ?? from.flatMap { context.session?.lastAccount($0) }
    }

    /// Returns the receiver as chosen or else as last shown; nil if it was never shown.
    func shownReceiver(_ context: ScreenContext) -> TransferReceiver? {
        if let receiver { return receiver }
        guard let to, let session = context.session else { return nil }
        if let own = session.account(to)?.record { return TransferReceiver(own) }
        if let payee = session.lastPayee(to) { return TransferReceiver(payee) }
        return session.lastAccount(to).map { TransferReceiver($0) }
    }

    /// Returns the currency of the paying account.
    func currency(_ context: ScreenContext) -> Currency? { shownPayer(context)?.currency }
}
