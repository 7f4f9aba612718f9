import ClientService
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// Watches everything from outside, and knows nothing of how the program does it.
final class Oracle: Sendable {
    let world: World
    let state = Cell(State())

    struct State {
        var violation: Violation?
        /// What readers could see of each account, and since when.
        var truth: [AccountID: [Reading]] = [:]
        /// Everything that somebody authorised, by key.
        var asked: [IntentKey: Asked] = [:]
        /// What the bank's own office did, by the reference that its entries show.
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

    /// A transfer that somebody authorised.
    struct Asked {
        let reviewed: ReviewedTransfer
        let console: Int
        /// What a console was told of it first, and when.
        var told: (decision: IntentDecision, at: Int64)?
    }

    /// Something that the office posted, and what it did to each account.
    struct OfficeWork {
        let effects: [AccountID: Int64]
        /// When it was acknowledged; nil when it was not.
        var acknowledgedAt: Int64?
    }

    /// What was done to a console, and what it showed.
    struct ConsoleNotes {
        var damaged: Set<RecordPlace> = []
        /// Whether anything was ever damaged, also what is gone by now.
        var wasDamaged = false
        var altered: Set<RecordPlace> = []
        /// References of entries that arrived with another one.
        var alteredReferences: Set<String> = []
        /// True if something arrived altered so that one comparison more is needed.
        var isMisled = false
        /// True if a comparison was ever answered otherwise than by the bank.
        var wasComparedWrongly = false
        /// True if anything ever arrived otherwise than the bank said it.
        var wasToldWrongly = false
        var isLineDown = false
        /// The accounts in which entries of one reference were seen.
        var legs: [String: Set<AccountID>] = [:]
        /// Accounts that the user lost at some time.
        var revoked: Set<AccountID> = []
        /// What the record held when it was first compared with books in another life.
        var heldBefore: [RecordPlace: EntryRecord]?
    }

    init(world: World) {
        self.world = world
    }

    /// The first property that did not hold.
    var violation: Violation? { state.value.violation }

    /// Notes that a property does not hold; only the first counts.
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

    /// Notes that a property does not hold unless a condition is true.
    func expect(
        _ property: Property,
        _ condition: @autoclosure () -> Bool,
        _ seen: @autoclosure () -> String
    ) {
        if !condition() { fail(property, seen()) }
    }

    // MARK: The bank

    /// What readers of the books see from now on.
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

    func sawBackup() {
        state.value.backupAt = world.time.elapsed
    }

    /// The bank's clock is wrong by hours for a while.
    func sawClockJump() {
        state.value.hasClockJumped = true
    }

    func sawRestore() {
        guard let backupAt = state.value.backupAt else { return }
        state.value.restoredAt = world.time.elapsed
        state.value.lostWindow = backupAt...world.time.elapsed
    }

    /// Whether a decision may be lost, because the books were set back after it was made.
    ///
    /// Its reply can arrive a long time after the restore; the bank's clock is wrong by seconds.
    func mayBeLost(_ told: (decision: IntentDecision, at: Int64)) -> Bool {
        guard let window = state.value.lostWindow else { return false }
        let slack = 30 * Instant.nanosecondsPerSecond
        let decidedAt =
            told.decision.decidedAt.nanosecondsSinceEpoch
            - WorldTime.start.nanosecondsSinceEpoch
        let isEarly = state.value.hasClockJumped || decidedAt <= window.upperBound + slack
        return told.at >= window.lowerBound && isEarly
    }

    /// Whether something acknowledged at a time may be lost, because a restore came after it.
    ///
    /// What was committed before the backup can be acknowledged after it, so that the books
    /// themselves decide about the whole window.
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

    /// A journal is sent again with other transfers or texts; where the books may have been set back to before
    /// it, they may be what is booked.
    func willAlter(_ reference: String) {
        if state.value.backupAt != nil { willPost(reference, [:]) }
    }

    func willRevoke(_ account: AccountID, of user: UserID) {
        for console in world.consoles where console.owner.owner.id == user {
            change(console) { notes in
                notes.revoked.insert(account)
                // Once the console has heard of it nothing is left, what was found neither.
                notes.heldBefore = notes.heldBefore?.filter { $0.key.account != account }
            }
        }
    }

    // MARK: Consoles

    func sawDamage(_ place: RecordPlace, on console: Console) {
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

    /// A comparison is answered otherwise than by the bank: rows that are right may be taken for
    /// wrong ones, and kept as evidence.
    func alteredComparison(on console: Int) {
        change(world.consoles[console]) { notes in
            notes.wasToldWrongly = true
            notes.isMisled = true
            notes.wasComparedWrongly = true
        }
    }

    /// A place, its seal, a root or a count arrives altered.
    func alteredPlace(on console: Int) {
        change(world.consoles[console]) { $0.wasToldWrongly = true }
    }

    /// The record is another copy now; damage of the one before is gone.
    func sawRevert(of console: Console) {
        change(console) { notes in
            notes.damaged = []
            // Its evidence may be gone as well.
            if notes.heldBefore != nil { notes.heldBefore = [:] }
        }
    }

    func change(_ console: Console, _ body: (inout ConsoleNotes) -> Void) {
        body(&state.value.consoles[console.number, default: ConsoleNotes()])
    }

    func notes(on console: Console) -> ConsoleNotes {
        state.value.consoles[console.number] ?? ConsoleNotes()
    }
}
