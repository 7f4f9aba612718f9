import BankTestKit
import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: one bad row does not keep the bank from ending the holds of everybody else.
///
/// Method: a hold that the store calls due, and the ledger does not let go.
struct DueHoldTests {
    // Symptom: the daemon stopped on an invariant, again at each start. Cause: one of the holds that
    // the store calls due was refused by the ledger, and the whole command with it.
    @Test("a due hold that the ledger does not let go keeps no other from its end")
    func refusedExpiry() async throws {
        let bank = try await TestBank.open()
        let now = bank.clock.now()
        let holds = try [10, 7_200, 20].map { seconds in
            try bank.posting(
                "savings",
                "cash",
                100,
                kind: .pend(expiresAt: now.adding(seconds: Int64(seconds)))
            )
        }
        #expect(try await bank.bank.post(holds) == [nil, nil, nil])
        // The list of open holds is derived; here it says of one that its time is over.
        let outside = try DatabaseQueue(path: bank.path)
        try await outside.write { database in
            try database.execute(
                sql: "UPDATE open_hold SET expires_at = ? WHERE expires_at = ?",
                arguments: [
                    now.nanosecondsSinceEpoch, now.adding(seconds: 7_200).nanosecondsSinceEpoch,
                ]
            )
        }
        bank.clock.advance(seconds: 60)
        #expect(try await bank.bank.expirePending() == 2)
        #expect(try await bank.bank.expirePending() == 0)
        let alarm = bank.log.entries.last
        #expect(alarm?.event == .expiryRefused)
        #expect(alarm?.incident == holds[1].journal.transfers[0].id.description)
        #expect(alarm?.text.contains("pendingTransferIsNotDue") == true)
    }

    // Symptom: when as many due holds were refused as one commit ends, those behind them never ended.
    // Cause: a commit in which none was released was taken for the last one.
    @Test("as many due holds as one commit ends, all of them refused, keep none behind them")
    func wholeCommitRefused() async throws {
        var configuration = BankConfiguration.forTests
        configuration.counts.expiredHolds = 2
        let bank = try await TestBank.open(configuration: configuration)
        let now = bank.clock.now()
        let holds = try [7_200, 7_200, 7_200, 7_200, 10, 20, 30].map { seconds in
            try bank.posting(
                "savings",
                "cash",
                100,
                kind: .pend(expiresAt: now.adding(seconds: Int64(seconds)))
            )
        }
        #expect(try await bank.bank.post(holds).allSatisfy { $0 == nil })
        let outside = try DatabaseQueue(path: bank.path)
        try await outside.write { database in
            try database.execute(
                sql: "UPDATE open_hold SET expires_at = ? WHERE expires_at = ?",
                arguments: [
                    now.nanosecondsSinceEpoch, now.adding(seconds: 7_200).nanosecondsSinceEpoch,
                ]
            )
        }
        bank.clock.advance(seconds: 60)
        #expect(try await bank.bank.expirePending() == 3)
        #expect(bank.log.entries.last?.text.contains("4 pending transfers stay") == true)
        #expect(try await bank.bank.expirePending() == 0)
    }
}
