// Goal: no money is paid a second time that somebody reserved again for what is lost.
// Method: a copy of the books, a payment on the books that it was made of, and holds on the copy.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon

@Suite("Lost transfers whose money is held again")
struct LostHeldAgainTests {
    /// A bank that goes on, and its books as they were at a backup, which go on as well.
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        let restored: TestBank
        /// A hold of the same money that both books have; it is none that was placed again.
        let hold: TransferID

        init() async throws {
            bank = try await TestBank.open()
            place = try TestPlace()
            hold = try await Self.hold(in: bank)
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
            restored = try bank.over(booksAt: place.folder.booksPath)
        }

        static func hold(
            _ minorUnits: Int64 = 7_700,
            for payee: String = "cash",
            _ reference: String = "rent",
            in bank: TestBank
        ) async throws -> TransferID {
            try await bank.bank.hold(
                BankHold(
                    debitAccountID: try bank.account("savings"),
                    creditAccountID: try bank.account(payee),
                    amount: Money(minorUnits: minorUnits, currency: .indianRupee),
                    reference: reference,
                    expiresAt: nil
                )
            )
        }

        func lost() async throws -> [LostTransfers.Item] {
            var items: [LostTransfers.Item] = []
            _ = try await LostTransfers(bank.path, comparedWith: place.folder)
                .forEach { items.append($0) }
            return items
        }
    }

    // Symptom: a payment out of a hold was plainly "lost" though the hold was placed again, and whoever
    // entered it again and took the hold paid twice. Cause: it was compared with booked transfers alone.
    @Test("a lost transfer whose hold was placed again says so, until that is taken or given back")
    func placedAgain() async throws {
        let stage = try await Stage()
        let hold = try await Stage.hold(in: stage.bank)
        _ = try await stage.bank.bank.postHold(hold)
        #expect(try await stage.lost().map(\.doubts) == [[]])
        let again = try await Stage.hold(in: stage.restored)
        let item = try #require(try await stage.lost().first)
        #expect(item.fate == .lost)
        #expect(item.doubts == [.held(again)])
        let text = item.fateText(.india, stage.place.folder)
        let doubt = "something like it is in the books as the hold \(again): compare first"
        #expect(text == "lost; \(doubt)")
        try await stage.restored.bank.voidHold(again)
        #expect(try await stage.lost().map(\.doubts) == [[]])
        let third = try await Stage.hold(in: stage.restored)
        _ = try await stage.restored.bank.postHold(third)
        let done = try await stage.lost()
        #expect(done.map(\.fate.isOpen) == [false])
        try stage.restored.store.close()
    }

    @Test("the oldest hold of the same money is named, under any reference, beside what was booked")
    func otherReference() async throws {
        let stage = try await Stage()
        let posting = try stage.bank.posting("savings", "cash", 7_700)
        #expect(try await stage.bank.bank.post([posting]) == [nil])
        let restored = stage.restored
        _ = try await Stage.hold(7_701, in: restored)
        _ = try await Stage.hold(for: "rohan", in: restored)
        #expect(try await stage.lost().map(\.doubts) == [[]])
        let first = try await Stage.hold(7_700, for: "cash", "flat", in: restored)
        _ = try await Stage.hold(in: restored)
        #expect(try await stage.lost().map(\.doubts) == [[.held(first)]])
        let other = try await Stage.hold(7_700, for: "cash", "house", in: restored)
        let booked = try await restored.bank.postHold(other)
        let record = try await restored.store.read { try $0.transfer(booked) }
        let receipt = try #require(record?.journalID)
        #expect(try await stage.lost().map(\.doubts) == [[.booked(receipt), .held(first)]])
        try restored.store.close()
    }

    // Symptom: the commands of a list would move money that somebody had reserved again meanwhile.
    @Test("a command stands behind a hold of the same money, and no script is given it")
    func command() async throws {
        let stage = try await Stage()
        _ = try await stage.bank.bank.postHold(stage.hold)
        let command = ShellCommand("hold post").argument("\(stage.hold)")
            .option("--amount", "77.00")
        let other = try await Stage.hold(in: stage.restored)
        let item = try #require(try await stage.lost().first)
        #expect(item.fate == .repeatable(command))
        #expect(item.doubts == [.held(other)])
        let folder = stage.place.folder
        #expect(item.fateText(.india, folder).hasSuffix("compare first  \(command.on(folder))"))
        #expect(Listing(item, .india, folder).rows.first?.last == "")
        try stage.restored.store.close()
    }

    @Test("past the limit of what is looked for no hold is, and the count says so")
    func limit() async throws {
        let stage = try await Stage()
        let posting = try stage.bank.posting("savings", "cash", 7_700)
        #expect(try await stage.bank.bank.post([posting]) == [nil])
        _ = try await Stage.hold(in: stage.restored)
        var lost = try LostTransfers(stage.bank.path, comparedWith: stage.place.folder)
        lost.likenessLimit = 0
        var doubts: [[LostLikeness]] = []
        let count = try await lost.forEach { doubts.append($0.doubts) }
        #expect(count.hasUncompared)
        #expect(doubts == [[]])
        try stage.restored.store.close()
    }
}
