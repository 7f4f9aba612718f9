import CoreVocabulary

/// State of a disk and its users, protected by the disk's lock.
struct MemoryDiskState {
    /// Commit with its number and its changes.
    struct Commit {
        let number: UInt64
        let changes: [BooksChange]
    }

    /// Commit that is not acknowledged yet.
    struct OpenCommit {
        let commit: Commit
        /// True if its changes are undone for now, so that nobody reads them.
        var isHidden = false
        var isSynced = false
    }

    /// The books with all commits applied, except one that is hidden.
    var transaction: MemoryTransaction
    var policy: any SyncPolicy = SyncEachCommit()
    /// Acknowledged commits that are not durable, oldest first.
    private(set) var unsynced: [Commit] = []
    var waitingWriters: [CheckedContinuation<Void, any Error>] = []

    private var openCommit: OpenCommit?
    private var lastCommitNumber: UInt64 = 0
    private var life: UInt64 = 0
    private var isOpen = false
    private var hasWriter = false

    init(_ books: MemoryBooks) {
        transaction = MemoryTransaction(books)
    }

    /// Throws `closed` if the books were opened in an earlier life or are not open.
    func check(_ life: UInt64) throws {
        guard isOpen, life == self.life else { throw MemoryDisk.closed() }
    }

    mutating func open(_ policy: any SyncPolicy) throws -> UInt64 {
        guard !isOpen else { throw MemoryStoreError(.inUse, "Another store has these books open.") }
        isOpen = true
        life += 1
        self.policy = policy
        lastCommitNumber = 0
        transaction.books.people.endOpenTries()
        return life
    }

    /// Closes the books in an orderly way; the caller resumes the returned continuations.
    mutating func close(_ life: UInt64) -> [CheckedContinuation<Void, any Error>] {
        guard isOpen, life == self.life else { return [] }
        if openCommit?.isSynced == false { sync(upTo: lastCommitNumber) }
        finishCommit(isAcknowledged: true)
        unsynced = []
        return endLife()
    }

    /// Discards what is not durable; the caller resumes the returned continuations.
    mutating func crash() -> [CheckedContinuation<Void, any Error>] {
        if openCommit?.isSynced == true { finishCommit(isAcknowledged: false) }
        hideCommit()
        var lost = unsynced
        for commit in lost.reversed() { transaction.books.revert(commit.changes) }
        if let open = openCommit { lost.append(open.commit) }
        openCommit = nil
        unsynced = []
        let survivors =
            lost.isEmpty
            ? 0 : policy.survivingChangeCount(ofUnsynced: lost.map(\.changes.count))
        transaction.books.apply(lost.flatMap(\.changes).prefix(max(0, survivors)))
        return endLife()
    }

    /// Makes the transaction's writes the commit to settle; returns nil if there are none.
    mutating func commit() -> (number: UInt64, changeCount: Int)? {
        invariant(openCommit == nil, "one commit is settled at a time")
        let changes = transaction.end()
        if changes.isEmpty { return nil }
        lastCommitNumber += 1
        openCommit = OpenCommit(commit: Commit(number: lastCommitNumber, changes: changes))
        return (lastCommitNumber, changes.count)
    }

    mutating func sync(upTo number: UInt64) {
        unsynced.removeAll { $0.number <= number }
        if let open = openCommit, open.commit.number <= number { openCommit?.isSynced = true }
    }

    /// Finishes the settled commit, which is kept if it was acknowledged or is durable.
    mutating func finishCommit(isAcknowledged: Bool) {
        guard let open = openCommit else { return }
        if isAcknowledged || open.isSynced {
            if open.isHidden { transaction.books.apply(open.commit.changes) }
            if !open.isSynced { unsynced.append(open.commit) }
        } else {
            hideCommit()
        }
        openCommit = nil
    }

    /// Undoes the commit in doubt until it is settled, so that a reader does not see it.
    mutating func hideCommit() {
        guard let open = openCommit, !open.isHidden else { return }
        transaction.books.revert(open.commit.changes)
        openCommit?.isHidden = true
    }

    /// Returns the books without anything that is not durable.
    mutating func durableBooks() -> MemoryBooks {
        if openCommit?.isSynced != true { hideCommit() }
        var books = transaction.books
        for commit in unsynced.reversed() { books.revert(commit.changes) }
        return books
    }

    /// Returns true if the caller may write now; otherwise the caller has to wait.
    mutating func acquireTurn(_ life: UInt64) throws -> Bool {
        try check(life)
        if hasWriter { return false }
        hasWriter = true
        return true
    }

    /// Passes the turn to the next writer, whose continuation the caller resumes.
    mutating func passTurn(_ life: UInt64) -> CheckedContinuation<Void, any Error>? {
        // A writer of an earlier life has no turn to pass.
        guard isOpen, life == self.life else { return nil }
        if waitingWriters.isEmpty {
            hasWriter = false
            return nil
        }
        return waitingWriters.removeFirst()
    }

    private mutating func endLife() -> [CheckedContinuation<Void, any Error>] {
        isOpen = false
        hasWriter = false
        let waiting = waitingWriters
        waitingWriters = []
        return waiting
    }
}
