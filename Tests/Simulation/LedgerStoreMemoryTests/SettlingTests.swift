import CoreVocabulary
import Cryptography
import LedgerService
import LedgerStoreMemory
import Testing

/// Goal: while a commit is on its way to the disk, nobody reads it and nobody overtakes it.
///
/// Method: a policy that holds the commit up until the test has looked.
struct SettlingTests {
    @Test("a reader sees nothing of a commit until it is acknowledged")
    func hidden() async throws {
        let policy = GatedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        policy.close()
        async let posting: Void = bank.post(1)
        await policy.waitForArrival()
        #expect(try await bank.posted() == [])
        #expect(bank.disk.firstFinding() == nil)
        #expect(bank.disk.copy().feedHead == 0)
        policy.letThrough()
        try await posting
        #expect(try await bank.posted() == [1])
        #expect(bank.disk.firstFinding() == nil)
    }

    @Test("the power goes while a commit is on its way: it is lost, and its writer told")
    func crash() async throws {
        let policy = GatedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        policy.close()
        let posting = Task { try await bank.post(1) }
        await policy.waitForArrival()
        bank.disk.crash()
        let second = try SmallBank(disk: bank.disk)
        try await second.post(2)
        policy.letThrough()
        await #expect(throws: MemoryStoreError.self) { try await posting.value }
        #expect(try await second.posted() == [2])
        #expect(bank.disk.firstFinding() == nil)
    }

    @Test("writers queue behind a commit on its way, and go on in their order")
    func queue() async throws {
        let policy = GatedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        policy.close()
        var writers: [Task<Int64, any Error>] = []
        for _ in 1...4 {
            writers.append(Task { try await bank.store.write { try $0.insertLine() } })
        }
        for _ in 1...4 {
            await policy.waitForArrival()
            policy.letThrough()
        }
        var numbers: [Int64] = []
        for writer in writers { numbers.append(try await writer.value) }
        // Three lines tell of the accounts.
        #expect(numbers.sorted() == [4, 5, 6, 7])
    }

    @Test("whoever waits to write when the power goes is told")
    func waiting() async throws {
        let policy = GatedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        policy.close()
        let (store, disk) = (bank.store, bank.disk)
        let writers = (1...3).map { _ in
            Task { try await store.write { try $0.insertLine() } }
        }
        await policy.waitForArrival()
        disk.crash()
        policy.letThrough()
        for writer in writers {
            await #expect(throws: MemoryStoreError.self) { try await writer.value }
        }
        let lines = try await SmallBank(disk: disk).store.read {
            try $0.auditRows(after: 0, limit: 9).count
        }
        #expect(lines == 3)
    }
}

extension LedgerTransaction {
    /// Adds a line to the audit log; gives its number.
    @discardableResult
    fileprivate func insertLine() throws -> Int64 {
        let row = AuditRow(
            number: try auditHead().number + 1,
            at: .epoch,
            actor: nil,
            action: .signIn,
            objectBits: nil,
            result: .done,
            count: 1,
            detail: nil
        )
        try insert(row, hash: .zero)
        return row.number
    }
}
