import LedgerCore
import IdentityCore
import LedgerService
import MoneyCore
import Synchronization
import SyncCore

/// Checks on database transactions.
enum TransactionChecks {
    /// Checks on database transactions and savepoints.
    static let transactions: [StoreCheck] = [
        StoreCheck("a body's value is returned, and what it wrote can be read") { store in
            let value = try await store.write { books in
                try books.writeOneOfEach()
                return try BooksContents(books)
            }
            try expect(try await store.contents(), is: value)
            try expect(value.ledger.accounts.count, is: 3)
            try expect(value.ledger.exported.count, is: 3)
        },
        StoreCheck("a body that throws leaves nothing behind, and its error is handed on") {
            store in
            let before = try await store.contents()
            try await store.takeBack { try $0.writeOneOfEach() }
            try expect(try await store.contents(), is: before)
            // Everything can be written now, so nothing of it was left.
            try await store.write { try $0.writeOneOfEach() }
        },
        StoreCheck("a body that throws on used books leaves them as they were") { store in
            try await store.write { try $0.writeOneOfEach() }
            let before = try await store.contents()
            try await store.takeBack { try $0.writeMore() }
            try expect(try await store.contents(), is: before)
            try await store.write { try $0.writeMore() }
        },
        StoreCheck("a savepoint that throws takes back its own writes and no others") { store in
            try await store.write { books in
                try books.writeOneOfEach()
                let before = try BooksContents(books)
                try books.takeBack { try books.writeMore() }
                try expect(BooksContents(books), is: before)
                let value = try books.savepoint {
                    try books.writeMore()
                    return try books.feedHead()
                }
                try expect(books.feedHead(), is: value)
            }
            try expect(try await store.read { try $0.feedHead() }, is: 16)
        },
        StoreCheck("savepoints nest") { store in
            try await store.write { books in
                try books.savepoint {
                    try books.insert(Sample.account(1))
                    try books.takeBack {
                        try books.insert(Sample.account(2))
                        try books.savepoint { try books.insert(try Sample.account(3)) }
                    }
                    try books.insert(Sample.account(4))
                }
                try books.takeBack {
                    try books.savepoint { try books.insert(try Sample.account(5)) }
                }
            }
            let ids = try await store.read { try $0.accounts().map(\.account.id) }
            try expect(ids, is: [1, 4])
        },
        .transaction("numbers that a savepoint gave back are given out again") { books in
            try books.prepare(accounts: 2, users: 2)
            for number in 1...3 {
                let line = Sample.line(Int64(number))
                try books.takeBack { try books.insert(line, hash: Sample.digest(number)) }
                try books.takeBack { try books.book(try Sample.transfer(number)) }
                try books.book(Sample.transfer(number))
                try books.insert(line, hash: Sample.digest(number))
                try expect(books.auditHead().number, is: Int64(number))
            }
            try expect(books.feedHead(), is: 6)
            let entries = try books.entries(of: 2, .afterAccountSequence(0), limit: 9)
            try expect(entries.map(\.feedSequence), is: [2, 4, 6])
        },
        .restarting("all that was committed is there after a restart") { opened in
            try await opened.store.write { try $0.writeOneOfEach() }
            let committed = try await opened.store.contents()
            let store = try await opened.reopen()
            let found = try await store.contents()
            // Open attempts end with the process, and all else stays.
            try expect(found.replacingTries(by: committed), is: committed)
            try await store.write { try $0.writeMore() }
        },
    ]

    /// Checks on concurrent callers.
    static let concurrency: [StoreCheck] = [
        StoreCheck("writes come one after the other, each seeing the one before") { store in
            try await store.write { try $0.prepare(users: 1) }
            let heads = try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<callerCount {
                    group.addTask {
                        try await store.write { books in
                            try books.tell(.accessRevoked(9), to: .user(1))
                            return try books.feedHead()
                        }
                    }
                }
                return try await group.reduce(into: [Int64]()) { $0.append($1) }
            }
            try expect(heads.sorted(), is: Array(1...Int64(callerCount)))
        },
        StoreCheck("a read sees one moment, never half of a transaction") { store in
            try await store.write { try $0.prepare(accounts: 2) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...callerCount {
                    group.addTask {
                        try await store.write { try $0.book(try Sample.transfer(number)) }
                    }
                    group.addTask { try await store.read { try $0.expectBalance() } }
                }
                try await group.waitForAll()
            }
            try expect(try await store.read { try $0.feedHead() }, is: 2 * Int64(callerCount))
        },
        StoreCheck("one caller's failure takes nothing of another's") { store in
            try await store.write { try $0.prepare(accounts: 2) }
            let done = await withTaskGroup(of: Int.self) { group in
                for number in 1...callerCount {
                    group.addTask {
                        do {
                            try await store.write { books in
                                try books.book(Sample.transfer(number))
                                if number.isMultiple(of: 3) { throw StoppedOnPurpose() }
                            }
                            return 1
                        } catch {
                            return 0
                        }
                    }
                }
                return await group.reduce(0, +)
            }
            try expect(done, is: callerCount - callerCount / 3)
            try expect(try await store.read { try $0.feedHead() }, is: 2 * Int64(done))
        },
        StoreCheck("a caller who is cancelled changes nothing of what is written") { store in
            let ran = Mutex(0)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await store.write { books in
                    try books.prepare(accounts: 2)
                    ran.withLock { $0 += 1 }
                    return try books.accounts().count
                }
            }
            try expect(try await task.value, is: 2)
            try expect(ran.withLock { $0 }, is: 1)
            try expect(try await store.read { try $0.accounts().count }, is: 2)
        },
    ]

    /// Number of concurrent callers.
    private static let callerCount = 24
}

extension LedgerTransaction {
    /// Writes into every table again, after ``writeOneOfEach()``.
    fileprivate func writeMore() throws {
        try insert(Sample.account(4))
        try insert(Sample.user(3))
        try book(Sample.transfer(7, 2, 4, 5))
        try insert(Sample.transfer(8, 2, 1, 10, kind: .pend(expiresAt: Sample.later(60))))
        try insert(Sample.hold(8))
        try insert(Sample.resolution(3))
        try book(Sample.transfer(9, 2, 1, 100, kind: .reversal(of: 1)))
        try tell(.payee(Sample.payee(3, named: "Rohan")), to: .user(1))
        let payee = Sample.payee(3, named: "Rohan")
        try insert(payee, of: 1, feedSequence: feedHead())
        try insert(Sample.grant(1, 2, nil, at: 13))
        try insert(Sample.grant(2, 2, at: 13))
        try update(AttemptRecord(), under: .transfers(1))
        try insert(Sample.session(3, of: 3))
        _ = try endSession(1, for: .signedOut, at: Sample.later(6))
        _ = try insertUsedStep(.init(number: 70), of: 1, at: Sample.start)
        try insert(Sample.intent(2))
        try insert(Sample.line(2), hash: Sample.digest(2))
    }
}

extension LedgerReading {
    /// Throws unless the two accounts mirror each other and have all numbered entries.
    fileprivate func expectBalance() throws {
        let stored = try accounts()
        try expect(stored.map(\.account.booked.minorUnits).reduce(0) { $1 - $0 }, is: 0)
        try expect(stored.map(\.account.version).reduce(0, +), is: feedHead())
        for account in stored {
            let rows = try entries(of: account.account.id, .afterAccountSequence(0), limit: 1_000)
            try expect(Int64(rows.count), is: account.account.version)
        }
    }
}

extension LedgerStore {
    /// Returns all sample data that the store has committed.
    fileprivate func contents() async throws -> BooksContents {
        try await read { try BooksContents($0) }
    }
}
