import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore

// What a figure says that it is as of.
extension Oracle {
    /// A figure as of a time lacks nothing that was in the books by then, and is one of the account's
    /// balances.
    ///
    /// A console names a time that the bank's clock said when the books were read, or when something
    /// was booked that the record holds. Readers of the books had seen all that the record has to hold
    /// before that moment, however long a commit took; the time that an entry bears says less, for a
    /// commit makes it visible later. So the time is counted back by as much as the clock may be ahead.
    ///
    /// Not judged: what was told otherwise than by the bank, what was damaged, and accounts to which
    /// the user's access was changed; nor anything after the books were set back or their clock was
    /// wrong by more than seconds.
    func checkAge(of summary: AccountSummary, _ asOf: Instant, on console: Console) {
        let account = summary.record.accountID
        let notes = notes(on: console)
        guard state.value.restoredAt == nil, !state.value.hasClockJumped, !notes.wasToldWrongly,
            !notes.wasDamaged, !notes.revoked.contains(account)
        else { return }
        let ahead = BankHost.clockStepSeconds.upperBound * Instant.nanosecondsPerSecond
        let atLeast =
            asOf.nanosecondsSinceEpoch - WorldTime.start.nanosecondsSinceEpoch - ahead
        let seen = (state.value.truth[account] ?? []).last { $0.since < atLeast }
        let booked = summary.balance.booked.minorUnits
        let count = summary.entryCount
        expect(
            .asOfIsTrue,
            Int64(count) >= seen?.entryCount ?? 0,
            "console \(console.number) shows \(booked) after \(count) entries of account "
                + "\(Self.short(account)) as of \(asOf), when \(seen?.entryCount ?? 0) were booked"
        )
        let entries = world.judge.now.ledger.accounts[account]?.entries ?? []
        let balance = entries.prefix(count).last?.balanceAfterMinorUnits ?? 0
        expect(
            .asOfIsTrue,
            count <= entries.count && booked == balance,
            "console \(console.number) shows \(booked) after \(count) entries of account "
                + "\(Self.short(account)), and the books have \(balance) there"
        )
    }
}
