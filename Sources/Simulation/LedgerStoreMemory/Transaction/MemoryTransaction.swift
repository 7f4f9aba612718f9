import CoreVocabulary
import LedgerService

/// Read and write operations of one database transaction.
///
/// It checks each write as the books in SQLite do, and records the changes so that they can be
/// undone.
final class MemoryTransaction: MemoryReader, LedgerTransaction {
    private var policy: any SyncPolicy = SyncEachCommit()
    private var changes: [BooksChange] = []
    private var writeCount = 0

    /// Begins a database transaction under a policy.
    func begin(_ policy: any SyncPolicy) {
        invariant(changes.isEmpty, "one transaction ends before the next begins")
        self.policy = policy
        writeCount = 0
    }

    /// Ends the transaction and returns its changes in order.
    func end() -> [BooksChange] {
        let done = changes
        changes = []
        return done
    }

    /// Undoes all changes of the transaction except the first `count`.
    func rollBack(to count: Int) {
        while changes.count > count {
            books.revert(changes.removeLast())
        }
    }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        let count = changes.count
        do {
            return try body()
        } catch {
            rollBack(to: count)
            throw error
        }
    }

    /// Counts a write and calls the policy, before any check.
    func beginWrite() throws {
        writeCount += 1
        try policy.beforeWrite(writeCount)
    }

    /// Applies and records a change that passed its checks.
    func perform(_ change: BooksChange) {
        books.apply(change)
        changes.append(change)
    }

    /// Throws `referenceMissing` if there is no such user.
    func checkUser(_ id: UserID) throws {
        _ = try known(books.people.userPlaces[id], "A row names a user who is not there.")
    }

    /// Throws `duplicate` if the row's key exists already.
    func checkUnique(_ isNew: Bool, _ message: String) throws {
        guard isNew else { throw MemoryStoreError(.duplicate, message) }
    }

    /// Throws `valueInvalid` if a value is outside its range.
    func check(_ isValid: Bool, _ message: String) throws {
        guard isValid else { throw MemoryStoreError(.valueInvalid, message) }
    }

    /// Throws `gap` unless the number is the next one of the feed.
    func checkNext(_ feedSequence: Int64) throws {
        try check(feedSequence, follows: books.feed.head, "The feed has no gaps.")
    }

    /// Throws `gap` unless a number follows the last one.
    func check(_ number: Int64, follows last: Int64, _ message: String) throws {
        guard number == last + 1 else { throw MemoryStoreError(.gap, message) }
    }
}
