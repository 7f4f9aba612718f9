// Goal: a decision that is older than a lost one, or has no known object, hides no loss.
// Method: a hold that was given back before the lost one was placed, and lines of an earlier release.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon

@Suite("What is lost beside something older")
struct LostOlderTests {
    private static func hold(in bank: TestBank) throws -> BankHold {
        BankHold(
            debitAccountID: try bank.account("savings"),
            creditAccountID: try bank.account("cash"),
            amount: Money(minorUnits: 1_234, currency: .indianRupee),
            reference: "rent",
            expiresAt: nil
        )
    }

    private static func holdAndGiveBack(in bank: TestBank) async throws {
        let id = try await bank.bank.hold(hold(in: bank))
        try await bank.bank.voidHold(id)
    }

    // Symptom: a lost hold was "held again and given back", and that was before it was placed. Cause:
    // no time was compared.
    @Test("a hold that was given back before the lost one does not stand for it; one after does")
    func givenBack() async throws {
        let bank = try await TestBank.open()
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        let restored = try bank.over(booksAt: place.folder.booksPath)
        func lost() async throws -> [LostActs.Item] {
            try await LostActs(
                bank.path,
                comparedWith: place.folder,
                zone: .india,
                now: bank.clock.now()
            ).list()
        }
        // As in a backup of other books.
        try await Self.holdAndGiveBack(in: restored)
        bank.clock.advance(seconds: 3_600)
        _ = try await bank.bank.hold(Self.hold(in: bank))
        bank.clock.advance(seconds: 60)
        _ = try await restored.store.beginEpoch(at: bank.clock.now())
        let item = try #require(try await lost().first)
        #expect(item.isOpen)
        #expect(item.sentence == "50100000001002 does not hold INR 12.34 any more.")
        #expect(item.text(.india, place.folder).contains("counterfoild hold place 12.34"))
        bank.clock.advance(seconds: 60)
        try await Self.holdAndGiveBack(in: restored)
        let decided = try await lost()
        #expect(decided.map(\.decidedSince) == [bank.clock.now()])
        try restored.store.close()
    }

    @Test("what was given back counts when it is later, or follows the restoration")
    func order() {
        func line(_ seconds: Int64) -> AuditRow {
            AuditRow(
                number: 1,
                at: Instant(secondsSinceEpoch: seconds),
                actor: nil,
                action: .booksRestored,
                objectBits: 2,
                result: .done,
                count: 1,
                detail: nil
            )
        }
        let held = Instant(secondsSinceEpoch: 1_000)
        var decisions = DecisionsSince()
        #expect(!decisions.stands(at: Instant(secondsSinceEpoch: 999), insteadOf: held))
        #expect(decisions.stands(at: held, insteadOf: held))
        decisions.now.add(line(500))
        #expect(!decisions.stands(at: Instant(secondsSinceEpoch: 499), insteadOf: held))
        #expect(decisions.stands(at: Instant(secondsSinceEpoch: 500), insteadOf: held))
    }

    // Symptom: an access that was given before the loss, by a release whose lines do not say to whom,
    // was in no list once the books of now had a decision about it. Cause: a line that names nobody
    // counted for nobody.
    @Test("where a line does not say whom it is about, the books of now did not decide alone")
    func unnamed() {
        let (user, account) = (UserID(rawValue: 7), AccountID(rawValue: 8))
        func line(_ action: AuditRow.Action, concerning user: UserID?) -> AuditRow {
            AuditRow(
                number: 3,
                at: Instant(secondsSinceEpoch: 1_000),
                actor: nil,
                action: action,
                objectBits: account.rawValue,
                result: .done,
                count: 1,
                detail: nil,
                concernedID: user
            )
        }
        let cases: [(action: AuditRow.Action, subject: DecisionLog.Subject)] = [
            (.accessChanged, .access(user, account)), (.payeeChanged, .payee(user, account)),
        ]
        for (action, subject) in cases {
            var decisions = DecisionsSince()
            decisions.now.add(line(action, concerning: user))
            #expect(decisions.isOfNowAlone(subject, insteadOf: subject))
            decisions.before.add(line(action, concerning: UserID(rawValue: 9)))
            #expect(decisions.isOfNowAlone(subject, insteadOf: subject))
            decisions.before.add(line(action, concerning: nil))
            #expect(!decisions.isOfNowAlone(subject, insteadOf: subject))
        }
    }
}
