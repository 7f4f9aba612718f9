import BankTestKit
import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import Synchronization
import SyncCore
import Testing
import WireProtocol

@testable import LedgerStoreSQLite

/// Goal: a failure between any two writes leaves nothing of the whole.
///
/// Method: the same act again and again, failing at its first write, its second, … until it is
/// through; after each failure every table is as it was.
struct FailpointTests {
    @Test("a transfer that fails at any write leaves nothing, and its retry posts once")
    func transfer() async throws {
        let (bank, failing) = try await Self.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let request = try asha.request(asha.reviewed(TestSession.Order()))
        let before = try bank.counts()
        var failures = 0
        while true {
            failing.at(failures + 1)
            let reply = try await asha.ask(.submitIntent(request))
            failing.at(nil)
            guard reply == .problem(Problem(code: .internalFailure)) else {
                guard case .intent(.created(let decision)) = reply,
                    case .posted = decision.outcome
                else {
                    Issue.record("not posted")
                    return
                }
                break
            }
            #expect(try bank.counts() == before)
            #expect(try await bank.store.check() == nil)
            failures += 1
        }
        // Two limits, used step, used allowance, transfer, two entries, decision, account states,
        // intent, audit.
        #expect(failures == 12)
        #expect(bank.log.entries.count == failures)
        for text in bank.log.entries.map(\.text) {
            #expect(text.hasPrefix("A test asked for a failure here."))
            for canary in ["25000", "November", "Rohan", "asha", "501000"] {
                #expect(!text.contains(canary))
            }
        }
        guard case .intent(.exists) = try await asha.ask(.submitIntent(request)) else {
            Issue.record("not found again")
            return
        }
        #expect(try await bank.store.check() == nil)
    }

    @Test("administration that fails at any write leaves nothing", arguments: 1...40)
    func administration(write: Int) async throws {
        let (bank, failing) = try await Self.open()
        let before = try bank.counts()
        failing.at(write)
        do {
            _ = try await bank.bank.post([
                bank.posting("savings", "current", 10),
                bank.posting("savings", "cash", 20, kind: .pend(expiresAt: nil)),
                bank.posting("savings", "rohan", 99_999_999_999),
            ])
            failing.at(nil)
            #expect(write > 15)
        } catch let error as LedgerStoreError {
            failing.at(nil)
            #expect(error.code == .failpoint)
            #expect(try bank.counts() == before)
        }
        #expect(try await bank.store.check() == nil)
    }

    @Test("ending sessions, keys and users leaves nothing when it fails at any write")
    func sessions() async throws {
        let (bank, failing) = try await Self.open()
        let user = try bank.user("asha")
        let acts: [(name: String, body: @Sendable (TestSession) async throws -> Void)] = [
            ("renew", { _ = try await $0.renew() }),
            ("rotate", { _ in try await bank.bank.rotateSigningKey() }),
            ("revoke", { _ in try await bank.bank.revokeSessions(of: user) }),
            ("terminal", { _ in try await bank.bank.revokeTerminal("till-1", isKnown: true) }),
            ("disable", { _ in try await bank.bank.disableUser(user) }),
            ("wipe", { _ = try await $0.ask(.sessions) }),
            ("enable", { _ in try await bank.bank.enableUser(user) }),
        ]
        var session = try await bank.signIn("asha")
        for (name, act) in acts {
            let before = try bank.counts()
            var failures = 0
            while true {
                failing.at(failures + 1)
                let noted = bank.log.entries.count
                let isDone = (try? await act(session)) != nil && bank.log.entries.count == noted
                failing.at(nil)
                if isDone { break }
                failures += 1
                #expect(try bank.counts() == before, "\(name)")
                try #require(failures < 30)
            }
            #expect(failures > 0, "\(name)")
            if name == "revoke" { session = try await bank.signIn("asha") }
        }
        #expect(try await bank.store.check() == nil)
    }

    @Test("what was counted is written down later when it cannot be now, and refuses nobody")
    func limits() async throws {
        let (bank, failing) = try await Self.open()
        let asha = try await bank.signIn("asha")
        _ = try await asha.ask(.sessions)
        let countedCount = try bank.countFromOutside("rate_limit")
        let fullAt = try bank.latestFullBucket()
        failing.at(1)
        for _ in 0..<2 {
            bank.clock.advance(seconds: 10)
            guard case .sessions = try await asha.ask(.sessions) else {
                Issue.record("refused")
                return
            }
            #expect(try bank.countFromOutside("rate_limit") == countedCount)
        }
        #expect(bank.log.entries.count == 2)
        failing.at(nil)
        bank.clock.advance(seconds: 10)
        _ = try await asha.ask(.sessions)
        #expect(try bank.latestFullBucket() > fullAt)
    }

    @Test("of jobs in one commit, only the one that fails is taken back")
    func sharedCommit() async throws {
        let (bank, failing) = try await Self.open()
        failing.at(25)
        let done = await withTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        let posting = try bank.posting("cash", "savings", Int64(number + 1))
                        return try await bank.bank.post([posting]) == [nil] ? 1 : 0
                    } catch {
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        failing.at(nil)
        let entries = try bank.countFromOutside("entry")
        #expect(entries == 8 + 2 * Int64(done))
        #expect(try await bank.store.check() == nil)
    }

    // Symptom: a transfer was posted of which its sender was told that it failed. Cause: a
    // savepoint outside a transaction begins one, and its release commits it. SQLite ends the
    // transaction by itself when a write to the disk fails, the disk is full or memory runs out;
    // ROLLBACK stands in for that.
    @Test("a job after one that ended the whole transaction is not committed alone")
    func endedByItself() async throws {
        let bank = try await TestBank.open()
        let before = try bank.counts()
        await #expect(throws: LedgerStoreError.self) {
            try await bank.store.write { transaction in
                // Digests of its rows were committed alone once.
                try transaction.savepoint {
                    try transaction.insert(
                        CursorKeyRecord(idBits: 5, sealed: [1, 2], madeAt: .epoch)
                    )
                }
                #expect(throws: StoppedOnPurpose.self) {
                    try transaction.savepoint {
                        let database = try #require(transaction as? SQLiteTransaction).database
                        try database.execute(sql: "ROLLBACK")
                        throw StoppedOnPurpose()
                    }
                }
                #expect(throws: LedgerStoreError.self) {
                    try transaction.savepoint {
                        _ = try transaction.revokeTerminal("till-1", at: TestBank.start)
                    }
                }
            }
        }
        #expect(try bank.counts() == before)
        #expect(try await bank.store.check() == nil)
    }

    // Symptom: a bank at which nobody wrote said that it was ready on a full disk. Cause: only a
    // write of somebody else's that failed made it try one. Proof: it tries one by itself.
    @Test("a bank at which nobody writes notices within seconds that it cannot write")
    func idleHealth() async throws {
        let (bank, failing) = try await Self.open()
        _ = try await bank.bank.health()
        failing.at(1)
        bank.clock.advance(seconds: 5)
        await #expect(throws: LedgerStoreError.self) { try await bank.bank.health() }
        failing.at(nil)
        _ = try await bank.bank.health()
    }

    @Test("after a write that failed the bank is well only when it can write again")
    func health() async throws {
        let (bank, failing) = try await Self.open()
        _ = try await bank.bank.health()
        failing.at(1)
        // It wrote just now.
        _ = try await bank.bank.health()
        await #expect(throws: LedgerStoreError.self) {
            try await bank.bank.revokeTerminal("till-1", isKnown: true)
        }
        for _ in 0..<2 {
            await #expect(throws: LedgerStoreError.self) { try await bank.bank.health() }
        }
        failing.at(nil)
        _ = try await bank.bank.health()
        failing.at(1)
        _ = try await bank.bank.health()
    }

    private static func open() async throws -> (TestBank, Failing) {
        let failing = Failing()
        var options = LedgerStoreSQLite.Options()
        options.failpoint = { failing.isNow($0) }
        return (try await TestBank.open(options: options), failing)
    }
}

extension TestBank {
    /// When the last bucket that is written down will be full, in nanoseconds since 1970.
    fileprivate func latestFullBucket() throws -> Int64 {
        try outside().read { database in
            try Int64.fetchOne(database, sql: "SELECT max(full_at) FROM rate_limit") ?? 0
        }
    }
}

private struct StoppedOnPurpose: Error {}

/// Which write fails.
private final class Failing: Sendable {
    private let write = Mutex<Int?>(nil)

    func at(_ number: Int?) {
        write.withLock { $0 = number }
    }

    func isNow(_ number: Int) -> Bool {
        write.withLock { $0 == number }
    }
}

extension TestBank {
    /// The rows of every table.
    func counts() throws -> [Int64] {
        try (Schema.appendOnlyTables + Schema.mutableTables).map { try countFromOutside($0) }
    }
}
