import ClientService
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// An observer of the whole run that knows nothing of the program's internals.
final class Oracle: Sendable {
    let world: World
    let state = Cell(State())

    struct State {
        var violation: Violation?
        /// The figures of each account that readers could see, with their start times.
        var truth: [AccountID: [Reading]] = [:]
        /// Every transfer that a user authorised, by key.
        var asked: [IntentKey: Asked] = [:]
        /// The journals of the bank's office, by the reference that their entries show.
        var office: [String: OfficeWork] = [:]
        var consoles: [Int: ConsoleNotes] = [:]
        var backupAt: Int64?
        var hasClockJumped = false
        var restoredAt: Int64?
        var lostWindow: ClosedRange<Int64>?
    }

    /// The figures of an account from a moment on.
    struct Reading: Hashable {
        let since: Int64
        let booked: Int64
        let held: Int64
        let entryCount: Int64
    }

    /// A transfer that a user authorised.
    struct Asked {
        let reviewed: ReviewedTransfer
        let console: Int
        /// The first decision that a console received, with its time.
        var told: (decision: IntentDecision, at: Int64)?
    }

    /// A journal of the office, with its effect on each account.
    struct OfficeWork {
        let effects: [AccountID: Int64]
        /// Time of its acknowledgement; nil if there was none.
        var acknowledgedAt: Int64?
    }

    /// The faults of a console, and observations of it.
    struct ConsoleNotes {
        var damaged: Set<RecordPlace> = []
        /// True if anything was ever damaged, including data that is gone by now.
        var wasDamaged = false
        var altered: Set<RecordPlace> = []
        /// Original references of entries that arrived with an altered one.
        var alteredReferences: Set<String> = []
        /// True if altered data arrived that makes one more comparison necessary.
        var isMisled = false
        /// True if an answer to a comparison was ever forged.
        var wasComparedWrongly = false
        /// True if anything ever arrived altered.
        var wasToldWrongly = false
        var isLineDown = false
        /// The accounts in which entries of a reference were seen.
        var legs: [String: Set<AccountID>] = [:]
        /// Accounts to which the user lost access at some time.
        var revoked: Set<AccountID> = []
        /// The entries held at the first comparison with books of another epoch.
        var heldBefore: [RecordPlace: EntryRecord]?
    }

    init(world: World) {
        self.world = world
    }

    /// The first property that was violated, if any.
    var violation: Violation? { state.value.violation }

    /// Notes the violation of a property; only the first one counts.
    func fail(_ property: Property, _ seen: @autoclosure () -> String) {
        guard state.value.violation == nil else { return }
        let violation = Violation(
            property: property,
            seen: seen(),
            atMilliseconds: world.time.elapsed / 1_000_000
        )
        world.trace.note("VIOLATION \(violation)")
        state.value.violation = violation
    }

    /// Notes the violation of a property unless a condition is true.
    func expect(
        _ property: Property,
        _ condition: @autoclosure () -> Bool,
        _ seen: @autoclosure () -> String
    ) {
        if !condition() { fail(property, seen()) }
    }

    // MARK: The bank

    /// Notes the figures that readers of the books see from now on.
    func sawBooks(_ accounts: [StoredAccount]) {
        for stored in accounts {
            let id = stored.account.id
            let booked = stored.account.booked.minorUnits
            let held = stored.account.held.minorUnits
            let entryCount = stored.head.accountSequence
            let last = state.value.truth[id]?.last
            if last?.booked == booked, last?.held == held, last?.entryCount == entryCount {
                continue
            }
            state.value.truth[id, default: []].append(
                Reading(
                    since: world.time.elapsed,
                    booked: booked,
                    held: held,
                    entryCount: entryCount
                )
            )
        }
    }

    func sawBackup() { state.value.backupAt = world.time.elapsed }

    /// Notes that the bank's clock is wrong by hours for a while.
    func sawClockJump() { state.value.hasClockJumped = true }

    func sawRestore() {
        guard let backupAt = state.value.backupAt else { return }
        state.value.restoredAt = world.time.elapsed
        state.value.lostWindow = backupAt...world.time.elapsed
    }

    /// Returns true if a restore may have undone the decision.
    ///
    /// Its reply can arrive a long time after the restore. The bank's clock may be wrong by
    /// seconds.
    func mayBeLost(_ told: (decision: IntentDecision, at: Int64)) -> Bool {
        guard let window = state.value.lostWindow else { return false }
        let slack = 30 * Instant.nanosecondsPerSecond
        let decidedAt = told.decision.decidedAt.nanoseconds(since: WorldTime.start)
        let isEarly = state.value.hasClockJumped || decidedAt <= window.upperBound + slack
        return told.at >= window.lowerBound && isEarly
    }

    /// Returns true if a restore may have undone something acknowledged at this time.
    ///
    /// Work committed before the backup can be acknowledged after it. So the books decide about the
    /// whole window.
    func mayBeLost(_ acknowledgedAt: Int64) -> Bool {
        state.value.lostWindow?.contains(acknowledgedAt) ?? false
    }

    // MARK: What people and the office do

    func willAuthorise(_ reviewed: ReviewedTransfer, on console: Int) {
        guard state.value.asked[reviewed.intentKey] == nil else { return }
        state.value.asked[reviewed.intentKey] = Asked(reviewed: reviewed, console: console)
    }

    func willPost(_ reference: String, _ effects: [AccountID: Int64]) {
        state.value.office[reference] = OfficeWork(effects: effects)
    }

    func didPost(_ reference: String) {
        state.value.office[reference]?.acknowledgedAt = world.time.elapsed
    }

    /// Notes that an altered journal is sent, which a restore of the backup lets the bank book.
    func willAlter(_ reference: String) {
        if state.value.backupAt != nil { willPost(reference, [:]) }
    }

    func willRevoke(_ account: AccountID, of user: UserID) {
        for console in world.consoles where console.owner.owner.id == user {
            change(console) { notes in
                notes.revoked.insert(account)
                // After the console hears of the revocation, nothing of the account remains, not
                // even evidence.
                notes.heldBefore = notes.heldBefore?.filter { $0.key.account != account }
            }
        }
    }

    // MARK: Consoles

    func sawDamage(_ place: RecordPlace, on console: SimulatedConsole) {
        change(console) { notes in
            notes.damaged.insert(place)
            notes.wasDamaged = true
        }
    }

    func alteredEntry(_ forged: ForgedEntry, on console: Int) {
        change(world.consoles[console]) { notes in
            notes.wasToldWrongly = true
            notes.altered.insert(forged.place)
            if forged.needsComparison { notes.isMisled = true }
            if forged.field == .reference {
                notes.alteredReferences.insert(forged.sent.reference)
            }
        }
    }

    /// Notes a forged answer to a comparison.
    ///
    /// The console may take right rows for wrong ones and keep them as evidence.
    func alteredComparison(on console: Int) {
        change(world.consoles[console]) { notes in
            notes.wasToldWrongly = true
            notes.isMisled = true
            notes.wasComparedWrongly = true
        }
    }

    /// Notes that a cursor, MAC, root or count arrives altered.
    func alteredPlace(on console: Int) {
        change(world.consoles[console]) { $0.wasToldWrongly = true }
    }

    /// Notes that the record was reverted, which removes its damage.
    func sawRevert(of console: SimulatedConsole) {
        change(console) { notes in
            notes.damaged = []
            // Its evidence may be reverted as well.
            if notes.heldBefore != nil { notes.heldBefore = [:] }
        }
    }

    func change(_ console: SimulatedConsole, _ body: (inout ConsoleNotes) -> Void) {
        body(&state.value.consoles[console.number, default: ConsoleNotes()])
    }

    func notes(on console: SimulatedConsole) -> ConsoleNotes {
        state.value.consoles[console.number] ?? ConsoleNotes()
    }
}
