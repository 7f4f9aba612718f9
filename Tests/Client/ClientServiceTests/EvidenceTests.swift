@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: entries that the bank once sent, and that its books lack or have in another form, are sent
// to the bank: once, in bounded requests, beside all other work, and whatever the line or an older
// bank does.
// Method: a bank that is restored from a copy, over a line that fails as the test says.

@Suite struct EvidenceTests {
    /// A console that has caught up with a bank whose last changes were lost in a restore.
    private func restored(_ amounts: [Int64], dropping count: Int) async throws -> Console {
        let console = Console(amounts: amounts)
        try await console.ready()
        await console.ledger.restore(dropping: count)
        try await console.refresh()
        return console
    }

    private func submit(_ console: Console) async throws {
        await console.client.submitEvidence(try #require(await console.client.opened))
    }

    private func marks(_ console: Console) async throws -> [EvidenceVerdict?] {
        try await console.client.syncReport().divergences.map(\.mark?.verdict)
    }

    @Test("what the restored books lack is told once, and not again after a restart")
    func toldOnce() async throws {
        let console = try await restored([100, 200, 300], dropping: 1)
        #expect(await console.client.evidence.isReady)
        #expect(try await marks(console) == [nil])
        try await submit(console)
        let submissions = await console.bank.submissions
        #expect(submissions.map(\.accountID) == [FakeLedger.savings])
        #expect(submissions.first?.items.map(\.reason) == [.divergence])
        #expect(submissions.first?.items.map(\.entry.amount.minorUnits) == [300])
        #expect(try await marks(console) == [.kept])
        let report = try await console.client.syncReport()
        #expect(report.divergences.first?.mark?.toldAt == VirtualClock.start)
        #expect(await !console.client.evidence.isReady)
        try await submit(console)
        let again = console.restarted()
        try await again.ready()
        try await submit(again)
        #expect(await console.bank.submissions == submissions)
        #expect(try await marks(again) == [.kept])
    }

    @Test("run tells the bank by itself, beside all other work")
    func run() async throws {
        let console = Console(amounts: [100, 200])
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        var events = await console.client.events().makeAsyncIterator()
        try await withThrowingTaskGroup { group in
            group.addTask { await console.client.run() }
            await console.client.refresh()
            while try await !marks(console).contains(.kept) { _ = await events.next() }
            group.cancelAll()
        }
        #expect(await console.bank.submissions.count == 1)
    }

    @Test("an entry that the bank holds again is marked so")
    func held() async throws {
        let console = try await restored([100, 200], dropping: 1)
        let found = try await console.client.syncReport().divergences
        let lost = try #require(found.first?.entry)
        await console.bank.publish([.entry(lost)])
        try await submit(console)
        #expect(try await marks(console) == [.held])
    }

    @Test("as many entries as one request takes go in each, and each of them once")
    func batches() async throws {
        let console = try await restored([Int64](repeating: 7, count: 90), dropping: 70)
        try await submit(console)
        #expect(await console.bank.submissions.map(\.items.count) == [32, 32, 6])
        #expect(try await marks(console).allSatisfy { $0 == .kept })
    }

    @Test("what was told to an earlier life of the books is told to the next one again")
    func laterEpoch() async throws {
        let console = try await restored([100, 200, 300], dropping: 1)
        try await submit(console)
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        try await submit(console)
        let items = await console.bank.submissions.map { $0.items.map(\.entry.accountSequence) }
        #expect(items.map { $0.sorted() } == [[3], [2, 3]])
    }

    @Test("an answer that was lost marks nothing; the same is sent again after a pause")
    func lostAnswer() async throws {
        let console = try await restored([100, 200], dropping: 1)
        await console.bank.setLine(then: .losesReply)
        try await submit(console)
        #expect(try await marks(console) == [nil])
        let now = console.clock.boottime()
        let first = try #require(await console.client.evidence.pauseMilliseconds(at: now))
        try await submit(console)
        let second = try #require(await console.client.evidence.pauseMilliseconds(at: now))
        #expect(first > 0 && second >= first)
        await console.bank.setLine(then: .up)
        try await submit(console)
        #expect(try await marks(console) == [.kept])
        let submissions = await console.bank.submissions
        #expect(submissions.count == 3 && Set(submissions).count == 1)
        #expect(await console.client.evidence.pauseMilliseconds(at: now) == nil)
    }

    @Test("a bank that wants to be left alone is, for as long as it says")
    func slowDown() async throws {
        let console = try await restored([100, 200], dropping: 1)
        await console.bank.setEvidenceProblem(Problem(code: .slowDown, retryAfterSeconds: 3_600))
        try await submit(console)
        let now = console.clock.boottime()
        let pause = try #require(await console.client.evidence.pauseMilliseconds(at: now))
        #expect(pause >= 3_600_000)
        #expect(try await marks(console) == [nil])
        #expect(await console.client.evidence.isReady)
    }

    @Test(
        "a bank of an earlier release, or one that hides the account, is asked once in a session",
        arguments: [Problem.Code.notFound, .malformed, .notAllowed]
    )
    func unknownRequest(code: Problem.Code) async throws {
        let console = try await restored([100, 200], dropping: 1)
        await console.bank.setEvidenceProblem(Problem(code: code))
        for _ in 0..<3 { try await submit(console) }
        #expect(await console.bank.submissions.count == 1)
        #expect(try await marks(console) == [nil])
        let status = await console.client.status()
        #expect(status.link == .up && status.cause == nil)
        guard case .live = status.freshness else {
            Issue.record("a figure is not live for it")
            return
        }
    }

    @Test("a session that ended for it is over, and what was not told stays")
    func sessionEnded() async throws {
        let console = try await restored([100, 200], dropping: 1)
        await console.bank.setEvidenceProblem(Problem(code: .sessionEnded))
        try await submit(console)
        #expect(await console.client.opened == nil)
        await console.bank.setEvidenceProblem(nil)
        let again = console.restarted()
        try await again.ready()
        try await submit(again)
        #expect(try await marks(again) == [.kept])
    }

    @Test("a mark that cannot be written is asked for again, and the bank is told the same")
    func unwritable() async throws {
        let console = try await restored([100, 200], dropping: 1)
        let records = try await console.records()
        await records.setFull(true)
        try await submit(console)
        #expect(try await marks(console) == [nil])
        await records.setFull(false)
        try await submit(console)
        #expect(try await marks(console) == [.kept])
        let submissions = await console.bank.submissions
        #expect(submissions.count == 2 && Set(submissions).count == 1)
    }

    // Symptom: the bank was said not to have been told yet, for ever. Cause: what the screen called
    // tellable had another rule than what was told, one without a size.
    @Test("an entry that is too long to be told does not wait to be")
    func tooLong() {
        func evidence(_ reference: String) -> Evidence {
            let entry = EntryRecord(
                accountID: FakeLedger.savings,
                accountSequence: 1,
                journalID: JournalID(rawValue: 1),
                transferID: TransferID(rawValue: 1),
                amount: Money(minorUnits: 100, currency: FakeLedger.currency),
                balanceAfterMinorUnits: 100,
                bookedAt: VirtualClock.start,
                valueDate: ZoneOffset.india.date(of: VirtualClock.start),
                code: 1,
                counterparty: "Payee",
                reference: reference
            )
            return Evidence(
                fault: ChainFault(
                    accountID: entry.accountID,
                    accountSequence: 1,
                    reason: .divergence
                ),
                bytes: entry.canonicalBytes
            )
        }
        let room = EntryRecord.evidenceByteLimit - evidence("").bytes.count
        let longest = evidence(String(repeating: "x", count: room))
        let tooLong = evidence(String(repeating: "x", count: room + 1))
        #expect(longest.isTellable && !tooLong.isTellable)
        let batches = EvidenceBatch.batches(of: [tooLong, longest], in: 1, except: [])
        #expect(batches.map(\.items.count) == [1])
    }

    @Test("a row that was damaged here is told to nobody")
    func damageIsLocal() async throws {
        let console = Console(amounts: [Int64](repeating: 7, count: 9))
        try await console.ready()
        let records = try await console.records()
        await records.damage(FakeLedger.savings, at: 4)
        try await console.checkRecord()
        try await console.synchronise()
        let found = try await console.client.syncReport().divergences
        #expect(found.map(\.fault.accountSequence) == [4])
        #expect(found.allSatisfy { !$0.isTellable })
        try await submit(console)
        #expect(await console.bank.submissions.isEmpty)
    }

    @Test("nothing is told before the record has caught up, nor to a bank that lost its books")
    func notBefore() async throws {
        let console = Console(amounts: [100, 200])
        #expect(await !console.client.evidence.isReady)
        await console.signIn()
        #expect(await !console.client.evidence.isReady)
        try await console.synchronise()
        #expect(await console.client.evidence.isReady)
        await console.ledger.lose(1)
        try await console.refresh()
        while await console.client.status().notice != .rolledBack {
            await console.client.advance(.pauseEnded)
            _ = await console.client.stepFeed()
        }
        #expect(await !console.client.evidence.isReady)
    }
}
