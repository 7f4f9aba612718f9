import CoreVocabulary
import LedgerService
import LedgerStoreMemory
import Testing

/// Goal: the disk in memory loses exactly what a true disk may lose, and nothing else.
///
/// Method: the true bank posts under a policy that fails, lies or waits; then the power goes.
struct DiskTests {
    @Test("what was acknowledged survives a crash")
    func survives() async throws {
        let first = try await SmallBank.open()
        try await first.post(1)
        try await first.post(2)
        first.disk.crash()
        let second = try SmallBank(disk: first.disk)
        #expect(try await second.posted() == [1, 2])
        try await second.post(3)
        #expect(try await second.posted() == [1, 2, 3])
        #expect(first.disk.firstFinding() == nil)
    }

    @Test("a store whose disk lost its power is refused for ever, and a disk has one store")
    func lives() async throws {
        let first = try await SmallBank.open()
        #expect(Self.code { try SmallBank(disk: first.disk) } == .inUse)
        first.disk.crash()
        let second = try SmallBank(disk: first.disk)
        await #expect(throws: MemoryStoreError.self) { try await first.post(1) }
        await #expect(throws: MemoryStoreError.self) { try await first.posted() }
        // The end of the first life does not end the second.
        first.store.close()
        try await second.post(1)
        second.store.close()
        await #expect(throws: MemoryStoreError.self) { try await second.posted() }
        #expect(try await SmallBank(disk: first.disk).posted() == [1])
    }

    @Test("a commit that the disk refuses leaves nothing, and the next one goes through")
    func refused() async throws {
        let policy = ScriptedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        policy.next(.fail)
        await #expect(throws: DiskIsFull()) { try await bank.post(1) }
        #expect(try await bank.posted() == [])
        #expect(bank.disk.firstFinding() == nil)
        try await bank.post(1)
        #expect(try await bank.posted() == [1])
        #expect(bank.disk.unsyncedCommitCount == 0)
    }

    @Test("a commit that failed after it was durable stays")
    func failedAfterSync() async throws {
        let policy = ScriptedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        policy.next(.failAfterSync)
        await #expect(throws: DiskIsFull()) { try await bank.post(1) }
        #expect(try await bank.posted() == [1])
        bank.disk.crash()
        #expect(try await SmallBank(disk: bank.disk).posted() == [1])
    }

    @Test("a failure of any write leaves nothing of its transaction", arguments: 1...6)
    func failedWrite(number: Int) async throws {
        let policy = ScriptedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        try await bank.post(1)
        policy.fail(atWrite: number)
        await #expect(throws: DiskIsFull()) { try await bank.post(2) }
        policy.fail(atWrite: nil)
        #expect(try await bank.posted() == [1])
        #expect(bank.disk.firstFinding() == nil)
        try await bank.post(2)
        #expect(bank.disk.firstFinding() == nil)
    }

    @Test("what was acknowledged without a sync is lost in a crash, and a later sync saves it")
    func lies() async throws {
        let policy = ScriptedPolicy()
        let first = try await SmallBank.open(policy: policy)
        try await first.post(1)
        policy.next(.lie, .lie)
        try await first.post(2)
        try await first.post(3)
        #expect(try await first.posted() == [1, 2, 3])
        #expect(first.disk.unsyncedCommitCount == 2)
        #expect(first.disk.copy().feedHead == 2)
        first.disk.crash()

        let second = try SmallBank(disk: first.disk, policy: policy)
        #expect(try await second.posted() == [1])
        #expect(first.disk.firstFinding() == nil)
        policy.next(.lie, .sync)
        try await second.post(2)
        try await second.post(3)
        #expect(first.disk.unsyncedCommitCount == 0)
        first.disk.crash()
        #expect(try await SmallBank(disk: first.disk).posted() == [1, 2, 3])
    }

    @Test("after a crash whole commits may be found again, and a torn one is noticed")
    func recovery() async throws {
        for (cut, finding) in [(0, false), (1, true)] {
            let policy = ScriptedPolicy { counts in counts[0] + cut }
            let bank = try await SmallBank.open(policy: policy)
            policy.next(.lie, .lie)
            try await bank.post(1)
            try await bank.post(2)
            bank.disk.crash()
            #expect((bank.disk.firstFinding() != nil) == finding)
            let found = try await SmallBank(disk: bank.disk).posted()
            #expect(found == (finding ? [1, 2] : [1]))
        }
    }

    @Test("a transaction that writes nothing is not settled")
    func readOnly() async throws {
        let policy = ScriptedPolicy()
        let bank = try await SmallBank.open(policy: policy)
        let before = policy.settledCount
        let count = try await bank.store.write { try $0.accounts().count }
        #expect(count == 3)
        #expect(policy.settledCount == before)
    }

    @Test("a backup is as of its moment, and what is put back goes on in the epoch it is given")
    func backup() async throws {
        let first = try await SmallBank.open()
        try await first.post(1)
        let copy = first.disk.copy()
        try await first.post(2)
        #expect(copy.firstFinding() == nil)
        #expect(copy.feedHead == 2)

        first.disk.revert(to: copy)
        let second = try SmallBank(disk: first.disk)
        #expect(try await second.posted() == [1])
        #expect(try await second.store.read { try $0.epoch() } == 11)

        let third = try SmallBank(disk: MemoryDisk(copy, newEpoch: 12))
        #expect(try await third.store.read { try $0.epoch() } == 12)
        try await third.post(2)
        try await third.post(3)
        #expect(try await third.posted() == [1, 2, 3])
        #expect(try await second.posted() == [1])
    }

    private static func code(_ body: () throws -> SmallBank) -> MemoryStoreError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? MemoryStoreError)?.code
        }
    }
}
