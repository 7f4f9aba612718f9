import CoreVocabulary
import SyncCore

/// Repairs of a record since both sides last agreed.
struct RepairCount: Sendable {
    private var count = 0
    /// Accounts whose entries these repairs fetched again.
    var refetchedAccounts: Set<AccountID> = []

    /// True if no other repair may follow before both sides agree.
    var isExhausted: Bool { count >= SyncMachine.repairLimit }

    /// Counts one more repair.
    mutating func add() {
        count += 1
    }
}
