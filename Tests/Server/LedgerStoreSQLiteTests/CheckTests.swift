import BankTestKit
import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import Testing
import WireProtocol

@testable import LedgerStoreSQLite

/// Goal: a change of the file behind the bank's back is found, and the first bad row is named.
///
/// Method: another connection drops the triggers, changes one thing, and puts them back.
struct CheckTests {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let rule: CheckFinding.Rule
        let place: String
        let sql: String
        var testDescription: String { sql }
    }

    static let tamperings = [
        Tampering(
            rule: .chainsHold,
            place: "entry 12",
            sql: "UPDATE entry SET reference = 'other' WHERE feed_sequence = 12"
        ),
        Tampering(
            rule: .chainsHold,
            place: "entry 14",
            sql: "UPDATE entry SET counterparty = 'other' WHERE feed_sequence = 14"
        ),
        Tampering(
            rule: .entriesContinue,
            place: "entry 14",
            sql: "UPDATE entry SET balance_after = balance_after + 1 WHERE feed_sequence = 14"
        ),
        Tampering(
            rule: .entriesContinue,
            place: "entry 12",
            sql: "UPDATE transfer SET amount = amount + 1 WHERE transfer_no = 1"
        ),
        Tampering(
            rule: .chainsHold,
            place: "entry 12",
            sql: "UPDATE transfer SET value_date = value_date - 1 WHERE transfer_no = 1"
        ),
        Tampering(
            rule: .transfersHaveEntries,
            place: "entry 14",
            sql: "DELETE FROM entry WHERE feed_sequence = 13"
        ),
        Tampering(
            rule: .referencesLead,
            place: "entry 20",
            sql: "DELETE FROM transfer WHERE transfer_no = 5"
        ),
        Tampering(
            rule: .transfersAreNumbered,
            place: "transfer 5",
            sql: "UPDATE transfer SET journal_index = 1 WHERE transfer_no = 5"
        ),
        Tampering(
            rule: .accountsAgree,
            place: "account 3",
            sql: "UPDATE account_state SET credits_posted = credits_posted + 7 "
                + "WHERE account_no = 3"
        ),
        Tampering(
            rule: .accountsAgree,
            place: "account 3",
            sql: "UPDATE account_state SET chain_hash = zeroblob(32) WHERE account_no = 3"
        ),
        Tampering(
            rule: .accountsAgree,
            place: "account_state 3",
            sql: "UPDATE account_state SET debits_pending = 0 WHERE account_no = 3"
        ),
        Tampering(
            rule: .holdsAgree,
            place: "transfer 6",
            sql: "DELETE FROM open_hold"
        ),
        Tampering(
            rule: .holdsAgree,
            place: "hold 1",
            sql: "DELETE FROM pending_hold"
        ),
        Tampering(
            rule: .holdsAgree,
            place: "hold 9",
            sql: "INSERT INTO pending_hold (account_no, hold_no) VALUES (3, 9)"
        ),
        Tampering(
            rule: .grantsAgree,
            place: "access_grant 1",
            sql: "DELETE FROM current_grant WHERE feed_sequence = 1"
        ),
        Tampering(
            rule: .grantsAgree,
            place: "access_grant 2",
            sql: "UPDATE current_grant SET access = access % 3 + 1 WHERE feed_sequence = 2"
        ),
        Tampering(
            rule: .transfersAreNumbered,
            place: "transfer 3",
            sql: "UPDATE transfer SET booked_at = booked_at - 1 WHERE transfer_no = 3"
        ),
        Tampering(
            rule: .feedHasNoGaps,
            place: "feed 3",
            sql: "DELETE FROM change WHERE feed_sequence = 2"
        ),
        Tampering(
            rule: .auditHolds,
            place: "audit 2",
            sql: "UPDATE audit SET result = 2 WHERE audit_no = 2"
        ),
        Tampering(
            rule: .auditHolds,
            place: "audit 3",
            sql: "DELETE FROM audit WHERE audit_no = 2"
        ),
        Tampering(
            rule: .schemaIsOurs,
            place: "trigger entry_refuses_update",
            sql: "DROP TRIGGER entry_refuses_update"
        ),
        Tampering(
            rule: .tablesAreOurs,
            place: "table user",
            sql: "UPDATE user SET password = 'of somebody else' WHERE name = 'asha'"
        ),
        Tampering(
            rule: .grantsAgree,
            place: "access_grant 1",
            sql: "UPDATE access_grant SET access = 1 WHERE access = 3"
        ),
        Tampering(
            rule: .tablesAreOurs,
            place: "table account_state",
            sql: "UPDATE account_state SET minimum = -1000000 WHERE account_no = 3"
        ),
        Tampering(
            rule: .referencesLead,
            place: "change 3",
            sql: "DELETE FROM user WHERE name = 'nila'"
        ),
    ]

    @Test("untouched books have nothing wrong with them")
    func whole() async throws {
        let bank = try await Self.bankWithHistory()
        #expect(try await bank.store.check() == nil)
    }

    @Test("a change from outside is found, and the first bad row is named", arguments: tamperings)
    func found(tampering: Tampering) async throws {
        let bank = try await Self.bankWithHistory()
        try bank.tamper(tampering.sql)
        let finding = try await bank.store.check()
        #expect(finding?.rule == tampering.rule)
        #expect(finding?.place == tampering.place)
        let paged = try await bank.store.pool.read { database in
            try Checker(SQLiteReader(database), pageCount: 2).firstFinding()
        }
        #expect(paged == finding)
    }

    @Test("a check by one statement finds what the check row by row finds", arguments: tamperings)
    func fast(tampering: Tampering) async throws {
        let bank = try await Self.bankWithHistory()
        try bank.tamper(tampering.sql)
        let (fast, slow) = try await bank.store.pool.read { database in
            let checker = Checker(SQLiteReader(database), pageCount: 2)
            return (
                [try checker.accountsAgree(), try checker.holdsAgree()],
                [try checker.books.accountsAgree(), try checker.books.holdsAgree()]
            )
        }
        #expect(fast.map { $0?.rule } == slow.map { $0?.rule })
        #expect(fast[0] == slow[0])
    }

    @Test("untouched books keep every invariant that is stated for all stores")
    func portable() async throws {
        let bank = try await Self.bankWithRowsEverywhere()
        let finding = try await bank.store.pool.read { database in
            try BooksCheck(SQLiteReader(database), pageCount: 2).firstFinding(.whole)
        }
        #expect(finding == nil)
    }

    // Symptom: rows of five tables were replaced, and the check found nothing. Cause: it derived
    // only what the entries prove.
    @Test("a row too few or too many in any table is found, whichever table it is")
    func everyTable() async throws {
        let bank = try await Self.bankWithRowsEverywhere()
        #expect(try await bank.store.check() == nil)
        try bank.store.close()
        let pristine = bank.folder.path + "/pristine.db"
        try bank.outside().backup(to: DatabaseQueue(path: pristine))
        var tried: Set<String> = []
        // The last one is GRDB's own, and says which steps of the schema were taken.
        let tables = Schema.appendOnlyTables + Schema.mutableTables + ["grdb_migrations"]
        for table in tables where table != TableDigests.table {
            tried.insert(table)
            try bank.tamperWithRows(of: table)
            try await Self.expectFound(table, at: bank.path)
            try DatabaseQueue(path: pristine).backup(to: bank.outside())
        }
        #expect(try await LedgerBooksReader(path: bank.path).check() == nil)
        // Of the digests' own table nobody keeps a digest.
        #expect(try tried == bank.tablesFromOutside().subtracting([TableDigests.table]))
    }

    /// Sees that the check finds something, and that the rows of this table alone are not the bank's.
    private static func expectFound(_ table: String, at path: String) async throws {
        let books = try LedgerBooksReader(path: path)
        #expect(try await books.check() != nil, "\(table)")
        let strange = try await books.queue.read { database in
            try TableDigests.firstStrangeTable(in: database)
        }
        #expect(strange == table)
    }

    // Symptom: the last twenty lines were deleted, and the check passed: each line is chained to the
    // one before, and nothing said how many there are.
    @Test("a log that was cut short is found by the bookings that name its lines")
    func cutLog() async throws {
        let bank = try await Self.bankWithHistory()
        try bank.tamperKnowingly(
            "DELETE FROM audit WHERE audit_no > (SELECT max(audit_no) - 1 FROM audit)"
        )
        let finding = try await bank.store.check()
        #expect(finding?.rule == .bookingsAreAudited)
        #expect(finding?.place.hasPrefix("transfer of audit") == true)
    }

    @Test(
        "a booking and its line of the audit log are held against each other, both ways",
        arguments: [
            "UPDATE transfer SET audit_no = NULL WHERE transfer_no = 6",
            "UPDATE transfer SET audit_no = 1 WHERE transfer_no = 6",
            "UPDATE resolution SET audit_no = 1",
            "DELETE FROM intent",
            "UPDATE refused_journal SET audit_no = 2",
        ]
    )
    func bothWays(sql: String) async throws {
        let bank = try await Self.bankWithRowsEverywhere()
        try bank.tamperKnowingly(sql)
        let finding = try await bank.store.check()
        #expect(finding?.rule == .bookingsAreAudited || finding?.rule == .referencesLead)
    }

    @Test(
        "what a console submitted is held against itself and against the audit log, both ways",
        arguments: [
            "UPDATE submitted_evidence SET digest = zeroblob(32)",
            "UPDATE submitted_evidence SET entry = x'0102'",
            "UPDATE submitted_evidence SET account_no = 4",
            "UPDATE submitted_evidence SET audit_no = 1",
            "DELETE FROM submitted_evidence",
        ]
    )
    func evidence(sql: String) async throws {
        let bank = try await Self.bankWithRowsEverywhere()
        try bank.tamperKnowingly(sql)
        #expect(try await bank.store.check()?.rule == .evidenceHolds)
    }

    /// A bank in which most tables have a row.
    private static func bankWithRowsEverywhere() async throws -> TestBank {
        let bank = try await bankWithHistory()
        let soon = bank.clock.now().adding(seconds: 1)
        _ = try await bank.bank.post([
            bank.posting("savings", "cash", 5, kind: .pend(expiresAt: soon)),
            bank.posting("stranger", "cash", 5_000_000_000),
        ])
        bank.clock.advance(seconds: 2)
        _ = try await bank.bank.expirePending()
        let asha = try await bank.signIn("asha", terminal: "till-1")
        _ = try await asha.ask(.submitEvidence(try Self.evidence(in: bank)))
        _ = try await asha.submit(TestSession.Order())
        _ = try await bank.askToSignIn("rohan", code: "000000")
        let rohan = try await bank.signIn("rohan")
        _ = try await rohan.ask(.signOut)
        try await bank.bank.disableUser(bank.user("nila"))
        try await bank.bank.revokeSession(asha.reply.sessionID, wiping: true)
        try await bank.bank.revokeTerminal("till-1")
        try await bank.bank.adoptMasterKeys()
        _ = try await bank.bank.rotateSigningKey()
        _ = try await bank.store.beginEpoch(at: bank.clock.now())
        return bank
    }

    /// An entry of account 3 that the books do not hold.
    private static func evidence(in bank: TestBank) throws -> SubmitEvidenceRequest {
        let savings = try bank.account("savings")
        let entry = EntryRecord(
            accountID: savings,
            accountSequence: 99,
            journalID: JournalID(rawValue: 1),
            transferID: TransferID(rawValue: 1),
            amount: Money(minorUnits: 1, currency: .indianRupee),
            balanceAfterMinorUnits: 1,
            bookedAt: bank.clock.now(),
            valueDate: ZoneOffset.india.date(of: bank.clock.now()),
            code: 1,
            counterparty: "lost",
            reference: "lost"
        )
        return SubmitEvidenceRequest(
            accountID: savings,
            items: [EvidenceItem(reason: .divergence, entry: entry)]
        )
    }

    /// A reader that tells how many accounts it remembered at most.
    private final class WatchedReader: SQLiteReader {
        private var forgottenCount = 0

        /// The most accounts that were remembered at a time: they grow until all are forgotten.
        var mostRememberedCount: Int { max(forgottenCount, rememberedAccountCount) }

        override func forgetAccounts() {
            forgottenCount = mostRememberedCount
            super.forgetAccounts()
        }
    }

    /// The most accounts that a whole check remembers at a time, in books with which nothing is wrong.
    private static func mostRemembered(in database: Database, pageCount: Int) throws -> Int {
        let reader = WatchedReader(database)
        let finding = try Checker(reader, pageCount: pageCount).firstFinding()
        try #require(finding == nil)
        return reader.mostRememberedCount
    }

    // Symptom: a check held every account in memory, twice.
    @Test("a whole check remembers a page of accounts at a time, and finds the same")
    func pages() async throws {
        let bank = try await Self.bankWithRowsEverywhere()
        let accountCount = try bank.countFromOutside("account")
        #expect(accountCount > 4)
        let pageCounts = [1, 2, 4]
        let remembered = try await bank.store.pool.read { database in
            try pageCounts.map { try Self.mostRemembered(in: database, pageCount: $0) }
        }
        #expect(remembered == pageCounts)
    }

    @Test("what is wrong with an account of a later page is found as on the first")
    func laterPage() async throws {
        let bank = try await Self.bankWithHistory()
        try bank.tamper("UPDATE entry SET reference = 'other' WHERE feed_sequence = 18")
        let found = try await bank.store.pool.read { database in
            try Checker(SQLiteReader(database), pageCount: 2).books.entriesContinue()
        }
        #expect(found?.place == "entry 18")
    }

    /// Numbers of the feed: 1 to 10 grants, 11 a payee, 12 to 19 opening deposits, then a hold.
    private static func bankWithHistory() async throws -> TestBank {
        let bank = try await TestBank.open()
        let later = bank.clock.now().adding(seconds: 60)
        _ = try await bank.bank.post([
            bank.posting("savings", "current", 300),
            bank.posting(
                "savings",
                "cash",
                40,
                kind: .pend(expiresAt: later)
            ),
        ])
        return bank
    }
}

extension TestBank {
    /// Changes the file as somebody would who knows how to count its tables, too.
    func tamperKnowingly(_ sql: String) throws {
        try tamper(sql)
        try outside().writeWithoutTransaction { database in
            for table in try TableDigests.tables(of: database) {
                let digest = try TableDigests.computed(of: table, in: database)
                try database.forEach(
                    "UPDATE table_digest SET row_count = ?, digest = ? WHERE table_name = ?",
                    [.integer(digest.rowCount), .blob(digest.bytes), .text(table)]
                ) { _ in }
            }
        }
    }

    /// Takes a row out of a table; puts one that refers to nothing into a table that has none.
    func tamperWithRows(of table: String) throws {
        guard try countFromOutside(table) == 0 else {
            return try tamper("DELETE FROM \(table) WHERE true LIMIT 1")
        }
        let columns = try outside().read { try $0.columns(in: table) }
        let values = columns.map { column in
            switch column.type {
            case "INTEGER": "1"
            case "TEXT": "'strange'"
            default: "zeroblob(16)"
            }
        }
        try tamper(
            """
            PRAGMA ignore_check_constraints = ON;
            INSERT INTO \(table) VALUES (\(values.joined(separator: ", ")));
            """
        )
    }

    /// All tables of the file but those that SQLite itself makes.
    func tablesFromOutside() throws -> Set<String> {
        try outside().read { database in
            Set(
                try database.all(
                    """
                    SELECT name FROM sqlite_schema
                    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                    """
                ) { $0.text(0) }
            )
        }
    }

    /// Changes the file as somebody would who knows how: without triggers, and hiding that.
    func tamper(_ sql: String) throws {
        let connection = try outside()
        try connection.writeWithoutTransaction { database in
            let triggers = try database.all(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            ) { ($0.text(0), $0.text(1)) }
            if !sql.hasPrefix("DROP") {
                for (name, _) in triggers { try database.execute(sql: "DROP TRIGGER \(name)") }
            }
            try database.execute(sql: sql)
            if !sql.hasPrefix("DROP") {
                for (_, text) in triggers { try database.execute(sql: text) }
            }
        }
    }
}
