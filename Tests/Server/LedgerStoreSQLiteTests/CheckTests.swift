import BankTestKit
import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: whoever changes the file behind the bank's back is found, and the first bad row is named.
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
            rule: .referencesLead,
            place: "access_grant 0",
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
