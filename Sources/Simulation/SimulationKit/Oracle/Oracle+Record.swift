import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore

extension Oracle {
    /// Judges a batch that a console applied or rejected.
    func sawApply(
        _ before: RecordState,
        _ changes: [FeedChange],
        _ result: ApplyResult,
        on console: SimulatedConsole
    ) {
        let after = result.state
        if let was = before.cursor, let now = after.cursor, was.epoch == now.epoch {
            expect(
                .monotone,
                now.feedSequence >= was.feedSequence,
                "the record of console \(console.number) went back from \(was.feedSequence) "
                    + "to \(now.feedSequence)"
            )
        }
        if before.isRepairing, !after.isRepairing, after.doubts.isEmpty { world.note(.repairDone) }
        for _ in result.faults {
            world.note(.evidenceKept)
            world.note(.accountDoubted)
        }
        guard result.isApplied else { return }
        noteChanges(changes, on: console)
        if !before.isRepairing, result.faults.isEmpty, after.doubts.isEmpty {
            checkCut(changes, on: console)
        }
    }

    /// Judges a snapshot page that a console applied or rejected.
    func sawPage(
        _ before: RecordState,
        _ changes: [FeedChange],
        of place: SnapshotPosition,
        _ result: ApplyResult,
        on console: SimulatedConsole
    ) {
        guard result.isApplied else { return }
        noteChanges(changes, on: console)
        if result.state.snapshot == nil {
            world.note(.snapshotTaken)
            if !place.page.isEmpty { world.note(.pagesTaken) }
        }
        sawRepairBegin(before, on: console)
    }

    /// Notes that a console began a repair of its record.
    func sawRepairBegin(_ before: RecordState, on console: SimulatedConsole) {
        guard let epoch = before.cursor?.epoch, before.doubts.isEmpty else { return }
        if epoch != world.bank.disk.epoch { world.note(.epochChangeNoticed) }
    }

    /// True if the record is about to be compared with books of another epoch for the first time.
    func isComparedWithOtherLife(_ before: RecordState, on console: SimulatedConsole) -> Bool {
        guard let epoch = before.cursor?.epoch, notes(on: console).heldBefore == nil else {
            return false
        }
        return epoch != world.bank.disk.epoch
    }

    /// Notes the entries that a console held before its first comparison with another epoch.
    func sawHeld(_ entries: [EntryRecord], on console: SimulatedConsole) {
        change(console) { notes in
            notes.heldBefore = [:]
            for entry in entries {
                let place = RecordPlace(account: entry.accountID, sequence: entry.accountSequence)
                notes.heldBefore?[place] = entry
            }
        }
    }

    private func noteChanges(_ changes: [FeedChange], on console: SimulatedConsole) {
        for change in changes {
            switch change {
            case .accessRevoked(let account):
                world.note(.accountForgotten)
                self.change(console) { notes in
                    notes.damaged = notes.damaged.filter { $0.account != account }
                }
            case .entry(let entry):
                self.change(console) {
                    $0.legs[Self.work(of: entry), default: []].insert(entry.accountID)
                }
            case .account, .hold, .payee, .decision: break
            }
        }
    }

    /// Checks that no leg of a journal arrives without the others that the user may see.
    private func checkCut(_ changes: [FeedChange], on console: SimulatedConsole) {
        let notes = notes(on: console)
        let own = Town.grants.filter { $0.0 == console.owner.owner.number }
            .map { Town.accounts[$0.1].id }.filter { !notes.revoked.contains($0) }
        for case .entry(let entry) in changes
        where !notes.alteredReferences.contains(entry.reference) {
            let legs = legs(of: Self.work(of: entry)).filter(own.contains)
            let seen = notes.legs[Self.work(of: entry)] ?? []
            expect(
                .atomicCut,
                seen.isSuperset(of: legs),
                "console \(console.number) sees one leg of \(entry.reference) and not the other"
            )
        }
    }

    /// Returns the reference that the office first gave the journal of an entry.
    ///
    /// A refused journal may be booked when it is sent again with an altered reference.
    private static func work(of entry: EntryRecord) -> String {
        let mark = BackOffice.alterationMark
        return entry.reference.hasSuffix(mark)
            ? String(entry.reference.dropLast(mark.count)) : entry.reference
    }

    /// Returns the accounts that have entries under a reference.
    private func legs(of reference: String) -> [AccountID] {
        if let work = state.value.office[reference] { return Array(work.effects.keys) }
        let asked = state.value.asked.values.first { $0.reviewed.reference == reference }
        return asked.map { [$0.reviewed.debitAccountID, $0.reviewed.creditorAccountID] } ?? []
    }

    /// Judges balances that were read between two moments.
    ///
    /// A batch may have been applied in between. The time shown was read before the rows, so that
    /// it is never newer than they are.
    func sawBalances(
        _ summaries: [AccountSummary],
        between start: Int64,
        and end: Int64,
        on console: SimulatedConsole
    ) {
        let limit = newsLimit
        for summary in summaries {
            if case .cached(let asOf) = summary.balance.freshness {
                checkAge(of: summary, asOf, on: console)
            }
            guard case .live = summary.balance.freshness else {
                world.count(\.otherReadings)
                continue
            }
            world.count(\.liveReadings)
            let booked = summary.balance.booked.minorUnits
            let held = summary.balance.held.minorUnits
            let wasTrue = wasTrue(
                summary.record.accountID,
                booked,
                held,
                between: start - limit,
                and: end
            )
            expect(
                .liveIsTrue,
                wasTrue,
                "console \(console.number) calls \(booked) booked and \(held) held live on "
                    + "account \(Self.short(summary.record.accountID)), which was not so in the "
                    + "last \(FreshnessRule.heartbeatLimitSeconds) s"
            )
        }
    }

    /// Maximum delay of an event on its way, in seconds.
    private static let heldUpSeconds: Int64 = 60

    /// Maximum age of a figure that is called live, in virtual nanoseconds.
    private var newsLimit: Int64 {
        let steps = BankHost.clockStepSeconds
        // After a clock jump, a delayed event looks newer than it is, by its delay.
        let heldUp = state.value.hasClockJumped ? Self.heldUpSeconds : 0
        let seconds =
            FreshnessRule.heartbeatLimitSeconds + steps.upperBound - steps.lowerBound + heldUp
        return seconds * Instant.nanosecondsPerSecond
    }

    /// Returns true if a restore happened so long ago that every live console has to know of it.
    func wasRestored(before start: Int64) -> Bool {
        state.value.restoredAt.map { $0 < start - newsLimit } ?? false
    }

    /// Checks the cursor of a live console after a restore.
    func sawLiveAfterRestore(_ cursor: Cursor?, on console: SimulatedConsole) {
        guard let cursor else { return }
        let books = world.bank.disk
        expect(
            .rollbackSeen,
            cursor.epoch == books.epoch && cursor.feedSequence <= books.feedHead,
            "console \(console.number) is live at \(cursor.feedSequence), and the books were set "
                + "back to \(books.feedHead)"
        )
    }

    private func wasTrue(
        _ account: AccountID,
        _ booked: Int64,
        _ held: Int64,
        between start: Int64,
        and end: Int64
    ) -> Bool {
        let readings = state.value.truth[account] ?? []
        for (index, reading) in readings.enumerated().reversed() {
            let until = index + 1 < readings.count ? readings[index + 1].since : .max
            if until < start { return false }
            if reading.since <= end, reading.booked == booked, reading.held == held { return true }
        }
        return false
    }
}
