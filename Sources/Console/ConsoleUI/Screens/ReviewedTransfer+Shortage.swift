import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// Shortage of money for a transfer, by the figures of the record.
extension ReviewedTransfer {
    /// Returns the message that the transfer cannot be paid by the present figure.
    ///
    /// Nil if it can, and where the figure is not live: then the bank decides by its own. Transfers
    /// that wait in the outbox are left out, since the bank may not decide them before this one.
    func liveShortage(_ context: ScreenContext) -> SafeText? {
        let isInOutbox = context.session?.outbox?.contains { $0.intentKey == intentKey } == true
        guard !isInOutbox, let balance = context.session?.account(debitAccountID)?.balance,
            context.format.freshness.isLive(balance.freshness),
            rest(of: balance)?.isNegative == true
        else { return nil }
        return context.notEnough(in: debitAccountID)
    }

    /// Returns the money that this transfer alone leaves of a balance; nil if it cannot be counted.
    func rest(of balance: AgedBalance) -> Money? {
        guard balance.addsUp else { return nil }
        let currency = balance.available.currency
        let amounts = [amountMinorUnits, feeMinorUnits].map {
            Money(minorUnits: $0, currency: currency)
        }
        return WaitingSum.rest(of: balance.available, after: [], and: amounts)
    }
}

extension ScreenContext {
    /// Returns the message that an account has not enough money, and must keep some if so.
    func notEnough(in accountID: AccountID?) -> SafeText {
        let payer = accountID.flatMap { session?.account($0)?.balance }
        return notEnough(keepsMinimum: payer?.minimumBalance.isPositive == true)
    }

    /// Returns true if a message says that money is short, for any account.
    func isNotEnough(_ message: SafeText) -> Bool {
        [false, true].contains { message == notEnough(keepsMinimum: $0) }
    }

    private func notEnough(keepsMinimum: Bool) -> SafeText {
        Sentences.notEnough(keepsMinimum: keepsMinimum, for: words).safeText
    }
}
