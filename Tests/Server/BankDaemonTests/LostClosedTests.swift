// Goal: no command of the list names an account that the bank takes nothing for any more.
// Method: an account of before the backup that is closed in the books before, or in those of now.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon

@Suite("What is lost of accounts that are closed")
struct LostClosedTests {
    /// A bank that goes on, and its books as they were at a backup, with an account that is empty.
    private struct Stage {
        static let number = "50100000009999"

        let bank: TestBank
        let place: TestPlace
        let restored: TestBank
        let account: AccountID

        init() async throws {
            bank = try await TestBank.open()
            account = AccountID(rawValue: bank.bits())
            try await bank.bank.openAccount(
                NewAccount(
                    opening: AccountOpening(
                        id: account,
                        currency: .indianRupee,
                        normalBalance: .credit
                    ),
                    profile: AccountProfile(
                        number: Self.number,
                        branchCode: "SHYD0000101",
                        holder: "Neu N",
                        product: "Savings"
                    )
                )
            )
            place = try TestPlace()
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
            restored = try bank.over(booksAt: place.folder.booksPath)
            bank.clock.advance(seconds: 3_600)
        }

        func lost() async throws -> [LostActs.Item] {
            try await LostActs(
                bank.path,
                comparedWith: place.folder,
                zone: .india,
                now: bank.clock.now()
            ).list()
        }
    }

    // Symptom: `payee add asha 50100000009999` was printed below `account close 50100000009999`, and
    // the bank refused it for ever. Cause: nobody looked if the account is closed.
    @Test("after all commands were pasted nothing is left of a payee whose account was closed")
    func payee() async throws {
        let stage = try await Stage()
        let desk = stage.bank.bank
        try await desk.addPayee(stage.account, named: "Neu N", for: stage.bank.user("asha"))
        try await desk.closeAccount(stage.account)
        let sentences = try await stage.lost().map(\.sentence)
        #expect(sentences == ["The account \(Stage.number) is open again."])
        try await stage.restored.bank.closeAccount(stage.account)
        #expect(try await stage.lost() == [])
        try stage.restored.store.close()
    }

    @Test("of an account that was closed since neither a payee nor limits are asked for")
    func closedSince() async throws {
        let stage = try await Stage()
        let desk = stage.bank.bank
        try await desk.addPayee(stage.account, named: "Neu N", for: stage.bank.user("asha"))
        try await desk.changeLimits(
            of: stage.account,
            to: AccountLimits(minimumBalance: 0, maximumBalance: 1_000)
        )
        let count = try await stage.lost().count
        #expect(count == 2)
        try await stage.restored.bank.closeAccount(stage.account)
        #expect(try await stage.lost() == [])
        try stage.restored.store.close()
    }

    @Test("a lost hold for an account that was closed since is told without a command")
    func hold() async throws {
        let stage = try await Stage()
        _ = try await stage.bank.bank.hold(
            BankHold(
                debitAccountID: stage.bank.account("savings"),
                creditAccountID: stage.account,
                amount: Money(minorUnits: 1_234, currency: .indianRupee),
                reference: "rent",
                expiresAt: nil
            )
        )
        try await stage.restored.bank.closeAccount(stage.account)
        let items = try await stage.lost()
        #expect(items.count == 1 && items.count { $0.isOpen } == 1)
        let texts = items.map { $0.text(.india, stage.place.folder) }
        #expect(!texts.contains { $0.contains("counterfoild") }, "\(texts)")
        try stage.restored.store.close()
    }
}
