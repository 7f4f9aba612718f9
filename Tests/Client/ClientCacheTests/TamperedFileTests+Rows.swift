@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import GRDB
import SyncCore
import Testing
import WireProtocol

// Symptom: one damaged row of an account, a hold or a payee had the whole feed read again, thousands
// of requests for a long one. Cause: no request told anything but entries by itself. Proves: whatever
// is damaged so costs a request or two, what was found is kept, and nothing is left to be found.
extension TamperedFileTests {
    private static let damages: [[String]] = [
        ["UPDATE account SET sealed = zeroblob(60) WHERE position = 1"],
        ["UPDATE hold SET sealed = zeroblob(60)"],
        ["UPDATE payee SET sealed = zeroblob(60)"],
        ["DELETE FROM hold"],
        [
            "UPDATE account SET sealed = zeroblob(60) WHERE position = 1",
            "UPDATE account SET sealed = zeroblob(60) WHERE position = 2",
            "DELETE FROM hold", "UPDATE payee SET sealed = zeroblob(60)",
        ],
    ]

    /// What a session was asked for and left behind.
    private struct Visit {
        var requests: [Request] = []
        var evidence: [Evidence] = []
        var holds: [HoldRecord] = []
        var payees: [PayeeRecord] = []
        var accounts: [AccountRecord] = []

        var recordsCount: Int {
            requests.count { if case .records = $0 { true } else { false } }
        }

        /// True if the feed was read from the beginning.
        var hasWholeFeed: Bool {
            requests.contains { request in
                if case .feed(let feed) = request { feed.cursor == nil } else { false }
            }
        }
    }

    /// Signs in, lets the client work until it waits for news, and signs out.
    private func visit() async throws -> Visit {
        let start = bank.requests.count
        let client = try await signedIn()
        await settle(client)
        guard case .live = await client.status().freshness else {
            Issue.record("the session did not become live")
            return Visit()
        }
        let records = try #require(await client.openRecords)
        let visit = Visit(
            requests: Array(bank.requests.dropFirst(start)),
            evidence: try await records.evidence(),
            holds: try await client.holds(of: Sample.savings),
            payees: try await client.payees(),
            accounts: try await client.accounts().map(\.record)
        )
        await client.signOut()
        return visit
    }

    @Test("rows that are no entries cost a request when they are damaged", arguments: damages)
    func damagedRows(damage: [String]) async throws {
        try await leaveRecord()
        let ordinary = try await visit()
        #expect(ordinary.recordsCount == 0 && !ordinary.hasWholeFeed)
        try tamper { database in
            for sql in damage { try database.execute(sql: sql) }
        }
        let mending = try await visit()
        #expect(mending.recordsCount == 1 && !mending.hasWholeFeed)
        #expect(mending.requests.count <= ordinary.requests.count + 2)
        #expect(mending.accounts == ordinary.accounts)
        #expect(mending.holds == ordinary.holds && !mending.holds.isEmpty)
        #expect(mending.payees == ordinary.payees && !mending.payees.isEmpty)
        let kept = mending.evidence.count { $0.bytes == [UInt8](repeating: 0, count: 60) }
        #expect(kept == damage.count { $0.hasPrefix("UPDATE") })
        #expect(mending.evidence.allSatisfy { $0.fault.accountSequence == 0 && !$0.isTellable })
        let later = try await visit()
        #expect(later.recordsCount == 0 && !later.hasWholeFeed)
        #expect(later.evidence == mending.evidence)
    }
}
