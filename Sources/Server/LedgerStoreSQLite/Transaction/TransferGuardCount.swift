import Synchronization

/// Number of rows of `sign_in_guard` about transfers, as of the last commit.
///
/// Such rows are never removed, and no index separates them from those about sign-ins. Caching the
/// number means that they are counted once while the books are open.
final class TransferGuardCount: Sendable {
    private let remembered = Mutex<Int64?>(nil)

    /// The number; nil until it was counted.
    var number: Int64? { remembered.withLock { $0 } }

    /// Stores the number that was counted.
    func remember(_ number: Int64) {
        remembered.withLock { $0 = number }
    }

    /// Adds the rows of a database transaction after its commit.
    func add(_ addedCount: Int64) {
        remembered.withLock { number in number = number.map { $0 + addedCount } }
    }
}
