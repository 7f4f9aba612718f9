// Goal: the line of a lost decision shows the newer one beside it.
// Method: a copy of the books, a decision on the books that it was made of, and another on the copy.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("What was and what is, in one line")
struct LostThenAndNowTests {
    /// A bank that goes on, and its books as they were at a backup, which go on as well.
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        let restored: TestBank

        init() async throws {
            bank = try await TestBank.open()
            place = try TestPlace()
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
            restored = try bank.over(booksAt: place.folder.booksPath)
        }

        func sentences() async throws -> [String] {
            try await LostActs(
                bank.path,
                comparedWith: place.folder,
                zone: .india,
                now: bank.clock.now()
            ).list().map(\.sentence)
        }
    }

    // Symptom: "had other limits than it has now", and nothing said which: the books of before are not
    // shown by any other command.
    @Test("limits that were decided otherwise are said with their amounts, the old ones first")
    func limits() async throws {
        let stage = try await Stage()
        let (bank, restored) = (stage.bank, stage.restored)
        try await bank.bank.changeLimits(
            of: bank.account("dollars"),
            to: AccountLimits(minimumBalance: -250, maximumBalance: 9_000_000)
        )
        bank.clock.advance(seconds: 60)
        #expect(
            try await stage.sentences() == ["The account 50100000001004 has the old limits again."]
        )
        try await restored.bank.changeLimits(of: restored.account("dollars"), to: .none)
        #expect(
            try await stage.sentences() == [
                "The account 50100000001004 had a minimum of USD -2.50 and a maximum of "
                    + "USD 90000.00, and has no minimum and no maximum now."
            ]
        )
        try restored.store.close()
    }

    // Symptom: "was a payee of asha, and has another name now", and neither name. A wrong mend would let
    // a name move the cursor.
    @Test("names of a payee that were decided otherwise are both said, without what hides text")
    func payeeNames() async throws {
        let stage = try await Stage()
        let (bank, restored) = (stage.bank, stage.restored)
        try await bank.bank.addPayee(
            bank.account("rohan"),
            unsafelyNamed: "Rohan\u{1B}[2J",
            for: bank.user("asha")
        )
        bank.clock.advance(seconds: 60)
        try await restored.bank.addPayee(
            restored.account("rohan"),
            named: "Rohan K",
            for: restored.user("asha")
        )
        #expect(
            try await stage.sentences() == [
                "50100000001005 was a payee of asha as Rohan\u{FFFD}[2J, and is one as "
                    + "Rohan K now."
            ]
        )
        try restored.store.close()
    }
}
