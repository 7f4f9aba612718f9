import CoreVocabulary
import LedgerCore
import MoneyCore
import SyncCore

/// Holds that were placed in the books of now since, to tell which of the lost ones were placed again,
/// one for one.
struct PlacedHolds: Sendable {
    /// What people see of a hold.
    struct Likeness: Hashable, Sendable {
        let from: AccountID
        let to: AccountID
        let amount: Money
        let reference: String
    }

    private var leftCounts: [Likeness: Int] = [:]
    private var known: Set<TransferID> = []
    private var answers: [TransferID: Bool] = [:]
    private(set) var readAccounts: Set<AccountID> = []

    /// Adds the holds of an account that were placed since; one that is told to both of its accounts
    /// counts once.
    mutating func add(
        _ holds: [(id: TransferID, likeness: Likeness)],
        ofAccount id: AccountID
    ) {
        readAccounts.insert(id)
        for hold in holds where known.insert(hold.id).inserted {
            leftCounts[hold.likeness, default: 0] += 1
        }
    }

    /// The answer that was given about a lost hold before; nil for none.
    func answer(about lost: TransferID) -> Bool? { answers[lost] }

    /// Says if a lost hold was placed again, and remembers it: the hold that it was takes no other's
    /// place.
    mutating func take(_ lost: TransferID, _ likeness: Likeness) -> Bool {
        let left = leftCounts[likeness] ?? 0
        if left > 0 { leftCounts[likeness] = left - 1 }
        answers[lost] = left > 0
        return left > 0
    }
}
