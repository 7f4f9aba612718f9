import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import Testing

/// Goal: an export holds every booked transfer once, with both sides.
///
/// Method: compared with what was posted, with and without a filter.
struct ExportTests {
    @Test("every booked transfer is exported once, in order; holds are not")
    func whole() async throws {
        let bank = try await TestBank.open()
        for amount in 1...1_100 {
            _ = try await bank.bank.post([bank.posting("savings", "current", Int64(amount))])
        }
        _ = try await bank.bank.post([
            bank.posting("savings", "cash", 7, kind: .pend(expiresAt: nil))
        ])
        var amounts: [Int64] = []
        var positions: [Int64] = []
        try await bank.bank.exportJournals { transfer in
            amounts.append(transfer.amount.minorUnits)
            positions.append(transfer.position)
        }
        #expect(Array(amounts.dropFirst(4)) == Array(1...1_100))
        #expect(positions == positions.sorted())
    }

    @Test("an account's export has the transfers of both its sides")
    func ofAccount() async throws {
        let bank = try await TestBank.open()
        _ = try await bank.bank.post([
            bank.posting("savings", "current", 11), bank.posting("current", "savings", 12),
            bank.posting("cash", "rohan", 13),
        ])
        var found: [ExportedTransfer] = []
        try await bank.bank.exportJournals(account: bank.account("savings")) { found.append($0) }
        #expect(found.map(\.amount.minorUnits) == [10_000_000, 11, 12])
        #expect(found[1].debit.accountID == (try bank.account("savings")))
        #expect(found[1].debit.counterparty == "to current")
        #expect(found[1].credit.counterparty == "from savings")
        #expect(found[1].credit.holder == "Asha Kulkarni")
        #expect(found[1].reference == "REF 11")
        #expect(found[0].debit.normalBalance == .debit)
    }

    @Test("dates are booking dates of the bank's zone, both included")
    func byDate() async throws {
        let bank = try await TestBank.open()
        let today = ZoneOffset.india.date(of: TestBank.start)
        bank.clock.advance(seconds: 86_400)
        _ = try await bank.bank.post([bank.posting("savings", "current", 11)])
        bank.clock.advance(seconds: 86_400)
        _ = try await bank.bank.post([bank.posting("savings", "current", 12)])
        let tomorrow = try #require(today.adding(days: 1))
        var amounts: [Int64] = []
        try await bank.bank.exportJournals(from: tomorrow, through: tomorrow) {
            amounts.append($0.amount.minorUnits)
        }
        #expect(amounts == [11])
        let unknown = AccountID(rawValue: 3)
        await #expect(throws: BankError.self) {
            try await bank.bank.exportJournals(account: unknown) { _ in }
        }
    }
}
