// Goal: no decision since a backup is passed over, and no command is printed that has to fail.
// Method: people who were added and shut out after the backup, an account that was opened and closed.

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

@Suite("People and accounts that were lost as they had ended")
struct LostShutOutTests {
    private static func add(_ name: String, to bank: TestBank) async throws -> UserID {
        try await bank.bank.addUser(
            NewUser(
                name: name,
                displayName: "Neu N",
                role: .customer,
                password: TestBank.secret(Array(TestBank.password.utf8)),
                totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
            )
        )
    }

    /// A bank that goes on, and the folder with its books as they were at a backup.
    private static func stage() async throws -> (bank: TestBank, place: TestPlace) {
        let bank = try await TestBank.open()
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        return (bank: bank, place: place)
    }

    private static func acts(_ bank: TestBank, _ place: TestPlace) async throws -> [LostActs.Item] {
        try await LostActs(
            bank.path,
            comparedWith: place.folder,
            zone: .india,
            now: bank.clock.now()
        ).list()
    }

    // Symptom: who was added and shut out since the backup was in no line, and the commands about their
    // access and payees ended with 67. Cause: such a user was passed over, and nothing else knew of it.
    @Test("who was added and shut out since is named, and no command about them is printed")
    func shutOut() async throws {
        let (bank, place) = try await Self.stage()
        let neu = try await Self.add("neu", to: bank)
        let opa = try await Self.add("opa", to: bank)
        try await bank.bank.grantAccess(.view, to: bank.account("savings"), for: neu)
        try await bank.bank.addPayee(bank.account("rohan"), unsafelyNamed: "Rohan", for: neu)
        for user in [neu, opa] { _ = try await bank.bank.disableUser(user) }
        let items = try await Self.acts(bank, place)
        let texts = items.map { $0.text(.india, place.folder) }
        #expect(items.count == 4, "\(texts)")
        for name in ["neu", "opa"] {
            let sentence = "\(name) was added and shut out, and is not there any more."
            #expect(items.count { $0.sentence == sentence } == 1, "\(texts)")
        }
        #expect(texts.contains { $0.hasPrefix("neu lacks the access to 50100000001002") })
        #expect(texts.contains { $0.contains("is not the payee of neu that it was") })
        #expect(!texts.contains { $0.contains("counterfoild") }, "\(texts)")
        for item in items {
            #expect(Listing(item, .india, place.folder).rows.first?.last == "")
        }
        // Whoever adds somebody of the name after all is told the rest, with the commands.
        let restored = try bank.over(booksAt: place.folder.booksPath)
        _ = try await Self.add("neu", to: restored)
        let again = try await Self.acts(bank, place).map { $0.text(.india, place.folder) }
        for command in ["user disable neu", "access grant neu", "payee add neu"] {
            #expect(again.contains { $0.contains("counterfoild \(command)") }, "\(again)")
        }
        try restored.store.close()
    }

    // Symptom: the same of an account.
    @Test("an account that was opened and closed since is named, and no command opens or names it")
    func closed() async throws {
        let (bank, place) = try await Self.stage()
        let id = AccountID(rawValue: bank.bits())
        try await bank.bank.openAccount(
            NewAccount(
                opening: AccountOpening(id: id, currency: .indianRupee, normalBalance: .credit),
                profile: AccountProfile(
                    number: "50100000009999",
                    branchCode: "SHYD0000101",
                    holder: "Neu N",
                    product: "Savings"
                )
            )
        )
        try await bank.bank.grantAccess(.view, to: id, for: bank.user("asha"))
        try await bank.bank.closeAccount(id)
        let texts = try await Self.acts(bank, place).map { $0.text(.india, place.folder) }
        let sentence = "The account 50100000009999 was opened and closed, and is not there"
        #expect(texts.contains { $0.hasPrefix(sentence) }, "\(texts)")
        #expect(!texts.contains { $0.contains("counterfoild") }, "\(texts)")
    }

    // What people need who were not shut out is printed as before, the command that adds them first.
    @Test("who was added and not shut out is added by a command before any other names them")
    func added() async throws {
        let (bank, place) = try await Self.stage()
        let neu = try await Self.add("neu", to: bank)
        try await bank.bank.grantAccess(.view, to: bank.account("savings"), for: neu)
        let texts = try await Self.acts(bank, place).map { $0.text(.india, place.folder) }
        #expect(texts.count == 2)
        #expect(texts.first?.contains("counterfoild user add neu") == true)
        #expect(texts.last?.contains("counterfoild access grant neu") == true)
    }
}
