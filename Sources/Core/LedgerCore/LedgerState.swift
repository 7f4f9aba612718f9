package import CoreVocabulary

/// Working set of the ledger, against which commands are judged and to which they are applied.
///
/// A service loads what ``Footprint`` names, applies its commands in order, and writes the events'
/// rows in one database transaction. If that fails, it discards the state and loads it again.
/// Anything not loaded counts as nonexistent.
///
/// The state is a value and reads no clock: the same commands at the same instants give the same
/// events on every machine.
package struct LedgerState: Sendable {
    /// Rows in loading order, with dictionaries from IDs to array indices.
    ///
    /// Changing one row copies nothing, and a walk over all rows has a fixed order.
    var accounts: [Account] = []
    var accountIndex: [AccountID: Int] = [:]
    var transfers: [TransferRecord] = []
    var transferIndex: [TransferID: Int] = [:]
    var journals: [JournalRecord] = []
    var journalIndex: [JournalID: Int] = [:]
    /// Previous values of the rows changed by the command being applied, oldest first.
    var undoLog: [UndoStep] = []

    /// Latest instant at which a command was applied.
    package private(set) var latestBookedAt: Instant

    /// Creates an empty working set of a ledger with this latest booked time.
    package init(latestBookedAt: Instant = .epoch) {
        self.latestBookedAt = latestBookedAt
    }

    /// Reserves capacity, so that the tables do not grow step by step.
    package mutating func reserveCapacity(accounts: Int, transfers: Int, journals: Int) {
        self.accounts.reserveCapacity(accounts)
        accountIndex.reserveCapacity(accounts)
        self.transfers.reserveCapacity(transfers)
        transferIndex.reserveCapacity(transfers)
        self.journals.reserveCapacity(journals)
        journalIndex.reserveCapacity(journals)
    }

    /// Judges a command and, if it breaks no rule, applies it; returns the rows to write.
    ///
    /// The instant decides which holds have ended. Booked time never runs backwards: a command at an
    /// instant before ``latestBookedAt`` is booked at ``latestBookedAt``. So a single booking in the
    /// future does not end everybody's holds.
    package mutating func apply(_ command: LedgerCommand, at instant: Instant) -> Outcome {
        latestBookedAt = max(latestBookedAt, instant)
        return switch command {
        case .openAccount(let opening): open(opening, at: latestBookedAt)
        case .closeAccount(let id): close(id)
        case .changeLimits(let id, let limits): change(id, to: limits)
        case .postJournal(let journal): post(journal, at: instant)
        case .expirePendings(let pendings): expire(pendings, at: instant)
        }
    }
}
