import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore
import Testing
import WireProtocol

/// Goal: a record that applied all changes agrees with the bank at every cursor, whatever happens
/// there, and is never accused.
///
/// Method: random postings, holds, grants and ends of grants, while consoles follow in steps of
/// random size, read snapshots, and compare at random moments; the seed decides everything.
struct SyncFuzzTests {
    @Test("records agree at every step of a random history", arguments: [1, 2, 3, 4] as [UInt64])
    func agreement(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let bank = try await TestBank.open()
        let names = ["asha", "rohan", "tara"]
        var consoles: [(session: TestSession, record: TestRecord)] = []
        for name in names { consoles.append((try await bank.signIn(name), TestRecord())) }
        var pendings: [Posting] = []
        var verdicts = (agreed: 0, postponed: 0)
        for _ in 0..<220 {
            let index = Int.random(in: 0..<consoles.count, using: &random)
            let (session, record) = consoles[index]
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1, 2:
                try await bank.change(&pendings, using: &random)
            case 3:
                try await bank.changeAccess(of: names[index], using: &random)
            case 4 where record.cursor == nil || Bool.random(using: &random):
                let snapshot = try await session.wholeSnapshot()
                #expect(try snapshot.root == snapshot.record.trie().root)
                consoles[index].record = snapshot.record
            case 4, 5:
                let limit = Int.random(in: 1...9, using: &random)
                let batch = try await session.feed(after: record.cursor, limit: limit)
                consoles[index].record.apply(batch.changes)
                consoles[index].record.cursor = batch.cursor
                guard batch.reachesHead else { continue }
                let snapshot = try await session.wholeSnapshot(at: batch.cursor)
                #expect(snapshot.record == consoles[index].record)
            default:
                guard record.cursor != nil else { continue }
                switch try await session.compare(record).step {
                case .finished(let findings):
                    #expect(findings == [])
                    verdicts.agreed += 1
                case .postponed: verdicts.postponed += 1
                case .ask, .contradicted: Issue.record("a comparison came to nothing")
                }
            }
        }
        for index in consoles.indices {
            try await consoles[index].session.follow(&consoles[index].record, limit: 5)
            let (session, record) = consoles[index]
            #expect(try await session.compare(record).step == .finished([]))
            #expect(try await session.wholeSnapshot().record == record)
        }
        // A run in which one of the two never happened would have proved less than it says.
        #expect(verdicts.agreed > 0)
        #expect(verdicts.postponed > 0)
        #expect(bank.log.entries.isEmpty)
    }
}

extension TestBank {
    /// Posts, holds, or ends a hold.
    fileprivate func change(
        _ pendings: inout [Posting],
        using random: inout SplitMix64
    ) async throws {
        let words = ["savings", "current", "rohan", "stranger", "cash"]
        let debit = words[Int.random(in: 0..<4, using: &random)]
        let credit = words[Int.random(in: 0..<words.count, using: &random)]
        guard debit != credit else { return }
        let amount = Int64.random(in: 1...500, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let pend = try posting(debit, credit, amount, kind: .pend(expiresAt: nil))
            if try await bank.post([pend]) == [nil] { pendings.append(pend) }
        case 1 where !pendings.isEmpty:
            let place = Int.random(in: 0..<pendings.count, using: &random)
            let transfer = pendings.remove(at: place).journal.transfers[0]
            let kind: TransferKind =
                Bool.random(using: &random) ? .post(transfer.id) : .void(transfer.id)
            let end = Transfer(
                id: TransferID(rawValue: bits()),
                debitAccountID: transfer.debitAccountID,
                creditAccountID: transfer.creditAccountID,
                amount: transfer.amount,
                kind: kind,
                code: transfer.code,
                valueDate: transfer.valueDate,
                eventAt: clock.now()
            )
            let narrative = Narrative(shownToDebtor: "", shownToCreditor: "", reference: "")
            let journal = Journal(id: JournalID(rawValue: bits()), transfers: [end])
            _ = try await bank.post([Posting(journal: journal, narratives: [narrative])])
        default:
            _ = try await bank.post([posting(debit, credit, amount)])
        }
    }

    /// Gives, changes or takes away what a user may do with some account.
    fileprivate func changeAccess(
        of name: String,
        using random: inout SplitMix64
    ) async throws {
        let words = ["savings", "current", "rohan", "stranger"]
        let id = try account(words[Int.random(in: 0..<words.count, using: &random)])
        if Bool.random(using: &random) {
            try await bank.revokeAccess(to: id, for: user(name))
        } else {
            let access: AccountRecord.Access = Bool.random(using: &random) ? .view : .operate
            try await bank.grantAccess(access, to: id, for: user(name))
        }
    }
}
