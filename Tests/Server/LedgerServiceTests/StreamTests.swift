import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: a stream tells everything once, in order, says where it can be resumed, and ends when it
/// must.
///
/// Method: streams read event by event under a clock that stands still.
struct StreamTests {
    @Test("a stream begins with what is missing and a checkpoint that adds up, then follows")
    func follows() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        var events = try await asha.stream(after: nil)
        var record = TestRecord()
        let first = try #require(await events.next())
        guard case .delta(let batch) = first else { throw TestBankError.unexpectedReply }
        record.apply(batch.changes)
        record.cursor = batch.cursor
        guard case .checkpoint(let checkpoint) = try #require(await events.next()) else {
            throw TestBankError.unexpectedReply
        }
        #expect(batch.after == nil)
        #expect(checkpoint.after == batch.cursor)
        #expect(checkpoint.cursor == batch.cursor)
        #expect(checkpoint.head == batch.head)
        #expect(try checkpoint.root == record.trie().root)

        _ = try await bank.bank.post([bank.posting("cash", "savings", 5)])
        guard case .delta(let news) = try #require(await events.next()) else {
            throw TestBankError.unexpectedReply
        }
        #expect(news.changes.entries.map(\.amount.minorUnits) == [5])
        guard case .checkpoint(let next) = try #require(await events.next()) else {
            throw TestBankError.unexpectedReply
        }
        #expect(news.after == batch.cursor)
        #expect(next.after == news.cursor)
        #expect(next.cursor == news.cursor)
        // Reckoned at the start and then every quarter of an hour.
        #expect(next.root == nil)
    }

    @Test("a stream that lagged sends everything in batches, and has no gap where it is resumed")
    func resumes() async throws {
        let bank = try await TestBank.open()
        for _ in 0..<30 {
            let postings = try (0..<50).map { _ in try bank.posting("cash", "savings", 1) }
            _ = try await bank.bank.post(postings)
        }
        let asha = try await bank.signIn("asha")
        var record = TestRecord()
        var head: Cursor?
        while record.cursor == nil || record.cursor != head {
            // Cut off after one checkpoint each time, and resumed there.
            var events = try await asha.stream(after: record.cursor)
            reading: while let event = await events.next() {
                switch event {
                case .delta(let batch): record.apply(batch.changes)
                case .checkpoint(let checkpoint):
                    record.cursor = checkpoint.cursor
                    head = checkpoint.head
                    break reading
                case .heartbeat, .control: Issue.record("neither was due")
                }
            }
        }
        #expect(record.entries[try bank.account("savings")]?.count == 1_501)
        #expect(try await asha.compare(record).step == .finished([]))
    }

    @Test("a quiet stream gives a sign of life every five seconds, and adds up every quarter hour")
    func heartbeats() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        var events = try await asha.stream(after: cursor)
        guard case .checkpoint(let first) = try #require(await events.next()) else {
            throw TestBankError.unexpectedReply
        }
        #expect(first.root != nil)
        #expect(first.after == cursor)
        let beat = StreamHeartbeat(
            head: cursor,
            serverTime: bank.clock.now().adding(seconds: 5),
            lifeMilliseconds: 15_000
        )
        async let advanced: Void = bank.clock.advanceOnceSomebodySleeps(seconds: 5)
        #expect(await events.next() == .heartbeat(beat))
        await advanced
        bank.clock.advance(seconds: 900)
        guard case .checkpoint(let later) = try #require(await events.next()) else {
            throw TestBankError.unexpectedReply
        }
        #expect(later.root == first.root)
        #expect(later.cursor == cursor)
    }

    @Test("a session that ends, ends its stream, and access that ends is told in it")
    func rights() async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara")
        var events = try await tara.stream(after: try await tara.feed().cursor)
        _ = await events.next()
        let id = try bank.account("savings")
        try await bank.bank.revokeAccess(to: id, for: bank.user("tara"))
        guard case .delta(let batch) = try #require(await events.next()) else {
            throw TestBankError.unexpectedReply
        }
        #expect(batch.changes == [.accessRevoked(id)])
        _ = await events.next()
        _ = try await tara.ask(.signOut)
        _ = try await bank.bank.post([bank.posting("cash", "current", 5)])
        #expect(await events.next() == .control(.sessionEnded))
        #expect(await events.next() == nil)
    }

    @Test("a new epoch ends the stream, and says so")
    func ends() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        let reopened = try await bank.reopened()
        let session = TestSession(bank: reopened, name: "asha", reply: asha.reply)
        _ = try await reopened.store.beginEpoch(at: reopened.clock.now())
        var events = try await session.stream(after: cursor)
        #expect(await events.next() == .control(.epochChanged))
        #expect(await events.next() == nil)
    }

    @Test("there is no stream without a session, nor after a cursor that is not the user's")
    func refused() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        let foreign = try await rohan.feed().cursor
        let cases: [([UInt8]?, Cursor?, Problem.Code)] = [
            (nil, nil, .sessionEnded), ([1, 2], nil, .sessionEnded),
            (asha.reply.tokens.access, foreign, .cursorInvalid),
        ]
        for (token, cursor, code) in cases {
            let opening = await bank.bank.stream(token: token, after: cursor, from: .inProcess)
            guard case .failure(let refused) = opening else {
                Issue.record("a stream was opened")
                continue
            }
            #expect(refused.problem == Problem(code: code))
        }
    }
}

extension TestSession {
    func stream(after cursor: Cursor?) async throws -> AsyncStream<StreamEvent>.Iterator {
        try await bank.bank.stream(
            token: reply.tokens.access,
            after: cursor,
            from: .inProcess
        ).get().makeAsyncIterator()
    }
}

extension TestClock {
    func advanceOnceSomebodySleeps(seconds: Int64) async {
        while sleeperCount == 0 { await Task.yield() }
        advance(seconds: seconds)
    }
}
