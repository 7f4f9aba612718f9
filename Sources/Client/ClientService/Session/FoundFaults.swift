import SyncCore
import WireProtocol

/// The faults that a session has found in its record, with the repairs that were tried.
///
/// The record itself keeps only the first fault of each account.
struct FoundFaults: Sendable {
    /// The most faults that wait for a repair; the next check finds the others again.
    private static let limit = 1_000
    /// The number of stale answers in a row that ends the attempts.
    private static let staleTellingLimit = 3

    /// The faults that wait for a repair, in the order of their discovery.
    private(set) var waiting: [ChainFault] = []
    /// The faults that cannot be repaired by themselves.
    private(set) var hopeless: Set<ChainFault> = []
    /// The faults without a visible error here, which only a comparison can decide.
    private(set) var leftToComparison: Set<ChainFault> = []
    /// Number of consecutive answers that told rows as of another cursor than the record's.
    private var staleTellingCount = 0
    /// The most accounts of one request; a reply that is late halves it.
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

    /// Forgets the attempts for a fault whose account is no longer in doubt.
    mutating func forget(_ fault: ChainFault) {
        hopeless.remove(fault)
        leftToComparison.remove(fault)
    }

    /// Records that a fault is repaired, or that its account is no longer in doubt.
    mutating func settle(_ fault: ChainFault) {
        waiting.removeAll { $0 == fault }
    }

    /// Records that a fault cannot be repaired, so that it is not tried again.
    mutating func giveUp(_ fault: ChainFault) {
        settle(fault)
        hopeless.insert(fault)
    }

    /// Records that only a comparison can decide about a fault.
    mutating func leaveToComparison(_ fault: ChainFault) {
        settle(fault)
        leftToComparison.insert(fault)
    }

    /// Records an answer as of another cursor; returns true if another attempt may follow.
    mutating func noteStaleTelling() -> Bool {
        staleTellingCount += 1
        guard staleTellingCount == Self.staleTellingLimit else { return true }
        staleTellingCount = 0
        return false
    }

    /// Records an answer as of the record's cursor.
    mutating func noteTelling() {
        staleTellingCount = 0
    }

    /// Records that an answer with rows did not arrive in time.
    mutating func noteTellingTimeout() {
        accountCountAtOnce = max(1, accountCountAtOnce / 2)
    }

    /// Forgets all attempts after both sides agreed.
    ///
    /// - Parameter uncovered: The faults about which that says nothing; no comparison puts them right.
    mutating func noteAgreement(uncovered: Set<ChainFault> = []) {
        hopeless = uncovered
        leftToComparison = []
    }
}
