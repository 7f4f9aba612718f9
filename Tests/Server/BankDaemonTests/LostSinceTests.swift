// Goal: a newer decision is called what it is, and no command is printed that undoes it.
// Method: a copy of the books, decisions on the books that it was made of, and later ones on the copy;
// and two real restorations of one backup.

import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon

@Suite("What was decided otherwise since a restoration")
struct LostSinceTests {
    /// A bank that goes on, and its books as they were at a backup, which go on as well.
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        let restored: TestBank

        init(prepare: (TestBank) async throws -> Void = { _ in }) async throws {
            bank = try await TestBank.open()
            try await prepare(bank)
            place = try TestPlace()
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
            restored = try bank.over(booksAt: place.folder.booksPath)
            bank.clock.advance(seconds: 3_600)
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

        /// Expects that all of the items are newer decisions of this moment, without a command.
        func expectDecided(
            _ items: [LostActs.Item],
            on day: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let words = "decided otherwise since, on \(day): compare before you change it"
            let (now, folder) = (bank.clock.now(), place.folder)
            for item in items {
                let text = item.text(.india, folder)
                let listing = Listing(item, .india, folder)
                let row = try #require(listing.rows.first, sourceLocation: sourceLocation)
                let column = try #require(
                    listing.columns.firstIndex(of: "decidedSince"),
                    sourceLocation: sourceLocation
                )
                #expect(!item.isOpen && item.decidedSince == now, sourceLocation: sourceLocation)
                #expect(text.hasSuffix("  \(words)"), "\(text)", sourceLocation: sourceLocation)
                #expect(!text.contains("counterfoild"), sourceLocation: sourceLocation)
                let time = ZoneOffset.india.text(of: now)
                #expect(row[column] == time, sourceLocation: sourceLocation)
                let isTold = row.contains { $0.hasSuffix(words) }
                #expect(isTold, sourceLocation: sourceLocation)
                #expect(row.last == "", sourceLocation: sourceLocation)
            }
        }
    }

    private static func add(_ name: String, to bank: TestBank) async throws -> UserID {
        try await bank.bank.addUser(
            NewUser(
                name: name,
                displayName: "Zoya K",
                role: .customer,
                password: TestBank.secret(Array(TestBank.password.utf8)),
                totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
            )
        )
    }

    private static func hold(in bank: TestBank) throws -> BankHold {
        BankHold(
            debitAccountID: try bank.account("savings"),
            creditAccountID: try bank.account("cash"),
            amount: Money(minorUnits: 1_234, currency: .indianRupee),
            reference: "rent",
            expiresAt: nil
        )
    }

    /// What the books before decide about people, and what the commands of the list do again.
    private static func decideAboutPeople(in bank: TestBank) async throws {
        let desk = bank.bank
        _ = try await desk.disableUser(bank.user("rohan"))
        let password = TestBank.secret(Array("eight rivers at dawn".utf8))
        try await desk.changePassword(of: bank.user("omar"), to: password)
        try await desk.revokeAccess(to: bank.account("savings"), for: bank.user("tara"))
        _ = try await desk.changeRole(of: bank.user("sita"), to: .teller)
    }

    /// The same about accounts and what is of them.
    private static func decideAboutAccounts(in bank: TestBank) async throws {
        let desk = bank.bank
        try await desk.changeLimits(
            of: bank.account("current"),
            to: AccountLimits(minimumBalance: -100)
        )
        try await desk.grantAccess(.view, to: bank.account("dollars"), for: bank.user("tara"))
        try await desk.addPayee(bank.account("rohan"), named: "Rohan D", for: bank.user("asha"))
    }

    // Symptom: a week after all was done again, ordinary work was called lost: "rohan may sign in
    // again", with the command that shuts him out. Cause: the states of both books were compared, and
    // every difference was taken for a loss.
    @Test("what is decided after all was done again stands, and nothing is lost")
    func later() async throws {
        let stage = try await Stage()
        try await Self.decideAboutPeople(in: stage.bank)
        #expect(try await stage.lost().count { $0.isOpen } == 4)
        stage.bank.clock.advance(seconds: 3_600)
        let restored = stage.restored
        try await Self.decideAboutPeople(in: restored)
        #expect(try await stage.lost() == [])
        stage.bank.clock.advance(seconds: 7 * 86_400)
        _ = try await restored.bank.enableUser(restored.user("rohan"))
        _ = try await restored.bank.changeRole(of: restored.user("sita"), to: .support)
        let savings = try restored.account("savings")
        try await restored.bank.grantAccess(.viewMasked, to: savings, for: restored.user("tara"))
        let items = try await stage.lost()
        #expect(
            Set(items.map(\.sentence)) == [
                "rohan was shut out, and may sign in now.",
                "sita was teller, and is support now.",
                "tara had no access to 50100000001002, and has masked access now.",
            ]
        )
        #expect(items.count == 3)
        try stage.expectDecided(items, on: "2026-11-27")
        // They take no place of what is lost.
        var acts = try stage.acts()
        acts.itemLimit = 1
        let limited = try await acts.list()
        #expect(limited == items)
        #expect(!acts.mayLackSome(of: limited))
        try restored.store.close()
    }

    // Symptom: the same where the newer decision came before anybody read the list. And a line about
    // limits said neither the old nor the new ones, which nothing else shows.
    @Test("what was decided before the list was read stands as well")
    func earlier() async throws {
        let stage = try await Stage()
        try await Self.decideAboutAccounts(in: stage.bank)
        let lost = try await stage.lost()
        #expect(lost.count == 3 && lost.count { $0.isOpen } == 3)
        stage.bank.clock.advance(seconds: 3_600)
        let (restored, desk) = (stage.restored, stage.restored.bank)
        try await desk.changeLimits(
            of: restored.account("current"),
            to: AccountLimits(minimumBalance: 0, maximumBalance: 1_000_000)
        )
        try await desk.revokeAccess(to: restored.account("dollars"), for: restored.user("tara"))
        try await desk.removePayee(restored.account("rohan"), for: restored.user("asha"))
        let items = try await stage.lost()
        #expect(
            Set(items.map(\.sentence)) == [
                "The account 50100000001003 had a minimum of INR -1.00 and no maximum, and has a "
                    + "minimum of INR 0.00 and a maximum of INR 10000.00 now.",
                "tara had view access to 50100000001004, and has no access now.",
                "50100000001005 was a payee of asha, and is none now.",
            ]
        )
        try stage.expectDecided(items, on: "2026-11-20")
        // Each keeps its name, so that it can be noted, and a note from before stands.
        #expect(Set(items.map(\.id)) == Set(lost.map(\.id)))
        let item = try #require(items.first)
        let now = stage.bank.clock.now()
        let noted = try await stage.acts().noteDone(item.id, note: "looked at, Rao", at: now)
        #expect(noted?.note != nil)
        #expect(try await stage.lost().count { $0.note != nil } == 1)
        // Whoever wants it as it was does it again, and then it is as it was.
        try await Self.decideAboutAccounts(in: restored)
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: an access of before the backup that was taken away after the restoration was called
    // lost. Cause: the feed is read from the last common transfer on, and that may be older than the
    // backup.
    @Test("what the books of now alone decided is in no list")
    func alone() async throws {
        let stage = try await Stage { bank in
            let stranger = try bank.account("stranger")
            try await bank.bank.grantAccess(.view, to: stranger, for: bank.user("nila"))
            try await bank.bank.addPayee(stranger, named: "Faiz", for: bank.user("asha"))
        }
        let restored = stage.restored
        let stranger = try restored.account("stranger")
        try await restored.bank.revokeAccess(to: stranger, for: restored.user("nila"))
        try await restored.bank.removePayee(stranger, for: restored.user("asha"))
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    @Test("a decision that is older than the lost one does not stand; one after a restoration does")
    func older() async throws {
        let stage = try await Stage()
        let restored = stage.restored
        // As in a backup of other books, which was made before the lost decision.
        _ = try await restored.bank.changeRole(of: restored.user("sita"), to: .support)
        stage.bank.clock.advance(seconds: 3_600)
        _ = try await stage.bank.bank.changeRole(of: stage.bank.user("sita"), to: .teller)
        _ = try await restored.store.beginEpoch(at: stage.bank.clock.now())
        let item = try #require(try await stage.lost().first)
        #expect(item.isOpen && item.sentence == "sita is support again.")
        #expect(item.command.description == "counterfoild user set-role sita teller")
        // Whatever the clock says then.
        stage.bank.clock.set(by: -7_200)
        _ = try await restored.bank.changeRole(of: restored.user("sita"), to: .auditor)
        let items = try await stage.lost()
        #expect(items.map(\.sentence) == ["sita was teller, and is auditor now."])
        try stage.expectDecided(items, on: "2026-11-20")
        try restored.store.close()
    }

    // Symptom: who was added again and then given another role was "not there any more".
    @Test("who was added again and given another role since is the same person")
    func addedAgain() async throws {
        let stage = try await Stage()
        let zoya = try await Self.add("zoya", to: stage.bank)
        try await stage.bank.bank.grantAccess(.view, to: stage.bank.account("savings"), for: zoya)
        #expect(try await stage.lost().count == 2)
        let restored = stage.restored
        let again = try await Self.add("zoya", to: restored)
        _ = try await restored.bank.changeRole(of: again, to: .teller)
        let items = try await stage.lost()
        #expect(
            items.map(\.sentence) == ["zoya lacks the access to 50100000001002 that was given."]
        )
        #expect(items.map(\.likeness) == [nil])
        try await restored.bank.grantAccess(.view, to: restored.account("savings"), for: again)
        #expect(try await stage.lost() == [])
        try restored.store.close()
    }

    // Symptom: `hold place` was printed once more for a hold that was placed again and released later.
    @Test("a hold that was placed again and given back was decided otherwise, one for one")
    func holds() async throws {
        let stage = try await Stage()
        for _ in 1...2 { _ = try await stage.bank.bank.hold(Self.hold(in: stage.bank)) }
        #expect(try await stage.lost().count { $0.isOpen } == 2)
        stage.bank.clock.advance(seconds: 3_600)
        let restored = stage.restored
        let again = try await restored.bank.hold(Self.hold(in: restored))
        #expect(try await stage.lost().count == 1)
        try await restored.bank.voidHold(again)
        let items = try await stage.lost()
        #expect(items.count { $0.isOpen } == 1)
        let decided = items.filter { !$0.isOpen }
        #expect(
            decided.map(\.sentence) == [
                "50100000001002 held INR 12.34, which was held again and given back."
            ]
        )
        try stage.expectDecided(decided, on: "2026-11-20")
        try restored.store.close()
    }
}

@Suite("What was decided otherwise since two restorations")
struct LostSinceTwoRestorationsTests {
    /// A bank with a backup that is put back twice.
    private struct Stage {
        let place: TestPlace
        private var backup: String { place.top + "/backup" }

        init() async throws {
            place = try TestPlace()
            try await place.makeWithUsers()
            _ = try await BankBackup(place.folder, clock: place.clock)
                .write(to: place.top + "/backup", includesKeys: false)
        }

        func giveTara(_ role: Role) async throws {
            place.clock.advance(seconds: 60)
            let opened = try await place.open()
            let tara = try #require(try await opened.bank.user(named: "tara"))
            _ = try await opened.bank.changeRole(of: tara.id, to: role)
            try opened.close()
        }

        /// Puts the backup back; where the books of before are.
        func restore() async throws -> String {
            place.clock.advance(seconds: 60)
            let report = try await BankRestoration(
                place.folder,
                clock: place.clock,
                log: place.log
            ).restore(from: backup)
            return try #require(report.previousBooks)
        }

        func lost(_ aside: String) async throws -> [LostActs.Item] {
            try await LostActs(
                aside,
                comparedWith: place.folder,
                zone: .india,
                now: place.clock.now()
            ).list()
        }
    }

    // Symptom: the list of the older books never became empty: what either of the two lists had done
    // again was lost by the other.
    @Test("of two lists each ends, whatever the other had done again")
    func lists() async throws {
        let stage = try await Stage()
        try await stage.giveTara(.supervisor)
        let first = try await stage.restore()
        try await stage.giveTara(.support)
        let second = try await stage.restore()
        for aside in [first, second] {
            let items = try await stage.lost(aside)
            #expect(items.count == 1 && items.count { $0.isOpen } == 1)
        }
        try await stage.giveTara(.supervisor)
        #expect(try await stage.lost(first) == [])
        try await stage.giveTara(.support)
        #expect(try await stage.lost(second) == [])
        let older = try await stage.lost(first)
        #expect(older.map(\.sentence) == ["tara was supervisor, and is support now."])
        #expect(older.map(\.decidedSince) == [stage.place.clock.now()])
        #expect(!older.contains { $0.isOpen })
    }
}
