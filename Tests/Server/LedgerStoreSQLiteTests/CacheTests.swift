import BankTestKit
import GRDB
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: the memory that options name is what SQLite may keep pages of the books in.
///
/// Method: books are opened with options, and each kind of connection is asked.
struct CacheTests {
    @Test("each kind of connection has the cache that its options name")
    func caches() async throws {
        var options = LedgerStoreSQLite.Options()
        options.writerCacheKibibytes = 9_216
        options.readerCacheKibibytes = 5_120
        let bank = try await TestBank.open(options: options)
        // Less than none is a size in KiB.
        let read: Int64? = try await bank.store.pool.read { database in
            try database.first("PRAGMA cache_size") { $0.integer(0) }
        }
        #expect(read == -5_120)
        let written: Int64? = try await bank.store.pool.writeWithoutTransaction { database in
            try database.first("PRAGMA cache_size") { $0.integer(0) }
        }
        #expect(written == -9_216)
    }

    // Proves that what the bank reads for itself, as the proof that it is ready, finds a connection.
    @Test("the books have one connection to read more than those who ask can take")
    func readers() {
        let taken = BankConfiguration().readConcurrency
        #expect(LedgerStoreSQLite.Options().readerCount == taken + 1)
        #expect(LedgerStoreSQLite.Options(cacheMebibytes: 64).readerCount == taken + 1)
    }
}
