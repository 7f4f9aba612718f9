import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService

/// Reads and writes of the books: judges each write as SQLite's constraints and triggers do, and
/// keeps a list of what was done, so that it can be taken back.
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

    /// Ends the transaction; gives what was done, in order.
    func takeChanges() -> [BooksChange] {
        let done = changes
        changes = []
        return done
    }

    /// Takes back all but the first changes of the transaction.
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

    /// Counts a write and asks the policy for it, before anything is judged.
    func beginWrite() throws {
        writeCount += 1
        try policy.beforeWrite(writeCount)
    }

    /// Does a change that was judged.
    func perform(_ change: BooksChange) {
        books.apply(change)
        changes.append(change)
    }

    /// Refuses a row that names a user who is not there.
    func checkUser(_ id: UserID) throws {
        guard books.people.userPlaces[id] != nil else {
            throw MemoryStoreError(.referenceMissing, "A row names a user who is not there.")
        }
    }

    /// Refuses a row whose key is there already.
    func checkUnique(_ isNew: Bool, _ message: String) throws {
        guard isNew else { throw MemoryStoreError(.duplicate, message) }
    }

    /// Refuses a row whose values are outside their range.
    func check(_ isValid: Bool, _ message: String) throws {
        guard isValid else { throw MemoryStoreError(.valueInvalid, message) }
    }

    /// Refuses any number but the next one of the feed.
    func checkNext(_ feedSequence: Int64) throws {
        guard feedSequence == books.feed.head + 1 else {
            throw MemoryStoreError(.gap, "The feed has no gaps.")
        }
    }
}
