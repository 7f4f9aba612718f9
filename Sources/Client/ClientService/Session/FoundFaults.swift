import SyncCore
import WireProtocol

/// The faults of a record that a session has found, and what was tried about each.
///
/// The record itself keeps only the first fault of each account.
struct FoundFaults: Sendable {
    /// The most that wait; what is found beyond that is found again by the next check.
    private static let limit = 1_000
    /// The stale answers in a row after which this is given up.
    private static let staleTellingLimit = 3

    /// Those that were found and not put right yet, in the order in which they were found.
    private(set) var waiting: [ChainFault] = []
    /// Those that could not be put right by themselves.
    private(set) var hopeless: Set<ChainFault> = []
    /// Those in whose place nothing wrong can be seen here: only the other side can tell.
    private(set) var leftToComparison: Set<ChainFault> = []
    /// Number of consecutive answers that told rows as of another cursor than the record's.
    private var staleTellingCount = 0
    /// The most accounts that are asked for at once: half as many after each answer that did not
    /// arrive in time.
    private(set) var accountCountAtOnce = RecordsRequest.accountLimit
    /// True while they are being repaired, one after the other.
    var isMending = false

    /// Adds a fault that was found.
    ///
    /// - Returns: False if it is known already, or none more can wait.
    @discardableResult
    mutating func add(_ fault: ChainFault) -> Bool {
        guard waiting.count < Self.limit, !waiting.contains(fault), !hopeless.contains(fault),
            !leftToComparison.contains(fault)
        else { return false }
        waiting.append(fault)
        return true
    }

    /// Forgets what was tried about a fault, because its account was in doubt no more.
    mutating func forget(_ fault: ChainFault) {
        hopeless.remove(fault)
        leftToComparison.remove(fault)
    }

    /// Notes that a fault was put right, or that its account is in doubt no more.
    mutating func settle(_ fault: ChainFault) {
        waiting.removeAll { $0 == fault }
    }

    /// Notes that a fault is not put right by itself, so that it is not tried again.
    mutating func giveUp(_ fault: ChainFault) {
        settle(fault)
        hopeless.insert(fault)
    }

    /// Notes that only a comparison can tell whether anything is wrong.
    mutating func leaveToComparison(_ fault: ChainFault) {
        settle(fault)
        leftToComparison.insert(fault)
    }

    /// Notes that the record did not stand where rows were told; true if they can be asked for again.
    mutating func noteStaleTelling() -> Bool {
        staleTellingCount += 1
        guard staleTellingCount == Self.staleTellingLimit else { return true }
        staleTellingCount = 0
        return false
    }

    /// Notes that rows were told as of where the record stands.
    mutating func noteTelling() {
        staleTellingCount = 0
    }

    /// Notes that an answer with rows did not arrive in time.
    mutating func noteTellingTimeout() {
        accountCountAtOnce = max(1, accountCountAtOnce / 2)
    }

    /// Forgets what was tried, because both sides were found to agree.
    ///
    /// - Parameter uncovered: The faults about which that says nothing; no comparison puts them right.
    mutating func noteAgreement(uncovered: Set<ChainFault> = []) {
        hopeless = uncovered
        leftToComparison = []
    }
}
