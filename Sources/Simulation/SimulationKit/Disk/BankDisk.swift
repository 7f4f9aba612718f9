import CoreVocabulary
import LedgerService
import LedgerStoreMemory

/// Disk with the bank's books, which outlives the processes that use it.
protocol BankDisk: Sendable {
    /// The epoch of the durable books.
    var epoch: UInt64 { get }
    /// The last feed number of the durable books.
    var feedHead: Int64 { get }
    /// Opens the books for one process.
    func open(_ policy: any SyncPolicy) throws -> any LedgerStore
    /// Simulates a power failure, which ends the process that has the books open.
    func crash()
    /// Returns a copy of the durable books.
    func backup() -> any BankBackup
    /// Simulates a power failure and replaces the books with a backup of the same kind of disk.
    func revert(to backup: any BankBackup, newEpoch: UInt64?)
    /// Returns the first broken invariant that a reader would see now; nil if there is none.
    func firstFinding(_ depth: BooksCheckDepth) -> CheckFinding?
}

/// Copy of the bank's books.
protocol BankBackup: Sendable {
    /// The epoch of the copied books.
    var epoch: UInt64 { get }
}

extension BooksCopy: BankBackup {}

extension MemoryDisk: BankDisk {
    var epoch: UInt64 { copy().epoch }

    var feedHead: Int64 { copy().feedHead }

    func open(_ policy: any SyncPolicy) throws -> any LedgerStore {
        try LedgerStoreMemory(disk: self, policy: policy)
    }

    func backup() -> any BankBackup { copy() }

    func revert(to backup: any BankBackup, newEpoch: UInt64?) {
        guard let books = backup as? BooksCopy else {
            invariantBroken("a disk in memory is given its own backups")
        }
        revert(to: books, newEpoch: newEpoch)
    }
}
