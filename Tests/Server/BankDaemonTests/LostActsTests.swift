// Goal: after a restoration nobody has to find out alone what was decided and is not so any more.
// Method: a copy of the books, acts on the books that it was made of, and the same acts on the copy.

import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

@testable import BankDaemon

@Suite("What a restoration took away")
struct LostActsTests {
    /// A bank that goes on, and its books as they were at a backup.
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        let session: SessionID
        /// A hold from before the backup.
        let hold: TransferID

        init() async throws {
            bank = try await TestBank.open()
            place = try TestPlace()
            session = try await bank.signIn("asha").reply.sessionID
            hold = try await bank.bank.hold(Self.hold(in: bank, "before"))
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        }

        static func hold(
            in bank: TestBank,
            _ reference: String,
            until end: Instant? = nil
        ) throws -> BankHold {
            BankHold(
                debitAccountID: try bank.account("savings"),
                creditAccountID: try bank.account("cash"),
                amount: Money(minorUnits: 1_234, currency: .indianRupee),
                reference: reference,
                expiresAt: end
            )
        }

        /// Decides something of each kind in a bank.
        func decide(in bank: TestBank) async throws {
            let desk = bank.bank
            _ = try await desk.disableUser(bank.user("rohan"))
            _ = try await desk.changeRole(of: bank.user("sita"), to: .teller)
            let password = TestBank.secret(Array("eight rivers at dawn".utf8))
            try await desk.changePassword(of: bank.user("omar"), to: password)
            _ = try await desk.revokeTerminal("till 1", isKnown: true)
            _ = try await desk.revokeSession(session)
            try await desk.revokeAccess(to: bank.account("dollars"), for: bank.user("tara"))
            try await desk.grantAccess(.view, to: bank.account("stranger"), for: bank.user("nila"))
            try await desk.removePayee(bank.account("rohan"), for: bank.user("asha"))
            try await desk.changeLimits(
                of: bank.account("current"),
                to: AccountLimits(minimumBalance: -100)
            )
            _ = try await desk.hold(Self.hold(in: bank, "it's"))
            try await desk.voidHold(hold)
            try await desk.closeAccount(bank.account("stranger"))
            _ = try await desk.addUser(
                NewUser(
                    name: "zoya",
                    displayName: "Zoya K",
                    role: .customer,
                    password: TestBank.secret(Array(TestBank.password.utf8)),
                    totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
                )
            )
        }

        func acts() throws -> LostActs {
            try LostActs(
                bank.path,
                comparedWith: place.folder,
                zone: .india,
                now: bank.clock.now()
            )
        }

        func lost() async throws -> [LostActs.Item] { try await acts().list() }
    }

    private static let (cash, savings) = ("50100000001000", "50100000001002")

    @Test("each decision is named with the command that does it again, shut-outs first")
    func decisions() async throws {
        let stage = try await Stage()
        #expect(try await stage.lost().isEmpty)
        try await stage.decide(in: stage.bank)
        let items = try await stage.lost()
        func commands(_ items: ArraySlice<LostActs.Item>) -> Set<String> {
            Set(items.map { String($0.command.description.dropFirst("counterfoild ".count)) })
        }
        let shutOuts: Set<String> = [
            "user disable rohan", "token revoke --terminal 'till 1' --unseen",
            "token revoke --session \(stage.session)", "access revoke tara 50100000001004",
        ]
        #expect(commands(items.prefix(4)) == shutOuts)
        #expect(
            commands(items.dropFirst(4)) == [
                "user set-role sita teller", "user set-password omar",
                "user add zoya --role customer --display-name 'Zoya K'",
                "account limits 50100000001003 --minimum=-1.00 --maximum none",
                "account close 50100000001006", "access grant nila 50100000001006 view",
                "payee remove asha 50100000001005", "hold void \(stage.hold)",
                "hold place 12.34 --from \(Self.savings) --to \(Self.cash) --reference 'it'\\''s'",
            ]
        )
        #expect(items.count == 13)
        // For scripts the same, with the bank.
        let folder = stage.place.folder
        for item in items {
            let row = try #require(Listing(item, .india, folder).rows.first)
            #expect(row.last == item.command.on(folder).description)
            #expect(row.last?.hasSuffix(" --data \(folder.path)") == true)
        }
    }

    // Symptom: many decisions of other kinds filled the list, and somebody who had been shut out was
    // not in it. Cause: the list was cut off in the order of the log, and sorted afterwards.
    @Test("those that keep somebody out have a limit of their own, and come first in a full list")
    func full() async throws {
        let stage = try await Stage()
        try await stage.decide(in: stage.bank)
        let all = try await stage.lost()
        #expect(try !stage.acts().mayLackSome(of: all))
        for limit in 1...4 {
            var acts = try stage.acts()
            acts.itemLimit = limit
            let items = try await acts.list()
            #expect(items.count == 2 * limit)
            #expect(items.prefix(limit).allSatisfy { $0.isShuttingOut })
            #expect(items.dropFirst(limit).allSatisfy { !$0.isShuttingOut })
            #expect(acts.mayLackSome(of: items))
        }
        // The others are too many, and each shut-out is there all the same.
        var acts = try stage.acts()
        acts.itemLimit = 5
        let items = try await acts.list()
        #expect(items.count == 9)
        #expect(items.prefix(4) == all.prefix(4))
    }

    @Test("what was done again is not named any more")
    func doneAgain() async throws {
        let stage = try await Stage()
        try await stage.decide(in: stage.bank)
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        try await stage.decide(in: restored)
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: of two holds that looked the same one was named, and after one of them was placed again
    // none. One that was placed again and then taken was named once more, to be placed a third time.
    @Test("of holds that look the same as many are named as were not placed again")
    func sameHolds() async throws {
        let stage = try await Stage()
        for _ in 1...2 { _ = try await stage.bank.bank.hold(Stage.hold(in: stage.bank, "rent")) }
        let named = try await stage.lost()
        #expect(named.count == 2)
        #expect(Set(named.map(\.command)).count == 1)
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        let again = try await restored.bank.hold(Stage.hold(in: restored, "rent"))
        #expect(try await stage.lost().count == 1)
        _ = try await restored.bank.postHold(again)
        #expect(try await stage.lost().count == 1)
        _ = try await restored.bank.hold(Stage.hold(in: restored, "rent"))
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: `hold place` stood ready to be pasted although a person had reserved or paid the same
    // money meanwhile. Cause: only a hold with the same reference counted.
    @Test("a hold that may be there under another reference, or as a transfer, says so first")
    func likeHolds() async throws {
        let stage = try await Stage()
        _ = try await stage.bank.bank.hold(Stage.hold(in: stage.bank, "rent"))
        #expect(try await stage.lost().map(\.likeness) == [nil])
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        let posting = try restored.posting("savings", "cash", 1_234)
        #expect(try await restored.bank.post([posting]) == [nil])
        let receipt = posting.journal.id
        #expect(try await stage.lost().map(\.likeness) == [.booked(receipt)])
        let item = try #require(try await stage.lost().first)
        let text = item.text(.india, stage.place.folder)
        #expect(
            text.contains("  something like it is in the books as \(receipt): compare first  ")
        )
        #expect(Listing(item, .india, stage.place.folder).rows.first?.last == "")
        let transfer = try #require(posting.journal.transfers.first)
        _ = try await restored.bank.reverse(transfer.id)
        #expect(try await stage.lost().map(\.likeness) == [nil])
        let other = try await restored.bank.hold(Stage.hold(in: restored, "flat"))
        #expect(try await stage.lost().map(\.likeness) == [.held(other)])
        _ = try await restored.bank.hold(Stage.hold(in: restored, "rent"))
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: a hold that was placed again and given back counted as done, and one that was given back
    // hid the payment like it. Cause: whatever was placed counted, whatever became of it.
    @Test("a hold that was given back is neither the lost one nor a hint at it")
    func givenBackHolds() async throws {
        let stage = try await Stage()
        _ = try await stage.bank.bank.hold(Stage.hold(in: stage.bank, "rent"))
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        let other = try await restored.bank.hold(Stage.hold(in: restored, "flat"))
        #expect(try await stage.lost().map(\.likeness) == [.held(other)])
        try await restored.bank.voidHold(other)
        #expect(try await stage.lost().map(\.likeness) == [nil])
        let posting = try restored.posting("savings", "cash", 1_234)
        #expect(try await restored.bank.post([posting]) == [nil])
        #expect(try await stage.lost().map(\.likeness) == [.booked(posting.journal.id)])
        let again = try await restored.bank.hold(Stage.hold(in: restored, "rent"))
        #expect(try await stage.lost() == [])
        try await restored.bank.voidHold(again)
        let item = try #require(try await stage.lost().first)
        #expect(item.decidedSince != nil)
        #expect(item.text(.india, stage.place.folder).contains("decided otherwise since"))
        try restored.store.close()
    }

    // Symptom: a hold that was placed again for a day counted as the lost one, which held for ten.
    @Test("a hold that was placed again with another end is to be compared, and is not done")
    func otherEnd() async throws {
        let stage = try await Stage()
        let start = stage.bank.clock.now()
        let (end, earlier) = (start.adding(seconds: 864_000), start.adding(seconds: 172_800))
        _ = try await stage.bank.bank.hold(Stage.hold(in: stage.bank, "rent", until: end))
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        let other = try await restored.bank.hold(
            Stage.hold(in: restored, "rent", until: earlier)
        )
        #expect(try await stage.lost().map(\.likeness) == [.held(other)])
        _ = try await restored.bank.hold(Stage.hold(in: restored, "rent", until: end))
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: an order to destroy what a console holds was in no list when its session had begun after
    // the backup. Cause: sessions that the books of now do not know were passed over.
    @Test("a lost order to a console whose session is lost too is named with what still reaches it")
    func lostWipe() async throws {
        let stage = try await Stage()
        let session = try await stage.bank.signIn("nila").reply.sessionID
        #expect(try await stage.lost() == [])
        _ = try await stage.bank.bank.revokeSession(session, wiping: true)
        let items = try await stage.lost()
        let item = try #require(items.first)
        #expect(items.count == 1 && item.isShuttingOut)
        let text = item.text(.india, stage.place.folder)
        #expect(text.hasPrefix("The console of a session of nila keeps what it has to destroy"))
        #expect(text.contains("while nila is disabled"))
        #expect(!text.contains("counterfoild"))
        #expect(Listing(item, .india, stage.place.folder).rows.first?.last == "")
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        _ = try await restored.bank.disableUser(restored.user("nila"))
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: of two lost holds one was warned about or not, by which of them the feed told first.
    // Cause: the other had taken the hold that both were compared with.
    @Test(
        "a lost hold is warned about whatever others are lost, in whichever order",
        arguments: [["rent", "flat"], ["flat", "rent"]]
    )
    func likeHoldOfOther(references: [String]) async throws {
        let stage = try await Stage()
        for reference in references {
            _ = try await stage.bank.bank.hold(Stage.hold(in: stage.bank, reference))
        }
        #expect(try await stage.lost().map(\.likeness) == [nil, nil])
        let restored = try stage.bank.over(booksAt: stage.place.folder.booksPath)
        let again = try await restored.bank.hold(Stage.hold(in: restored, "rent"))
        let items = try await stage.lost()
        #expect(items.map(\.likeness) == [.held(again)])
        #expect(items.first?.command.description.contains("--reference flat") == true)
        try restored.store.close()
    }

    // Symptom: a transfer could be noted as done, and a decision stayed in the list for good.
    @Test("each decision is noted under the identifier that the list prints, and is open no more")
    func notes() async throws {
        let stage = try await Stage()
        try await stage.decide(in: stage.bank)
        let items = try await stage.lost()
        #expect(Set(items.map(\.id)).count == items.count)
        let (now, folder) = (stage.bank.clock.now(), stage.place.folder)
        #expect(try await stage.acts().noteDone(LostID(rawValue: 9), note: "x", at: now) == nil)
        for item in items {
            #expect(item.text(.india, folder).contains("  decision \(item.id)  "))
            let row = try #require(Listing(item, .india, folder).rows.first)
            #expect(row.contains(item.id.description))
            let noted = try await stage.acts().noteDone(item.id, note: "not wanted, Rao", at: now)
            #expect(noted?.sentence == item.sentence)
            let open = try await stage.lost().filter { $0.note == nil }
            #expect(!open.contains { $0.id == item.id })
        }
        let noted = try await stage.lost()
        #expect(Set(noted.map(\.id)) == Set(items.map(\.id)))
        #expect(noted.count == items.count)
        #expect(try !stage.acts().mayLackSome(of: noted))
        for item in noted {
            let text = item.text(.india, folder)
            #expect(text.hasSuffix(": not wanted, Rao") && !text.contains("counterfoild"))
            #expect(Listing(item, .india, folder).rows.first?.last == "")
        }
    }

    @Test(
        "a text from outside is one word of a command, whatever it holds",
        arguments: [
            ("5077", "5077"), ("", "''"), ("a b", "'a b'"), ("$(reboot)", "'$(reboot)'"),
            ("it's", #"'it'\''s'"#), ("\u{1B}[2J", #"$'\033[2J'"#),
            ("it's\n\\", #"$'it\'s\012\\'"#), ("\u{200B}1", #"$'\342\200\2131'"#),
            ("/srv/bank", "/srv/bank"), ("क्\u{200D}ष", "'क्\u{200D}ष'"),
            ("a\u{200D}", #"$'a\342\200\215'"#), ("\u{3164}", #"$'\343\205\244'"#),
        ]
    )
    func words(text: String, word: String) {
        #expect(OperatorText.shellWord(text) == word)
    }
}
