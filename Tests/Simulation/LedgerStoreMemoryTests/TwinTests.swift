import BankTestKit
import LedgerService
import LedgerStoreMemory
import LedgerStoreSQLite
import StoreConformance
import Testing

/// Goal: the store in memory and the SQLite store are twins: whatever is written to both, they take
/// and refuse the same, and hold the same afterwards.
///
/// Method: writes that a seed chooses, good and bad, with savepoints and whole transactions that
/// are taken back; after each transaction all that the ports tell is compared.
struct TwinTests {
    private static let transactionCount: UInt64 = 8
    private static let writeCount = 60

    @Test("both stores take and refuse the same writes", arguments: 1...8 as ClosedRange<UInt64>)
    func twins(seed: UInt64) async throws {
        let folder = try #require(TemporaryFolder())
        var options = LedgerStoreSQLite.Options()
        options.newEpoch = 7
        let file = try LedgerStoreSQLite(path: folder.path + "/bank.db", options: options)
        let disk = MemoryDisk(epoch: 7)
        let memory = try LedgerStoreMemory(disk: disk)
        for number in 0..<Self.transactionCount {
            let transactionSeed = seed * Self.transactionCount + number
            let inFile = try await Self.run(transactionSeed, in: file)
            let inMemory = try await Self.run(transactionSeed, in: memory)
            #expect(inFile.outcomes == inMemory.outcomes)
            #expect(inFile.contents == inMemory.contents)
            // Neither everything nor nothing may be what both agree on.
            let refusals = inFile.outcomes.count { $0.hasSuffix("refused") }
            #expect(refusals > 0 && refusals < inFile.outcomes.count)
        }
    }

    private static func run(
        _ seed: UInt64,
        in store: any LedgerStore
    ) async throws -> (outcomes: [String], contents: BooksContents) {
        var outcomes: [String] = []
        do {
            outcomes = try await store.write { books in
                var writes = RandomWrites(seed: seed)
                let outcomes = try writes.run(writeCount, in: books)
                if seed.isMultiple(of: 4) { throw TakenBack(outcomes: outcomes) }
                return outcomes
            }
        } catch let error as TakenBack {
            outcomes = error.outcomes
        }
        return (outcomes, try await store.read { try BooksContents($0) })
    }
}

/// Ends a transaction of which nothing is to stay.
private struct TakenBack: Error {
    let outcomes: [String]
}
