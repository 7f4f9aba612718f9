import CoreVocabulary
import LedgerCore
import LedgerService
import SyncCore

/// Changes at the bank itself while consoles are connected.
extension NetworkStage {
    /// Amount of each transfer that ``pay(_:into:)`` books.
    static let paymentMinorUnits: Int64 = 10_000
    /// Number of transfers posted in one commit, and of accounts opened concurrently.
    private static let batchSize = 2_000

    /// Books payments into some accounts in turn, a journal each.
    func pay(_ count: Int, into accounts: some RandomAccessCollection<AccountID>) async throws {
        let accounts = Array(accounts)
        for first in stride(from: 0, to: count, by: Self.batchSize) {
            try Interruption.check()
            let payments = (first..<min(count, first + Self.batchSize)).map { number in
                BenchBank.posting(
                    from: Self.cash,
                    to: accounts[number % accounts.count],
                    Self.paymentMinorUnits,
                    at: clock.now()
                )
            }
            try await bank.postAll(payments)
        }
    }

    /// Opens accounts and grants a customer access to them.
    func open(_ accounts: [AccountID], for customer: Customer) async throws {
        for first in stride(from: 0, to: accounts.count, by: Self.batchSize) {
            try Interruption.check()
            try await withThrowingTaskGroup { [bank] group in
                for account in accounts[first..<min(accounts.count, first + Self.batchSize)] {
                    group.addTask {
                        try await BenchBank.open(account, side: .credit, in: bank)
                        try await bank.grantAccess(.operate, to: account, for: customer.id)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
