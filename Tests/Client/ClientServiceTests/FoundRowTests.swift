@testable import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: a finding claims no more than is known, and a repaired row stays repaired.
// Symptom: after the books had been put back by hand, an entry that the bank had was called "not the
// bank's", and rows that had been put right long ago were UNVERIFIED again for a while.
// Cause: an account in doubt made every row of it unrepaired, and the bank wrong about each.
// Method: a bank in memory that loses a part of its books, goes on, and is compared with.

@Suite("What is known of what was found wrong")
struct FoundRowTests {
    private func entry(
        _ accountID: AccountID,
        _ amount: Int64,
        after last: (Int64, Int64)
    ) -> EntryRecord {
        FakeLedger.entry(
            accountID,
            amount,
            after: (sequence: last.0, balance: last.1),
            transfer: UInt128(7_000 + amount),
            bookedAt: VirtualClock.start,
            "Meera",
            "Rent"
        )
    }

    private func divergence(
        _ console: Console,
        of accountID: AccountID,
        at sequence: Int64
    ) async throws -> Divergence {
        let found = try await console.client.syncReport().divergences
        return try #require(
            found.first { $0.fault.accountID == accountID && $0.fault.accountSequence == sequence }
        )
    }

    private func submit(_ console: Console) async throws {
        await console.client.submitEvidence(try #require(await console.client.opened))
    }

    @Test("nothing is said of an entry before both sides were compared, and then what is so")
    func rolledBack() async throws {
        let console = Console(amounts: [100, 200, 300])
        await console.bank.publish([.entry(entry(FakeLedger.current, 50, after: (0, 0)))])
        await console.bank.publish([.entry(entry(FakeLedger.savings, 44, after: (3, 600)))])
        try await console.ready()
        await console.ledger.lose(1)
        try await console.refresh()
        try await console.runUntilWait(stepLimit: 20)
        #expect(await console.client.status().notice == .rolledBack)
        for (accountID, sequence) in [(FakeLedger.savings, 4), (FakeLedger.current, 1)] {
            let found = try await divergence(console, of: accountID, at: Int64(sequence))
            #expect(!found.isRepaired)
            #expect(found.atBank == nil)
            #expect(found.awaits == .booksOfBank)
        }

        // The bank goes on, and its feed passes what this console has seen of it.
        await console.bank.publish([
            .entry(entry(FakeLedger.savings, 45, after: (3, 600))),
            .account(FakeLedger.account(FakeLedger.current, "Current", entries: 1)),
        ])
        try await console.runUntilWait(stepLimit: 60)
        #expect(try await console.savings().balance.booked.minorUnits == 645)
        for isTold in [false, true] {
            if isTold { try await submit(console) }
            let lost = try await divergence(console, of: FakeLedger.savings, at: 4)
            #expect(lost.isRepaired)
            #expect(lost.atBank == .another)
            let doubted = try await divergence(console, of: FakeLedger.current, at: 1)
            #expect(doubted.isRepaired)
            #expect(doubted.atBank == .same)
            #expect(lost.mark?.verdict == (isTold ? .kept : nil))
            #expect(doubted.mark?.verdict == (isTold ? .held : nil))
        }
    }

    @Test("an entry that the books lack is told from one that they have another for")
    func nothingInItsPlace() async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        try await console.runUntilWait(stepLimit: 40)
        #expect(try await divergence(console, of: FakeLedger.savings, at: 3).atBank == .nothing)
        try await submit(console)
        #expect(try await divergence(console, of: FakeLedger.savings, at: 3).atBank == .nothing)
        await console.bank.publish([.entry(entry(FakeLedger.savings, 45, after: (2, 300)))])
        try await console.refresh()
        #expect(try await divergence(console, of: FakeLedger.savings, at: 3).atBank == .another)
    }

    // Symptom: a transfer that an earlier restore had lost was "put right" for as long as the books
    // were older than the record. Cause: where nothing was compared, only what was in doubt counted.
    @Test("while the books are older than the record, nothing that was found counts as put right")
    func earlierLoss() async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        try await console.runUntilWait(stepLimit: 40)
        let before = try await divergence(console, of: FakeLedger.savings, at: 3)
        #expect(before.atBank == .nothing)
        #expect(before.awaits == nil)
        console.clock.advance(milliseconds: 60_000)
        await console.ledger.lose(1)
        try await console.refresh()
        try await console.runUntilWait(stepLimit: 20)
        #expect(await console.client.status().notice == .rolledBack)
        let found = try await console.client.syncReport().divergences
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.awaits == .booksOfBank && $0.atBank == nil })
    }

    @Test("a new doubt about an account takes back nothing that was put right before")
    func staysPutRight() async throws {
        let console = Console(amounts: [100, 200, 300])
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        try await console.runUntilWait(stepLimit: 40)
        #expect(try await divergence(console, of: FakeLedger.savings, at: 3).isRepaired)
        console.clock.advance(milliseconds: 60_000)
        let session = try #require(await console.client.opened)
        let fault = ChainFault(
            accountID: FakeLedger.savings,
            accountSequence: 1,
            reason: .divergence
        )
        await console.client.noteFault(fault, session)
        #expect(try await !divergence(console, of: FakeLedger.savings, at: 1).isRepaired)
        #expect(try await divergence(console, of: FakeLedger.savings, at: 3).isRepaired)
        try await console.runUntilWait(stepLimit: 60)
        #expect(try await divergence(console, of: FakeLedger.savings, at: 1).isRepaired)
        #expect(try await divergence(console, of: FakeLedger.savings, at: 1).atBank == .same)
    }

    @Test("what is wrong or not at the bank comes first, then what is not compared, then the rest")
    func order() {
        func row(
            _ sequence: Int64,
            isRepaired: Bool = true,
            _ atBank: Divergence.AtBank? = nil,
            awaits: Divergence.Awaited? = nil
        ) -> Divergence {
            let entry = FakeLedger.entry(
                FakeLedger.savings,
                1,
                after: (sequence: sequence - 1, balance: 0),
                transfer: 1,
                bookedAt: VirtualClock.start.adding(seconds: sequence),
                "Meera",
                "Rent"
            )
            return Divergence(
                fault: ChainFault(
                    accountID: FakeLedger.savings,
                    accountSequence: sequence,
                    reason: .divergence
                ),
                foundAt: VirtualClock.start,
                evidenceByteCount: 1,
                isRepaired: isRepaired,
                awaits: awaits,
                atBank: atBank,
                entry: entry,
                mark: nil,
                isTellable: true
            )
        }
        let rows = [
            row(1, .same), row(2, awaits: .comparison), row(3, .another),
            row(4, isRepaired: false, awaits: .comparison), row(5), row(6, .nothing),
        ]
        #expect(
            Divergence.inOrder(rows).map(\.fault.accountSequence) == [3, 4, 6, 2, 1, 5]
        )
        // While the books are older, what was booked last is the likeliest to be missing.
        let older = [7, 9, 8].map { row($0, isRepaired: false, awaits: .booksOfBank) }
        #expect(Divergence.inOrder(older).map(\.fault.accountSequence) == [9, 8, 7])
    }

    @Test("what one doubt found together is in doubt together")
    func together() throws {
        func found(_ sequence: Int64, at seconds: Int64) -> Evidence {
            Evidence(
                fault: ChainFault(
                    accountID: FakeLedger.savings,
                    accountSequence: sequence,
                    reason: .divergence
                ),
                bytes: [],
                foundAt: VirtualClock.start.adding(seconds: seconds)
            )
        }
        let evidence = [
            found(9, at: 0), found(5, at: 60), found(6, at: 60), found(7, at: 60),
            found(8, at: 61),
        ]
        let rows = FoundRows(evidence, doubts: [evidence[3].fault]).rows
        #expect(rows.map(\.fault.accountSequence) == [8, 7, 6, 5, 9])
        #expect(rows.map(\.isRepaired) == [false, false, false, false, true])
        #expect(FoundRows(evidence, doubts: []).rows.allSatisfy { $0.isRepaired })
    }
}
