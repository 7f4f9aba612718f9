@testable import ClientCache
import ClientService
import CoreVocabulary
import GRDB
import SyncCore
import Testing

// Goal: rows that are each as well sealed as any, and are not those that the record wrote last, are
// found when it opens; so is a number or a chain that is missing.
// Method: rows of an older copy are put into a closed file, rows and marks are taken out of it.

@Suite struct ExchangedRowTests {
    private let folder: TemporaryFolder
    private let other: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        other = try TemporaryFolder()
    }

    private var recordPath: String {
        "\(folder.path)/\(Sample.user)/1/\(RecordSchema.fileName)"
    }

    private var outboxPath: String {
        "\(folder.path)/\(Sample.user)/1/\(OutboxSchema.fileName)"
    }

    private func open() throws -> OpenStorage {
        try SealedFileStorage(folder: folder.path).open(userID: Sample.user, storageKey: key())
    }

    private func close(_ stores: OpenStorage) async {
        await stores.records.close()
        stores.outbox.close()
    }

    /// Changes a closed file, beside an older copy of the record if there is one.
    private func tamper(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { database in
            try database.execute(
                sql: "ATTACH ? AS older",
                arguments: ["\(other.path)/older.sqlite"]
            )
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    /// A feed in which every kind of row changes at its end.
    private func feed() throws -> [FeedChange] {
        try Sample.feed(3) + [
            .account(Sample.account(heldMinorUnits: 500)),
            .hold(Sample.hold(1, status: .voided)), .hold(Sample.hold(2)),
            .payee(Sample.payee(AccountID(rawValue: 0xB1), isRemoved: true)),
            .payee(Sample.payee(AccountID(rawValue: 0xB2))),
        ]
    }

    /// Leaves a record of the whole feed, and an older copy of it; what can be read in it.
    private func leaveRecord() async throws -> [String] {
        var stores = try open()
        try await stores.records.take(try Sample.feed(3))
        await close(stores)
        try write(try contents(of: recordPath), to: "\(other.path)/older.sqlite")
        stores = try open()
        try await stores.records.take(try feed())
        let lines = try await stores.records.everything()
        await close(stores)
        return lines
    }

    @Test(
        "a row that is damaged, an older copy, gone, back or staged is found, and told again by itself",
        arguments: [
            ("INSERT OR REPLACE INTO main.account SELECT * FROM older.account", false),
            ("INSERT OR REPLACE INTO main.hold SELECT * FROM older.hold", false),
            ("INSERT OR REPLACE INTO main.payee SELECT * FROM older.payee", true),
            ("UPDATE main.account SET sealed = zeroblob(60) WHERE position = 1", false),
            ("UPDATE main.hold SET sealed = zeroblob(60)", false),
            ("UPDATE main.payee SET sealed = zeroblob(60)", true),
            ("DELETE FROM main.account WHERE position = 1", false),
            ("DELETE FROM main.hold", false),
            ("DELETE FROM main.payee", true),
            ("UPDATE main.hold SET is_staged = 1", false),
        ]
    )
    func exchanged(sql: String, isPayee: Bool) async throws {
        let before = try await leaveRecord()
        try tamper(recordPath, sql)
        // Until it was told again it is found at each opening.
        await close(try open())
        var stores = try open()
        let state = try await stores.records.state()
        let cursor = try #require(state.cursor)
        #expect(!state.isRepairing && state.doubts.count == 1)
        #expect(isPayee || state.doubts.map(\.accountID) == [Sample.savings])
        let part = try await stores.records.unprovenPart()
        #expect(part.accountIDs == (isPayee ? [] : [Sample.savings]) && part.hasPayees == isPayee)
        let told = Sample.told(of: part, in: try feed())
        #expect(
            try await stores.records.replace(part, with: told, at: cursor, foundAt: Sample.time)
        )
        #expect(try await stores.records.unprovenPart().isEmpty)
        let bytes = [UInt8](repeating: 0, count: 60)
        let isKept = try await stores.records.evidence().contains { $0.bytes == bytes }
        #expect(isKept == sql.contains("zeroblob"))
        for fault in state.doubts { try await stores.records.liftDoubt(about: fault.accountID) }
        for _ in 0..<2 {
            // An account that was gone is told last from now on.
            #expect(try await stores.records.everything().sorted() == before.sorted())
            await close(stores)
            stores = try open()
        }
        await close(stores)
    }

    // The rows that a wrong part hides behind are never taken for right.
    @Test("what is told of one account does not prove another that is counted with it")
    func partOfGroup() async throws {
        let other = AccountID(rawValue: Sample.savings.rawValue + 0x100)
        let feed = try feed() + [.account(Sample.account(other)), .hold(Sample.hold(3, of: other))]
        var stores = try open()
        try await stores.records.take(feed)
        await close(stores)
        try tamper(recordPath, "DELETE FROM main.hold")
        stores = try open()
        let whole = try await stores.records.unprovenPart()
        #expect(whole.accountIDs == [Sample.savings, other])
        #expect(try await stores.records.state().doubts.map(\.accountID) == whole.accountIDs)
        let cursor = try #require(try await stores.records.state().cursor)
        for accountIDs in [[Sample.savings], whole.accountIDs] {
            let part = RecordPart(accountIDs: accountIDs)
            let told = Sample.told(of: part, in: feed)
            _ = try await stores.records.replace(part, with: told, at: cursor, foundAt: .epoch)
            #expect(try await stores.records.unprovenPart().isEmpty == (part == whole))
        }
        #expect(try await stores.records.holds(of: other) == [Sample.hold(3, of: other)])
        await close(stores)
    }

    @Test("an account that was taken away whole, so that nothing names it, begins a repair")
    func nothingNamesIt() async throws {
        let feed = try feed() + [.account(Sample.account(AccountID(rawValue: 0xA3)))]
        var stores = try open()
        try await stores.records.take(feed)
        let before = try await stores.records.everything()
        await close(stores)
        try tamper(recordPath, "DELETE FROM main.account WHERE position = 3")
        stores = try open()
        let state = try await stores.records.state()
        #expect(state.isRepairing && state.cursor == nil)
        try await stores.records.take(feed)
        #expect(try await stores.records.everything() == before)
        await close(stores)
    }

    @Test("a repair of which a row was exchanged begins anew, and goes on when it is interrupted")
    func exchangedInRepair() async throws {
        let before = try await leaveRecord()
        var stores = try open()
        try await stores.records.beginRepair()
        let part = Sample.batch(try feed(), to: 5)
        _ = try await stores.records.apply(part, after: nil, serverTime: Sample.time)
        await close(stores)
        try tamper(recordPath, "DELETE FROM main.account WHERE is_staged = 1")
        stores = try open()
        #expect(try await stores.records.state().cursor == nil)
        _ = try await stores.records.apply(part, after: nil, serverTime: Sample.time)
        await close(stores)
        stores = try open()
        #expect(try await stores.records.state().cursor == part.cursor)
        try await stores.records.take(try feed())
        #expect(try await stores.records.everything() == before)
        await close(stores)
    }

    @Test("what the record changes by itself is no exchange, in a repair or a snapshot either")
    func ownChanges() async throws {
        let feed = try feed() + [.accessRevoked(Sample.current)]
        let at = SyncCore.Cursor(epoch: 1, feedSequence: 900)
        let pages: [(ArraySlice<FeedChange>, String, String?)] = [
            (feed[..<9], "", "9"), (feed[9...], "9", nil),
        ]
        var stores = try open()
        func reopen() async throws {
            let before = try await stores.records.state()
            await close(stores)
            stores = try open()
            #expect(try await stores.records.state() == before)
        }
        for end in [4, 12, feed.count] {
            try await stores.records.take(Array(feed[..<end]))
            try await reopen()
        }
        try await stores.records.beginRepair()
        try await reopen()
        let part = Sample.batch(feed, to: 8)
        _ = try await stores.records.apply(part, after: nil, serverTime: Sample.time)
        try await reopen()
        for (changes, page, next) in pages {
            let result = try await stores.records.applyPage(
                Array(changes),
                of: SnapshotPosition(at: at, page: page),
                nextPage: next,
                serverTime: Sample.time
            )
            #expect(result.isApplied)
            try await reopen()
        }
        #expect(try await stores.records.accounts().map(\.record.accountID) == [Sample.savings])
        await close(stores)
    }

    // Symptom: an older copy was believed when the number was taken out that would have shown it.
    @Test(
        "a number of the record that is missing on either side puts every account in doubt",
        arguments: [true, false]
    )
    func missingMark(isInRecord: Bool) async throws {
        _ = try await leaveRecord()
        if isInRecord {
            try tamper(recordPath, "UPDATE main.meta SET generation = zeroblob(0)")
        } else {
            try tamper(outboxPath, "UPDATE main.meta SET record_mark = NULL")
        }
        let stores = try open()
        let doubts = try await stores.records.state().doubts
        #expect(doubts.map(\.accountID) == [Sample.savings, Sample.current])
        await close(stores)
    }

    // Symptom: an account without the row of its chain was one without entries, with a balance of
    // zero. Proves that it is found, and that the chain is taken from its rows again.
    @Test(
        "a chain that is missing beside its entries is found, and computed up to a row that opens",
        arguments: [Int64(3), 2]
    )
    func missingChain(readable last: Int64) async throws {
        _ = try await leaveRecord()
        try tamper(recordPath, "DELETE FROM main.chain")
        try tamper(
            recordPath,
            "UPDATE main.entry SET sealed = zeroblob(60) WHERE sequence > \(last)"
        )
        let fault = ChainFault(
            accountID: Sample.savings,
            accountSequence: 0,
            reason: .unreadable
        )
        let stores = try open()
        await #expect(throws: fault) { try await stores.records.accounts() }
        await #expect(throws: fault) { try await stores.records.heads() }
        try await stores.records.doubt(fault, foundAt: Sample.time)
        let found = try await stores.records.account(Sample.savings)
        #expect(found?.head.accountSequence == last)
        #expect(found?.head.balanceMinorUnits == last * Sample.amount)
        #expect(found?.isInDoubt == true)
        let evidence = try await stores.records.evidence().map(\.fault.accountSequence)
        #expect(evidence == (last < 3 ? [3, 0] : [0]))
        await close(stores)
    }

    // A repair could not begin: every chain was to be set back, and one of them could not be read.
    @Test("a repair begins although a chain cannot be read, and names it")
    func unreadableChain() async throws {
        let before = try await leaveRecord()
        try tamper(recordPath, "UPDATE main.chain SET sealed = zeroblob(60)")
        let stores = try open()
        try await stores.records.beginRepair()
        #expect(try await stores.records.evidence().map(\.fault.accountSequence) == [0, 0])
        try await stores.records.take(try feed())
        #expect(try await stores.records.everything() == before)
        await close(stores)
    }
}
