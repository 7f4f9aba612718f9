import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: a console is told rightly how to go on, and a bank that lost something cannot hide it.
///
/// Method: cursors of every kind, forged ones among them, and books that were put back.
struct BeginSyncTests {
    @Test("an empty record gets a snapshot, one that lags a little the changes")
    func modes() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let empty = try await asha.begun(cursor: nil)
        #expect(empty.mode == .snapshot)
        let cursor = try await asha.feed().cursor
        #expect(empty.head == cursor)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let behind = try await asha.begun(cursor: cursor)
        #expect(behind.mode == .delta)
        #expect(behind.head.feedSequence == cursor.feedSequence + 2)
        #expect(behind.serverTime == bank.clock.now())
    }

    @Test("a record that lacks most of its entries gets a snapshot, one that has most the changes")
    func snapshotForMuch() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        let (ashas, rohans) = (try await asha.feed().cursor, try await rohan.feed().cursor)
        for _ in 0..<25 {
            let postings = try (0..<50).map { _ in try bank.posting("cash", "savings", 1) }
            _ = try await bank.bank.post(postings)
        }
        #expect(try await asha.begun(cursor: ashas).mode == .snapshot)
        // The same stretch of the feed holds nothing of Rohan's.
        #expect(try await rohan.begun(cursor: rohans).mode == .delta)
    }

    @Test("a lease lasts a day for customers and three for staff")
    func leases() async throws {
        let bank = try await TestBank.open()
        for (name, hours) in [("asha", 24), ("tara", 72)] {
            let reply = try await bank.signIn(name).begun(cursor: nil)
            #expect(reply.leaseEndsAt == reply.serverTime.adding(seconds: Int64(hours) * 3_600))
        }
    }

    @Test("a cursor that was not given to the user is refused everywhere")
    func forgedCursors() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        let own = try await asha.feed(limit: 2).cursor
        let forged = [
            try await rohan.feed().cursor,
            Cursor(epoch: own.epoch, feedSequence: own.feedSequence),
            Cursor(
                epoch: own.epoch,
                feedSequence: own.feedSequence - 1,
                scopeVersion: own.scopeVersion,
                mac: own.mac
            ),
            Cursor(
                epoch: own.epoch,
                feedSequence: 1_000_000,
                scopeVersion: own.scopeVersion,
                mac: own.mac
            ),
        ]
        let refused = Reply.problem(Problem(code: .cursorInvalid))
        for cursor in forged {
            let feed = FeedRequest(cursor: cursor, limit: 9, waitMilliseconds: 0)
            let round = ReconcileRequest(at: cursor, question: .root(.zero))
            #expect(try await asha.ask(.feed(feed)) == refused)
            #expect(try await asha.ask(.reconcile(round)) == refused)
            #expect(try await asha.beginSync(cursor: cursor) == refused)
        }
    }

    @Test("a cursor of another epoch is told so, whatever else it says")
    func otherEpoch() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        _ = try await bank.store.beginEpoch(at: bank.clock.now())
        let reply = try await asha.begun(cursor: cursor)
        #expect(reply.mode == .epochChanged)
        #expect(reply.head.epoch != cursor.epoch)
        let round = ReconcileRequest(at: cursor, question: .root(.zero))
        #expect(
            try await asha.ask(.reconcile(round)) == .problem(Problem(code: .cursorInvalid))
        )
    }

    @Test("books put back without a new epoch are noticed, told and audited; nothing is served")
    func rollback() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        // Makes the key for cursors before the copy is taken.
        _ = try await asha.feed()
        let folder = try #require(TemporaryFolder())
        let copyPath = folder.path + "/copy.db"
        try LedgerBooksReader(path: bank.path).copy(to: copyPath)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let cursor = try await asha.feed().cursor

        let older = try bank.over(booksAt: copyPath)
        let session = TestSession(bank: older, name: "asha", reply: asha.reply)
        let reply = try await session.begun(cursor: cursor)
        #expect(reply.mode == .rolledBack)
        #expect(reply.head.feedSequence == cursor.feedSequence - 2)
        let feed = FeedRequest(cursor: cursor, limit: 9, waitMilliseconds: 0)
        #expect(
            try await session.ask(.feed(feed)) == .problem(Problem(code: .cursorInvalid))
        )
        let rows = try await older.auditRows(.syncRollbackDetected)
        #expect(rows.map(\.actor) == [try bank.user("asha")])
    }

    // Symptom: a console that was ahead of the books wrote a line of the audit log, and waited for the
    // disk, every ten seconds for as long as it was left on.
    @Test("a console that is ahead of the books and asks again is told in the audit log once a day")
    func rollbackIsToldOnce() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        _ = try await asha.feed()
        let folder = try #require(TemporaryFolder())
        let copyPath = folder.path + "/copy.db"
        try LedgerBooksReader(path: bank.path).copy(to: copyPath)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        let cursor = try await asha.feed().cursor

        let older = try bank.over(booksAt: copyPath)
        let session = TestSession(bank: older, name: "asha", reply: asha.reply)
        func lineCount(_ session: TestSession, deviceKey: [UInt8]) async throws -> Int {
            for _ in 0..<5 {
                let reply = try await session.beginSync(cursor: cursor, deviceKey: deviceKey)
                guard case .syncBegun(let begun) = reply else {
                    throw TestBankError.unexpectedReply
                }
                #expect(begun.mode == .rolledBack)
                bank.clock.advance(seconds: 10)
            }
            return try await older.auditRows(.syncRollbackDetected).count
        }
        #expect(try await lineCount(session, deviceKey: []) == 1)
        let key = Ed25519.PrivateKey.generate().publicKey.rawBytes
        #expect(try await lineCount(session, deviceKey: key) == 2)
        #expect(try await lineCount(session, deviceKey: []) == 2)
        bank.clock.advance(seconds: 86_400)
        #expect(try await lineCount(older.signIn("asha"), deviceKey: key) == 3)
    }

    // A console one change ahead that went on from there would never see what takes that place.
    @Test("one change that the books lack is enough for a console to be ahead of them")
    func oneAhead() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let known = try await asha.feed().cursor
        let folder = try #require(TemporaryFolder())
        let copyPath = folder.path + "/copy.db"
        try LedgerBooksReader(path: bank.path).copy(to: copyPath)
        let (payee, user) = (try bank.account("stranger"), try bank.user("asha"))
        try await bank.bank.addPayee(payee, named: "Faiz", for: user)
        let cursor = try await asha.feed().cursor
        #expect(cursor.feedSequence == known.feedSequence + 1)

        let older = try bank.over(booksAt: copyPath)
        let session = TestSession(bank: older, name: "asha", reply: asha.reply)
        #expect(try await session.begun(cursor: known).mode == .delta)
        #expect(try await session.begun(cursor: cursor).mode == .rolledBack)
        let feed = FeedRequest(cursor: cursor, limit: 9, waitMilliseconds: 0)
        #expect(
            try await session.ask(.feed(feed)) == .problem(Problem(code: .cursorInvalid))
        )
    }

    @Test("a console is registered once, under the user who came with it")
    func devices() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let key = Ed25519.PrivateKey.generate().publicKey.rawBytes
        for _ in 0..<3 {
            let reply = try await asha.beginSync(cursor: nil, deviceKey: key)
            guard case .syncBegun(let begun) = reply else { throw TestBankError.unexpectedReply }
            #expect(begun.deviceSequence == 0)
        }
        #expect(try await bank.auditRows(.deviceRegistered).count == 1)
        let rohan = try await bank.signIn("rohan")
        _ = try await rohan.beginSync(cursor: nil, deviceKey: key)
        #expect(try await bank.auditRows(.deviceRegistered).count == 2)
    }

    @Test("a record of a form that is no longer served is told to upgrade")
    func upgrade() async throws {
        var configuration = BankConfiguration.forTests
        configuration.oldestRecordVersion = 3
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        #expect(try await asha.begun(cursor: nil, recordVersion: 2).mode == .upgrade)
        #expect(try await asha.begun(cursor: nil, recordVersion: 3).mode == .snapshot)
    }

    @Test("cursors are valid after a restart, and the same place has the same cursor")
    func restart() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        let reopened = try await bank.reopened()
        let session = TestSession(bank: reopened, name: "asha", reply: asha.reply)
        let batch = try await session.feed(after: cursor)
        #expect(batch.changes.isEmpty)
        #expect(batch.cursor == cursor)
    }
}

extension TestSession {
    func begun(cursor: Cursor?, recordVersion: Int64 = 1) async throws -> BeginSyncReply {
        let reply = try await beginSync(cursor: cursor, recordVersion: recordVersion)
        guard case .syncBegun(let begun) = reply else { throw TestBankError.unexpectedReply }
        return begun
    }
}

extension TestBank {
    /// The lines of the audit log about one kind of action.
    func auditRows(_ action: AuditRow.Action) async throws -> [AuditRow] {
        try await store.read { try $0.auditRows(after: 0, limit: 10_000) }
            .filter { $0.action == action }
    }
}
