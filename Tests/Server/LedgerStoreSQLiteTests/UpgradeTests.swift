import BankTestKit
import CoreVocabulary
import GRDB
import LedgerService
import SyncCore
import Testing

@testable import LedgerStoreSQLite

/// Goal: books of every earlier form open, keep what they hold, and can do what is new.
///
/// Method: books brought up to each step of the schema by itself, with rows of that time.
struct UpgradeTests {
    @Test(
        "books of an earlier step open and are whole",
        arguments: ["1 books", "2 master keys and epochs"]
    )
    func upgrade(step: String) async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let old = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(old, upTo: step)
        try await old.write { database in
            try database.execute(
                sql: """
                    INSERT INTO meta (key, value) VALUES ('epoch', x'0000000000000007');
                    INSERT INTO account (account_id, number, branch_code, holder, product,
                        currency, normal_side, opened_at)
                    VALUES (x'000000000000000000000000000000A1', '1', 'B', 'H', 'P', 'INR', 2, 0);
                    """
            )
        }
        try old.close()
        let store = try LedgerStoreSQLite(path: path)
        let accountID = AccountID(rawValue: 0xA1)
        try await store.write { books in
            #expect(try books.epoch() == 7)
            #expect(try books.cursorKeys().isEmpty)
            #expect(
                try books.chains(of: [accountID], upTo: 0) == [
                    AccountLeaf(.genesis(of: accountID))
                ]
            )
            try books.insert(CursorKeyRecord(idBits: 5, sealed: [1, 2], madeAt: .epoch))
            #expect(try books.cursorKeys().map(\.idBits) == [5])
        }
    }
}
