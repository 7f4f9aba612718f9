@testable import ClientService
@testable import ClientStorageMemory
import CoreVocabulary
import MoneyCore
import Cryptography
import SyncCore
import Testing
import WireProtocol

// Goal: an entry that is not the bank's is found, named, kept, fetched again and verified; a hash
// from the network is never adopted.
// Method: the local record is changed behind the client's back; a bank that lies about entries.

@Suite struct CompareTests {
    private static let amounts = [Int64](repeating: 7, count: 60)

    private func entry(_ sequence: Int64, amount: Int64, balance: Int64) -> EntryRecord {
        FakeLedger.entry(
            FakeLedger.savings,
            amount,
            after: (sequence - 1, balance),
            transfer: 900,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
    }

    /// Gives the record entries that the bank never sent, well chained from a place on.
    private func forge(_ console: Console, from first: Int64, count: Int64) async throws {
        let records = try await console.records()
        let fault = ChainFault(
            accountID: FakeLedger.savings,
            accountSequence: first,
            reason: .divergence
        )
        try await records.setAside(fault, foundAt: .epoch, keepsAccount: true)
        let base = 7 * (first - 1)
        let forged = (0..<count).map { entry(first + $0, amount: 3, balance: base + 3 * $0) }
        #expect(
            try await records.refill(FakeLedger.savings, with: forged, foundAt: .epoch) == nil
        )
        await records.liftDoubt(about: FakeLedger.savings)
        await console.client.advance(.doubtChanged(hasUnverifiedAccount: false))
    }

    private func compareAgain(_ console: Console) async throws {
        console.clock.advance(milliseconds: SyncMachine.comparePauseSeconds * 1_000)
        await console.client.advance(.refreshAsked)
        try await console.runUntilWait(stepLimit: 60)
    }

    @Test(
        "entries that differ are named from the first, kept, fetched again and live",
        arguments: [
            (Int64(41), Int64(20)), (1, 60), (60, 1), (30, 40), (10, 5),
        ]
    )
    func divergence(first: Int64, count: Int64) async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        try await forge(console, from: first, count: count)
        try await compareAgain(console)
        let report = try await console.client.syncReport()
        #expect(
            report.divergences.contains {
                $0.fault.accountSequence == first && $0.isRepaired && $0.evidenceByteCount > 0
            }
        )
        #expect(try await console.savings().balance.booked.minorUnits == 420)
        guard case .live = try await console.savings().balance.freshness else {
            Issue.record("the account was not put right")
            return
        }
        let entries = try await console.client.entries(
            of: FakeLedger.savings,
            places: 0..<60,
            among: nil
        )
        #expect(entries.allSatisfy { $0.amount.minorUnits == 7 })
    }

    @Test("while it differs the account is unverified, and stays so when the line fails")
    func unverifiedMeanwhile() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        try await forge(console, from: 41, count: 20)
        try await console.runUntilComparison()
        // The root, the chain twice, and then nothing: the entries never come.
        await console.bank.setLine([.up, .up, .up], then: .down)
        _ = await console.client.stepFeed()
        let summary = try await console.savings()
        #expect(summary.balance.freshness == .unverified)
        await console.bank.setLine(then: .up)
        try await compareAgain(console)
        #expect(try await console.savings().balance.booked.minorUnits == 420)
    }

    // Symptom: after a restore an account was gone, and with it the proof of what the bank had shown.
    @Test("an account that the bank does not know goes, and its entries are told as found wrong")
    func unknownAccount() async throws {
        let console = Console(amounts: [1])
        try await console.ready()
        let records = try await console.records()
        let extra = AccountID(rawValue: 0xEE)
        let state = await records.state()
        let batch = FeedBatch(
            changes: [
                .account(FakeLedger.account(extra, "Extra")),
                .entry(
                    FakeLedger.entry(
                        extra,
                        5,
                        after: (0, 0),
                        transfer: 1,
                        bookedAt: VirtualClock.start,
                        "X",
                        "Y"
                    )
                ),
            ],
            cursor: try #require(state.cursor),
            head: try #require(state.cursor)
        )
        _ = try await records.apply(batch, after: state.cursor, serverTime: VirtualClock.start)
        try await compareAgain(console)
        #expect(try await console.client.accounts().count == 2)
        let divergences = try await console.client.syncReport().divergences
        #expect(divergences.map(\.fault.accountID) == [extra])
        #expect(divergences.first?.entry?.amount.minorUnits == 5)
        guard case .live = try await console.savings().balance.freshness else {
            Issue.record("what is left was not live")
            return
        }
    }

    @Test(
        "a bank whose entries do not follow its chain is not believed: the account stays in doubt"
    )
    func neverAdopted() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        try await forge(console, from: 41, count: 20)
        // From now on the bank says something else of entry 45, which its chain does not bear out.
        await console.ledger.lie(entry(45, amount: 7, balance: 999))
        try await compareAgain(console)
        #expect(try await console.savings().balance.freshness == .unverified)
        #expect(try await console.client.syncReport().divergences.contains { !$0.isRepaired })
    }

    // Symptom: the evidence grew by every row of an account at each comparison, for ever.
    // Cause: what three repairs had not put right was repaired again whenever it was compared.
    // Proves: after that the account is doubted, and nothing is taken out of it any more.
    @Test("what three repairs did not put right is doubted, and not taken out again")
    func contradiction() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        let falsified = FakeLedger.entry(
            FakeLedger.savings,
            7,
            after: (40, 280),
            transfer: 999,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
        await console.ledger.compare(as: .entry(falsified), at: 43)
        let records = try await console.records()
        try await compareAgain(console)
        let count = await records.evidence().count
        #expect(count >= 3 * 20)
        for _ in 0..<4 {
            try await compareAgain(console)
            if case .live = try await console.savings().balance.freshness {
                Issue.record("a balance was live that no comparison bore out")
            }
        }
        #expect(await records.evidence().count <= count + 4)
        #expect(try await console.savings().balance.booked.minorUnits == 420)
        // Whoever asks what becomes of it is not told that the bank has still to answer.
        let found = try await console.client.syncReport().divergences
        #expect(found.allSatisfy { $0.isRepaired || $0.awaits != nil })
    }

    // Symptom: of an account that was found wrong only then it was said that its entries had been
    // fetched again. Cause: repairs were counted, and not the accounts that they were about.
    @Test("that entries still differ though fetched again is said of the accounts they are of")
    func otherAccount() async throws {
        let console = Console(amounts: Self.amounts)
        let first = FakeLedger.entry(
            FakeLedger.current,
            50,
            after: (0, 0),
            transfer: 999,
            bookedAt: VirtualClock.start,
            "X",
            "Y"
        )
        await console.bank.publish([
            .entry(first),
            .account(FakeLedger.account(FakeLedger.current, "Current", entries: 1)),
        ])
        try await console.ready()
        let falsified = entry(41, amount: 7, balance: 280)
        await console.ledger.compare(as: .entry(falsified), at: 43)
        for _ in 0..<2 { try await compareAgain(console) }
        let fault = ChainFault(
            accountID: FakeLedger.current,
            accountSequence: 1,
            reason: .divergence
        )
        await console.client.noteFault(fault, try #require(await console.client.opened))
        let found = try await console.client.syncReport().divergences.filter { !$0.isRepaired }
        func steps(of accountID: AccountID) -> Set<Divergence.Awaited?> {
            Set(found.filter { $0.fault.accountID == accountID }.map(\.awaits))
        }
        #expect(steps(of: FakeLedger.savings) == [.agreement])
        #expect(steps(of: FakeLedger.current) == [.comparison])
    }

    @Test("a row that is found wrong several times is one line of the report")
    func foldedFindings() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        let records = try await console.records()
        await records.damage(FakeLedger.savings, at: 17)
        await #expect(throws: ClientError(.recordInDoubt)) {
            try await console.client.entries(of: FakeLedger.savings, places: 0..<60, among: nil)
        }
        try await console.synchronise()
        let evidence = await records.evidence()
        #expect(evidence.map(\.fault.accountSequence) == [17, 17])
        let divergences = try await console.client.syncReport().divergences
        #expect(divergences.map(\.fault.accountSequence) == [17])
        #expect(divergences.first?.foundAt == VirtualClock.start)
        #expect(
            divergences.first?.evidenceByteCount == evidence.map(\.bytes.count).reduce(0, +)
        )
    }

    // Symptom: past the limit findings were lost, and nothing said so.
    @Test("of one account no more findings are kept than the limit, and the others are counted")
    func evidenceLimit() throws {
        var rows = InMemoryRows(evidenceLimit: 3)
        for sequence in 1...Int64(8) {
            let fault = ChainFault(
                accountID: FakeLedger.savings,
                accountSequence: sequence,
                reason: .unreadable
            )
            try rows.keep(Evidence(fault: fault, bytes: []))
        }
        let other = ChainFault(
            accountID: FakeLedger.current,
            accountSequence: 1,
            reason: .unreadable
        )
        try rows.keep(Evidence(fault: other, bytes: []))
        #expect(rows.evidenceCount(of: FakeLedger.savings) == 3)
        #expect(rows.state().unkeptEvidence == [FakeLedger.savings: 5])
        #expect(rows.evidence.last?.fault == other)
    }

    // Symptom: a session that had compared nothing yet told when both sides last agreed, and what only
    // a comparison could put right was taken to be right.
    // Cause: nobody asked whose session the answer belonged to.
    @Test("an agreement that comes when its session is over is none of the next session")
    func lateAgreement() async throws {
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        try await console.compareAcrossSessions()
        #expect(await console.client.comparedAt == nil)
        #expect(await console.client.comparedNotedAt == nil)
        try await console.synchronise()
        #expect(await console.client.comparedAt != nil)
    }

    @Test("many comparisons during postings find nothing where nothing is wrong")
    func noFalseAlarm() async throws {
        var random = SplitMix64(seed: 9)
        let console = Console(amounts: Self.amounts)
        try await console.ready()
        for _ in 0..<60 {
            if random.next() % 2 == 0 {
                let before = try await console.savings()
                await console.bank.publish([
                    .entry(
                        FakeLedger.entry(
                            FakeLedger.savings,
                            1,
                            after: (
                                Int64(before.entryCount), before.balance.booked.minorUnits
                            ),
                            transfer: UInt128(random.next()),
                            bookedAt: VirtualClock.start,
                            "X",
                            "Y"
                        )
                    )
                ])
            }
            try await compareAgain(console)
        }
        #expect(try await console.client.syncReport().divergences.isEmpty)
    }
}
