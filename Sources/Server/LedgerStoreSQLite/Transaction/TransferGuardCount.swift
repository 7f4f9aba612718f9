import Synchronization

/// The number of rows of `sign_in_guard` that are about transfers, as of the last commit.
///
/// No such row is ever removed, and no index has them apart from those about sign-ins. The store
/// remembers how many there are, so that it looks for them once for as long as the books are open.
final class TransferGuardCount: Sendable {
    private let remembered = Mutex<Int64?>(nil)

    /// The number; nil until it was looked for.
    var number: Int64? { remembered.withLock { $0 } }

    /// Remembers what was found.
    func remember(_ number: Int64) {
        remembered.withLock { $0 = number }
    }

    /// Counts the rows that a database transaction added, once it is committed.
    func add(_ addedCount: Int64) {
        remembered.withLock { number in number = number.map { $0 + addedCount } }
    }
}
