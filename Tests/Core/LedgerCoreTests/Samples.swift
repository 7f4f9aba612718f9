import CoreVocabulary
import LedgerCore
import MoneyCore

/// Short ways to the values that tests need.
enum Sample {
    static let date = BusinessDate.earliest

    static func accountID(_ number: Int) -> AccountID { AccountID(rawValue: UInt128(number)) }

    static func transferID(_ number: Int) -> TransferID { TransferID(rawValue: UInt128(number)) }

    static func journalID(_ number: Int) -> JournalID { JournalID(rawValue: UInt128(number)) }

    static func rupees(_ minorUnits: Int64) -> Money {
        Money(minorUnits: minorUnits, currency: .indianRupee)
    }

    static func opening(
        _ number: Int,
        _ normalBalance: Side = .credit,
        _ limits: AccountLimits = .none,
        currency: Currency = .indianRupee
    ) -> LedgerCommand {
        .openAccount(
            AccountOpening(
                id: accountID(number),
                currency: currency,
                normalBalance: normalBalance,
                limits: limits
            )
        )
    }

    static func transfer(
        _ number: Int,
        from debit: Int,
        to credit: Int,
        _ amount: Int64,
        _ kind: TransferKind = .direct,
        code: UInt16 = 1
    ) -> Transfer {
        Transfer(
            id: transferID(number),
            debitAccountID: accountID(debit),
            creditAccountID: accountID(credit),
            amount: rupees(amount),
            kind: kind,
            code: code,
            valueDate: date,
            eventAt: .epoch
        )
    }

    static func journal(_ number: Int, _ transfers: Transfer...) -> LedgerCommand {
        .postJournal(Journal(id: journalID(number), transfers: transfers))
    }

    static func instant(_ seconds: Int64) -> Instant { Instant(secondsSinceEpoch: seconds) }
}
