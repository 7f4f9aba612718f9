import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: the books stay whole under concurrent work, and if it is cut off between two writes.
///
/// Method: random postings from many tasks; a failure after every single write in turn.
struct ConcurrencyTests {
    @Test("random transfers from many tasks keep every sum", arguments: [1, 2, 3] as [UInt64])
    func randomTransfers(seed: UInt64) async throws {
        let bank = try await TestBank.open()
        let words = ["savings", "current", "rohan", "stranger", "cash"]
        let refused = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var random = SplitMix64(seed: seed &* 100 &+ UInt64(task))
                    var refusals = 0
                    for _ in 0..<25 {
                        let debit = Int.random(in: 0..<5, using: &random)
                        let credit = (debit + Int.random(in: 1..<5, using: &random)) % 5
                        let amount = Int64.random(in: 1...2_000_000, using: &random)
                        let posting = try bank.posting(words[debit], words[credit], amount)
                        refusals += try await bank.bank.post([posting]).count { $0 != nil }
                    }
                    return refusals
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(refused > 0)
        #expect(refused < 200)
        #expect(try await bank.store.check() == nil)
        let sums = try await bank.bank.accounts().reduce(into: [Currency: Int64]()) {
            let booked = $1.account.booked.minorUnits
            $0[$1.account.currency, default: 0] +=
                $1.account.normalBalance == .credit ? booked : -booked
        }
        #expect(sums.values.allSatisfy { $0 == 0 })
        #expect(try await bank.wholeLedger().checkInvariants() == [])
    }

    @Test("a journal is posted once when many ask for it at the same time")
    func sameJournal() async throws {
        let bank = try await TestBank.open()
        let posting = try bank.posting("cash", "savings", 5)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let refusals = try await bank.bank.post([posting])
                    #expect(refusals == [nil])
                }
            }
            try await group.waitForAll()
        }
        #expect(try await bank.balance("savings") == 10_000_005)
    }

    @Test("one of a group that fails takes back only itself")
    func failureInGroup() async throws {
        let bank = try await TestBank.open()
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<30 {
                group.addTask {
                    do {
                        let word = number.isMultiple(of: 3) ? "stranger" : "savings"
                        let name = number.isMultiple(of: 3) ? "nobody" : "asha"
                        let user = try bank.user(name == "nobody" ? "asha" : name)
                        let unknown = UserID(rawValue: 1)
                        try await bank.bank.addPayee(
                            bank.account(word),
                            named: "P\(number)",
                            for: name == "nobody" ? unknown : user
                        )
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 20)
        #expect(try await bank.store.check() == nil)
    }

    @Test("everything is still there after a restart, and goes on")
    func restart() async throws {
        var bank = try await TestBank.open()
        var asha = try await bank.signIn("asha")
        _ = try await asha.submit(TestSession.Order())
        let feed = try await asha.wholeFeed(limit: 100)
        bank = try await bank.reopened()
        asha = TestSession(bank: bank, name: "asha", reply: asha.reply)
        #expect(try await asha.wholeFeed(limit: 100) == feed)
        #expect(try await asha.submit(TestSession.Order()).refusalCode == nil)
        #expect(try await bank.balance("savings") == 9_950_000)
        #expect(try await bank.store.check() == nil)
    }
}

extension TestBank {
    /// All accounts and booked transfers, for LedgerCore to judge.
    fileprivate func wholeLedger() async throws -> LedgerState {
        try await store.read { reader in
            var state = LedgerState(latestBookedAt: try reader.latestBookedAt())
            for stored in try reader.accounts() { state.load(stored.account) }
            let transfers = try reader.exportedTransfers(ExportFilter(), after: 0, limit: 10_000)
            for transfer in transfers {
                if let record = try reader.transfer(transfer.transferID) { state.load(record) }
                if let record = try reader.journal(transfer.journalID) { state.load(record) }
            }
            return state
        }
    }
}
