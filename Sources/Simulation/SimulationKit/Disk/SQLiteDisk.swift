import CoreVocabulary
import LedgerService
import LedgerStoreMemory
import LedgerStoreSQLite

/// Disk with the bank's books in SQLite, as `counterfoild` has them.
///
/// A transaction stays open until its policy settles it, so that no reader sees it before. A power
/// failure keeps the open transaction or loses it whole: SQLite never accepts a torn tail.
final class SQLiteDisk: BankDisk {
    private struct State {
        var books: SteppedBooks?
        var policy: any SyncPolicy = SyncEachCommit()
        var life: UInt64 = 0
        var commitNumber: UInt64 = 0
        /// Number of writes of the transaction that is being settled; nil if there is none.
        var openWriteCount: Int?
        var hasWriter = false
        var waitingWriters: [CheckedContinuation<Void, any Error>] = []
    }

    private struct Backup: BankBackup {
        let image: BooksImage
        let epoch: UInt64
    }

    private let path: String
    private let state = Cell(State())

    /// Creates a disk with empty books at a path.
    init(path: String) {
        self.path = path
        BooksImage.remove(path)
    }

    /// Creates a disk at a path from a backup.
    convenience init(path: String, _ backup: any BankBackup, newEpoch: UInt64) {
        self.init(path: path)
        revert(to: backup, newEpoch: newEpoch)
    }

    deinit {
        closeBooks()
        BooksImage.remove(path)
    }

    var epoch: UInt64 { reading { try $0.read { try $0.epoch() } } }

    var feedHead: Int64 { reading { try $0.read { try $0.feedHead() } } }

    func open(_ policy: any SyncPolicy) throws -> any LedgerStore {
        closeBooks()
        state.value.books = try SteppedBooks(path: path, newEpoch: 1)
        state.value.policy = policy
        state.value.life += 1
        state.value.commitNumber = 0
        return SQLiteDiskStore(disk: self, life: state.value.life)
    }

    func crash() {
        if let count = state.value.openWriteCount, let books = state.value.books {
            let survivors = state.value.policy.survivingChangeCount(ofUnsynced: [count])
            do {
                if survivors == count { try books.commit() } else { try books.rollBack() }
            } catch {
                invariantBroken("a transaction on a simulated disk can be ended")
            }
        }
        state.value.openWriteCount = nil
        state.value.life += 1
        state.value.hasWriter = false
        let waiting = state.value.waitingWriters
        state.value.waitingWriters = []
        for writer in waiting { writer.resume(throwing: DiskFault()) }
    }

    func backup() -> any BankBackup {
        reading { Backup(image: try $0.image(), epoch: try $0.read { try $0.epoch() }) }
    }

    func revert(to backup: any BankBackup, newEpoch: UInt64?) {
        guard let backup = backup as? Backup else {
            invariantBroken("a disk in SQLite is given its own backups")
        }
        crash()
        closeBooks()
        do {
            try backup.image.write(to: path)
            if let newEpoch { reading { try $0.beginEpoch(newEpoch) } }
        } catch {
            invariantBroken("a backup can be written to a simulated disk")
        }
    }

    func firstFinding(_ depth: BooksCheckDepth) -> CheckFinding? {
        reading { try $0.firstFinding(depth) }
    }

    // MARK: Transactions

    /// Runs a body in one database transaction, after all earlier ones.
    fileprivate func write<Value: Sendable>(
        in life: UInt64,
        _ body: (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await acquireTurn(life)
        defer { passTurn(life) }
        let books = try openBooks(life)
        let policy = state.value.policy
        let (value, count) = try books.begin(
            failpoint: { number in
                do {
                    try policy.beforeWrite(number)
                    return false
                } catch {
                    return true
                }
            },
            body
        )
        guard count > 0 else {
            try books.rollBack()
            return value
        }
        state.value.commitNumber += 1
        state.value.openWriteCount = count
        let commit = MemoryCommit(number: state.value.commitNumber, changeCount: count) {
            try self.endTransaction(life) { try $0.commit() }
        }
        do {
            try await policy.settle(commit)
        } catch {
            // The policy's error says more. A commit that is durable already stays.
            try? endTransaction(life) { try $0.rollBack() }
            throw error
        }
        try endTransaction(life) { try $0.commit() }
        return value
    }

    fileprivate func read<Value: Sendable>(
        in life: UInt64,
        _ body: (any LedgerReading) throws -> Value
    ) throws -> Value {
        try openBooks(life).read(body)
    }

    /// Ends the open transaction, unless it has ended.
    private func endTransaction(_ life: UInt64, _ end: (SteppedBooks) throws -> Void) throws {
        let books = try openBooks(life)
        guard state.value.openWriteCount != nil else { return }
        state.value.openWriteCount = nil
        try end(books)
    }

    private func openBooks(_ life: UInt64) throws -> SteppedBooks {
        guard life == state.value.life, let books = state.value.books else { throw DiskFault() }
        return books
    }

    private func acquireTurn(_ life: UInt64) async throws {
        _ = try openBooks(life)
        guard state.value.hasWriter else {
            state.value.hasWriter = true
            return
        }
        try await withCheckedThrowingContinuation { state.value.waitingWriters.append($0) }
    }

    private func passTurn(_ life: UInt64) {
        // A writer of an earlier life has no turn to pass.
        guard life == state.value.life else { return }
        if state.value.waitingWriters.isEmpty {
            state.value.hasWriter = false
        } else {
            state.value.waitingWriters.removeFirst().resume()
        }
    }

    // MARK: Connections

    /// Runs a body on the books, which are opened if no process has them open.
    private func reading<Value>(_ body: (SteppedBooks) throws -> Value) -> Value {
        do {
            let books = try state.value.books ?? SteppedBooks(path: path, newEpoch: 1)
            state.value.books = books
            return try body(books)
        } catch {
            invariantBroken("books on a simulated disk can be read")
        }
    }

    private func closeBooks() {
        // Connections that do not close are abandoned with their file.
        try? state.value.books?.close()
        state.value.books = nil
    }
}

/// Books on a ``SQLiteDisk``, as one process of the bank has them open.
private struct SQLiteDiskStore: LedgerStore {
    let disk: SQLiteDisk
    let life: UInt64

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await disk.write(in: life, body)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try disk.read(in: life, body)
    }
}
