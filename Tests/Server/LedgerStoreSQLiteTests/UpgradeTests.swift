import BankTestKit
import CoreVocabulary
import Cryptography
import GRDB
import LedgerService
import MoneyCore
import SyncCore
import Testing

@testable import LedgerStoreSQLite

/// Goal: books of every earlier form open, keep what they hold, and can do what is new.
///
/// Method: books brought up to each step of the schema by itself, with rows of that time.
struct UpgradeTests {
    @Test(
        "books of an earlier step open and are whole",
        arguments: ["1 books", "2 master keys and epochs", "4 tokens"]
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
            let place = AttemptKey.signIns(nameBits: 1, placeBits: 2)
            try books.update(AttemptRecord(openTryCount: 1), under: place)
            #expect(try books.tries(under: place).openTryCount == 1)
            try books.insert(CursorKeyRecord(idBits: 5, sealed: [1, 2], madeAt: .epoch))
            #expect(try books.cursorKeys().map(\.idBits) == [5])
        }
    }

    @Test("grants in force and holds that are pending are so after an upgrade")
    func whatIsOpen() async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let old = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(old, upTo: "4 tokens")
        let (user, account) = (UserID(rawValue: 0xB1), AccountID(rawValue: 0xA1))
        try await old.write { database in
            func id(_ number: Int) -> String {
                "x'\(String(repeating: "00", count: 15))0\(number)'"
            }
            let holds = (1...2).map { number in
                "(\(id(number)), 1, x'\(Hex.encode(Self.hold(number).canonicalBytes))')"
            }
            try database.execute(
                sql: """
                    INSERT INTO account (account_id, number, branch_code, holder, product,
                        currency, normal_side, opened_at)
                    VALUES (x'000000000000000000000000000000A1', '1', 'B', 'H', 'P', 'INR', 2, 0),
                        (x'000000000000000000000000000000A2', '2', 'B', 'H', 'P', 'INR', 2, 0);
                    INSERT INTO user (user_id, name, display_name, role, password, totp_algorithm,
                        totp_digits, totp_period, totp_secret, storage_key, added_at)
                    VALUES (x'000000000000000000000000000000B1', 'asha', 'A', 'customer', '', 1, 6,
                        30, x'01', x'01', 0);
                    INSERT INTO access_grant (user_id, account_no, feed_sequence, access,
                        base_sequence, backfill_count, granted_at)
                    SELECT user_id, account_no, feed_sequence, access, feed_sequence, 0, 0
                    FROM user, (SELECT 1 AS account_no, 3 AS feed_sequence, 1 AS access
                        UNION VALUES (1, 5, NULL), (1, 7, 3), (2, 8, 2), (2, 9, NULL));
                    INSERT INTO hold (transfer_id, account_no, record)
                        VALUES \(holds.joined(separator: ", "));
                    INSERT INTO resolution (pending_id, status, resolved_at)
                        VALUES (\(id(1)), 3, 0);
                    """
            )
        }
        try old.close()
        let store = try LedgerStoreSQLite(path: path)
        try await store.read { books in
            let grants = try books.grants(of: user)
            #expect(grants.map(\.accountID) == [account])
            #expect(grants.map(\.feedSequence) == [7])
            #expect(try books.pendingHolds(of: account) == [Self.hold(2)])
        }
        let finding = try await store.pool.read { try Checker(SQLiteReader($0)).whatIsOpenAgrees() }
        #expect(finding == nil)
    }

    // Symptom: rows that somebody changed before an upgrade passed for the bank's own after it. Cause:
    // a step of the schema counted all tables anew, whatever they held.
    @Test("books that were changed behind the bank's back are not brought up to date")
    func changedBefore() async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let books = try earlierBooks(path, upTo: "9 changed passwords")
        try await books.write { database in
            try database.execute(sql: "INSERT INTO meta (key, value) VALUES ('other', x'01')")
        }
        try books.close()
        let error = #expect(throws: LedgerStoreError.self) { try LedgerStoreSQLite(path: path) }
        #expect(error?.code == .rowInvalid)
        #expect(error?.message.hasPrefix("The table meta has other rows") == true)
        // They stay as they were found.
        let found = try DatabaseQueue(path: path)
        let (step, table) = try await found.read { database in
            (
                try Schema.migrator.appliedMigrations(database).last,
                try TableDigests.firstStrangeTable(in: database)
            )
        }
        #expect(step == "9 changed passwords")
        #expect(table == "meta")
    }

    @Test(
        "an upgrade that was cut off between two steps goes on",
        arguments: [
            "4 tokens", "5 integrity", "6 what is open now", "7 sign-ins", "9 changed passwords",
            "10 notes of the audit log", "11 submitted evidence",
        ]
    )
    func cutOff(step: String) async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        try earlierBooks(path, upTo: step).close()
        let store = try LedgerStoreSQLite(path: path)
        #expect(try await store.check() == nil)
    }

    // Earlier releases counted the tables in a database transaction after that of the steps.
    @Test("books whose last step an earlier release did not count any more open and are whole")
    func notCounted() async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let books = try earlierBooks(path, upTo: "9 changed passwords")
        try await books.write { database in
            try database.execute(
                sql: """
                    UPDATE table_digest SET digest = zeroblob(32)
                    WHERE table_name IN ('grdb_migrations', 'meta')
                    """
            )
        }
        try books.close()
        let store = try LedgerStoreSQLite(path: path)
        #expect(try await store.check() == nil)
    }

    @Test("the audit log of books from before its notes is read without them")
    func readsEarlierLog() async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let books = try earlierBooks(path, upTo: "9 changed passwords")
        try await books.write { database in
            try database.execute(
                sql: """
                    INSERT INTO audit (audit_no, at, action, result, count, hash)
                    VALUES (1, 0, 43, 1, 1, zeroblob(32))
                    """
            )
        }
        try books.close()
        let rows = try await LedgerBooksReader(path: path).read {
            try $0.auditRows(after: 0, limit: 9)
        }
        #expect(rows.map(\.action) == [.clockAccepted])
        #expect(rows.map(\.note) == [nil])
    }

    /// Books as they were after a step.
    func earlierBooks(_ path: String, upTo step: String) throws -> DatabaseQueue {
        let books = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(books, upTo: "4 tokens")
        try books.write { database in
            try database.execute(
                sql: "INSERT INTO meta (key, value) VALUES ('epoch', x'0000000000000007')"
            )
        }
        try Schema.migrator.migrate(books, upTo: step)
        return books
    }

    private static func hold(_ number: Int) -> HoldRecord {
        HoldRecord(
            transferID: TransferID(rawValue: UInt128(number)),
            accountID: AccountID(rawValue: 0xA1),
            amount: Money(minorUnits: 5, currency: .indianRupee),
            counterparty: "Payee",
            reference: "REF",
            heldAt: .epoch,
            expiresAt: nil,
            status: .pending
        )
    }
}
