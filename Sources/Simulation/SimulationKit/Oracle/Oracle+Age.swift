import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore

// Checks on the time that a cached figure names.
extension Oracle {
    /// Checks that a figure as of a time lacks no entry of that time and is a balance of the
    /// account.
    ///
    /// The named time was read from the bank's clock when the books were read, or when an entry in
    /// the record was booked. Everything visible in the books before that time has to be in the
    /// record. A commit becomes visible later than the times its entries bear, so the check goes by
    /// visibility. It also allows for the greatest lead of the bank's clock.
    ///
    /// Excluded are consoles that got forged data or damage, and accounts whose access was changed.
    /// After a restore or a large error of the bank's clock nothing is checked.
    func checkAge(of summary: AccountSummary, _ asOf: Instant, on console: SimulatedConsole) {
        let account = summary.record.accountID
        let notes = notes(on: console)
        guard state.value.restoredAt == nil, !state.value.hasClockJumped, !notes.wasToldWrongly,
            !notes.wasDamaged, !notes.revoked.contains(account)
        else { return }
        let ahead = BankHost.clockStepSeconds.upperBound * Instant.nanosecondsPerSecond
        let atLeast = asOf.nanoseconds(since: WorldTime.start) - ahead
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
