public import CoreVocabulary

/// The part of the ledger that commands are judged against and change.
///
/// A service loads what ``Footprint`` names, applies its commands in order, and writes the events'
/// rows in one database transaction; when that fails, it throws the state away and loads anew.
/// Anything not loaded counts as not existing.
///
/// The state is a value, and reads no clock: the same commands at the same instants give the same
/// events on every machine.
public struct LedgerState: Sendable {
    /// Accounts, transfers and journals live in arrays and are found by index, so that changing
    /// one copies nothing and walking all of them has one order.
    var accounts: [Account] = []
    var accountIndex: [AccountID: Int] = [:]
    var transfers: [TransferRecord] = []
    var transferIndex: [TransferID: Int] = [:]
    var journals: [JournalRecord] = []
    var journalIndex: [JournalID: Int] = [:]
    /// What the journal being applied has changed so far, oldest first.
    var undoLog: [UndoStep] = []

    /// The latest instant at which anything was applied.
    public private(set) var latestBookedAt: Instant

    /// Makes an empty working set.
    ///
    /// - Parameter latestBookedAt: The latest booked time in the ledger; commands handed in with
    ///   an earlier one are booked at this one.
    public init(latestBookedAt: Instant = .epoch) {
        self.latestBookedAt = latestBookedAt
    }

    /// Makes room, so that loading and applying do not grow the tables step by step.
    public mutating func reserveCapacity(accounts: Int, transfers: Int, journals: Int) {
        self.accounts.reserveCapacity(accounts)
        accountIndex.reserveCapacity(accounts)
        self.transfers.reserveCapacity(transfers)
        transferIndex.reserveCapacity(transfers)
        self.journals.reserveCapacity(journals)
        journalIndex.reserveCapacity(journals)
    }

    /// Judges a command and, when it breaks no rule, changes the state.
    ///
    /// - Parameters:
    ///   - command: What is asked.
    ///   - instant: The time now, by which it is judged which holds have ended. Booked time never
    ///     runs backwards: what is made at an instant before ``latestBookedAt`` is booked at that
    ///     one. So one booking in the future does not end the holds of everybody.
    /// - Returns: What was decided, with the rows to write.
    public mutating func apply(_ command: LedgerCommand, at instant: Instant) -> Outcome {
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
