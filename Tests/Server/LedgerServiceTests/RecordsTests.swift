import BankTestKit
import CoreVocabulary
import LedgerService
import SyncCore
import Testing
import WireProtocol

/// Goal: a console can have its accounts, holds and payees told again as they were at its cursor,
/// and learns nothing else by it.
///
/// Method: what was followed up to a place beside what is told of it after the books went on.
struct RecordsTests {
    private func open(
        _ change: (inout BankConfiguration) -> Void = { _ in }
    ) async throws -> (bank: TestBank, asha: TestSession, own: [AccountID]) {
        var configuration = BankConfiguration.forTests
        change(&configuration)
        let bank = try await TestBank.open(configuration: configuration)
        let own = try ["savings", "current", "dollars"].map { try bank.account($0) }
        return (bank, try await bank.signIn("asha"), own)
    }

    /// What a record would be if it had nothing but what was told.
    private func record(of told: ToldRecords, at cursor: Cursor?) -> TestRecord {
        var record = TestRecord()
        record.apply(told.changes)
        record.cursor = cursor
        return record
    }

    /// What was followed, without what is never told again.
    private func part(of record: TestRecord) -> TestRecord {
        var part = record
        part.entries = [:]
        part.decisions = [:]
        part.payees = part.payees.filter { !$0.value.isRemoved }
        return part
    }

    @Test("accounts, holds and payees at any cursor are what the feed gave up to there")
    func equalsFeed() async throws {
        let (bank, asha, own) = try await open()
        for round in 0..<6 {
            try await bank.makeHistory(round)
            if round == 3 {
                let (stranger, user) = (try bank.account("stranger"), try bank.user("asha"))
                try await bank.bank.removePayee(stranger, for: user)
            }
            var followed = TestRecord()
            try await asha.follow(&followed)
            // Afterwards the books go on, and what ended since must still be pending there.
            try await bank.makeHistory(round + 10)
            let told = try #require(try await asha.records(at: followed.cursor, own))
            #expect(told.accountCount == own.count && told.hasPayees)
            #expect(record(of: told, at: followed.cursor) == part(of: followed))
        }
        #expect(bank.log.entries.isEmpty)
    }

    // Attack: accounts of others are named, to learn whether there are such and what is in them.
    @Test("an account that is not the user's is left out, as one that does not exist")
    func foreign() async throws {
        let (bank, asha, own) = try await open()
        let cursor = try await asha.feed().cursor
        let foreign = try ["rohan", "stranger"].map { try bank.account($0) }
        let nobody = [AccountID(rawValue: 404), AccountID(rawValue: 405)]
        let answers = try await [foreign, nobody].asyncMap { ids in
            try await asha.records(at: cursor, ids + own)
        }
        #expect(answers[0] == answers[1])
        let told = try #require(answers[0])
        #expect(told.accountCount == own.count + 2)
        let ids = told.changes.compactMap { change in
            if case .account(let account) = change { account.accountID } else { nil }
        }
        #expect(ids == own)
    }

    @Test("a bank of small sizes answers bit by bit, the payees last")
    func bitByBit() async throws {
        let (bank, asha, own) = try await open { $0.sync.pageChangeCount = 2 }
        try await bank.makeHistory(1)
        var followed = TestRecord()
        try await asha.follow(&followed)
        var rest = own
        var changes: [FeedChange] = []
        var rounds = 0
        while true {
            rounds += 1
            let told = try #require(try await asha.records(at: followed.cursor, rest))
            changes += told.changes
            rest.removeFirst(told.accountCount)
            #expect(told.hasPayees == rest.isEmpty)
            if told.hasPayees { break }
            try #require(rounds < 9)
        }
        #expect(rounds > 1)
        let whole = ToldRecords(accountCount: 3, changes: changes, hasPayees: true)
        #expect(record(of: whole, at: followed.cursor) == part(of: followed))
    }

    @Test("after a change of what the user may see the console has to catch up first")
    func scope() async throws {
        let (bank, asha, own) = try await open()
        let cursor = try await asha.feed().cursor
        let (stranger, user) = (try bank.account("stranger"), try bank.user("asha"))
        try await bank.bank.grantAccess(.view, to: stranger, for: user)
        #expect(try await asha.records(at: cursor, own) == nil)
        let now = try await asha.feed().cursor
        let told = try await asha.records(at: now, own + [stranger])
        #expect(told?.accountCount == own.count + 1)
    }

    @Test("when too much has happened to an account the console has to catch up first")
    func tooMuchNews() async throws {
        let (bank, asha, own) = try await open { $0.sync.rowCount = 4 }
        let cursor = try await asha.feed().cursor
        for round in 0..<3 { try await bank.makeHistory(round) }
        #expect(try await asha.records(at: cursor, own) == nil)
        // What happened to others is not looked through.
        let dollars = try bank.account("dollars")
        #expect(try await asha.records(at: cursor, [dollars])?.accountCount == 1)
        var record = TestRecord()
        try await asha.follow(&record)
        #expect(try await asha.records(at: record.cursor, own)?.accountCount == own.count)
    }

    @Test("a cursor that is not this user's, or not of these books, is refused")
    func refused() async throws {
        let (bank, asha, own) = try await open()
        let rohan = try await bank.signIn("rohan")
        let foreign = try await rohan.feed().cursor
        let head = try await asha.feed().cursor
        let other = Cursor(
            epoch: head.epoch ^ 1,
            feedSequence: head.feedSequence,
            scopeVersion: head.scopeVersion,
            mac: head.mac
        )
        for cursor in [foreign, other] {
            let request = RecordsRequest(at: cursor, accountIDs: own, hasPayees: true)
            let reply = try await asha.ask(.records(request))
            #expect(reply == .problem(Problem(code: .cursorInvalid)))
        }
    }

    // Attack: a request that names one account a thousand times takes as long as a thousand accounts.
    @Test("a request that names an account twice is none")
    func namedTwice() async throws {
        let (_, asha, own) = try await open()
        let head = try await asha.feed().cursor
        let request = RecordsRequest(at: head, accountIDs: own + own, hasPayees: false)
        await #expect(throws: WireError.invalidField("accounts")) {
            try await asha.ask(.records(request))
        }
    }
}

extension TestSession {
    /// Accounts and the payees as they were at a cursor; nil when the bank says to catch up first.
    func records(at cursor: Cursor?, _ accountIDs: [AccountID]) async throws -> ToldRecords? {
        guard let cursor else { throw TestBankError.unexpectedReply }
        let request = RecordsRequest(at: cursor, accountIDs: accountIDs, hasPayees: true)
        switch try await ask(.records(request)) {
        case .records(.told(let told)): return told
        case .records(.behind): return nil
        default: throw TestBankError.unexpectedReply
        }
    }
}

extension Sequence {
    /// Maps one after the other.
    fileprivate func asyncMap<Value>(
        _ body: (Element) async throws -> Value
    ) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
