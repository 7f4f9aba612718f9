// Goal: rights of a person go to nobody else who has the name or the number since.
// Method: a user and an account after the backup, and others under their name and number after it was put
// back.

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

@Suite("Strangers under the names and numbers of what is lost")
struct LostStrangersTests {
    private static let number = "50100000009999"

    private static func add(
        _ name: String,
        _ displayName: String,
        _ role: Role = .customer,
        to bank: TestBank
    ) async throws -> UserID {
        try await bank.bank.addUser(
            NewUser(
                name: name,
                displayName: displayName,
                role: role,
                password: TestBank.secret(Array(TestBank.password.utf8)),
                totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
            )
        )
    }

    private static func openAccount(
        of holder: String,
        in bank: TestBank
    ) async throws -> AccountID {
        let id = AccountID(rawValue: bank.bits())
        try await bank.bank.openAccount(
            NewAccount(
                opening: AccountOpening(id: id, currency: .indianRupee, normalBalance: .credit),
                profile: AccountProfile(
                    number: number,
                    branchCode: "SHYD0000101",
                    holder: holder,
                    product: "Savings"
                )
            )
        )
        return id
    }

    private static func pay(_ bank: TestBank, to account: AccountID) async throws {
        let amount = Money(minorUnits: 5_000, currency: .indianRupee)
        let transfer = Transfer(
            id: TransferID(rawValue: bank.bits()),
            debitAccountID: try bank.account("cash"),
            creditAccountID: account,
            amount: amount,
            code: TransferCode.internalTransfer.rawValue,
            valueDate: ZoneOffset.india.date(of: bank.clock.now()),
            eventAt: bank.clock.now()
        )
        let posting = Posting(
            journal: Journal(id: JournalID(rawValue: bank.bits()), transfers: [transfer]),
            narratives: [
                Narrative(shownToDebtor: "Ravi", shownToCreditor: "Cash", reference: "salary")
            ]
        )
        #expect(try await bank.bank.post([posting]) == [nil])
    }

    private static func acts(_ bank: TestBank, _ place: TestPlace) async throws -> [LostActs.Item] {
        try await LostActs(
            bank.path,
            comparedWith: place.folder,
            zone: .india,
            now: bank.clock.now()
        ).list()
    }

    // Symptom: the printed commands gave a stranger access, made the stranger's account a payee and held
    // money for it, and "was added" was gone from the list. Cause: a name or a number alone was proof.
    @Test("a stranger under the name or the number is named before anything, and given nothing")
    func strangers() async throws {
        let bank = try await TestBank.open()
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        let ravi = try await Self.add("ravi", "Ravi Kumar", to: bank)
        let account = try await Self.openAccount(of: "Ravi Kumar", in: bank)
        try await bank.bank.grantAccess(.view, to: account, for: ravi)
        try await bank.bank.addPayee(account, unsafelyNamed: "Ravi", for: bank.user("asha"))
        let hold = BankHold(
            debitAccountID: try bank.account("savings"),
            creditAccountID: account,
            amount: Money(minorUnits: 1_234, currency: .indianRupee),
            reference: "rent",
            expiresAt: nil
        )
        _ = try await bank.bank.hold(hold)
        try await Self.pay(bank, to: account)
        #expect(try await Self.acts(bank, place).allSatisfy { $0.likeness == nil })

        let restored = try bank.over(booksAt: place.folder.booksPath)
        _ = try await Self.add("ravi", "Ravi Sharma", to: restored)
        let other = try await Self.openAccount(of: "Ravi Sharma", in: restored)
        // It looks the same but for whose account it is.
        try await Self.pay(restored, to: other)
        let items = try await Self.acts(bank, place)
        let accountDoubt = "another account has the number \(Self.number) now (Ravi Sharma)"
        let userDoubt = "another user has the name ravi now (Ravi Sharma)"
        let texts = items.map { $0.text(.india, place.folder) }
        for (sentence, doubt) in [
            ("ravi was added, and is not there any more.", userDoubt),
            ("The account \(Self.number) was opened, and is not there any more.", accountDoubt),
            ("ravi lacks the access to \(Self.number)", "\(userDoubt), \(accountDoubt)"),
            ("\(Self.number) is not the payee of asha that it was.", accountDoubt),
            ("50100000001002 does not hold INR 12.34 any more.", accountDoubt),
        ] {
            #expect(
                texts.contains { $0.hasPrefix(sentence) && $0.contains("\(doubt): compare first") },
                "\(sentence) in \(texts)"
            )
        }
        for item in items {
            #expect(Listing(item, .india, place.folder).rows.first?.last == "")
        }
        #expect(!texts.contains { $0.contains("user add") || $0.contains("account open") })
        var fates: [String] = []
        _ = try await LostTransfers(bank.path, comparedWith: place.folder)
            .forEach { fates.append($0.fateText(.india, place.folder)) }
        #expect(fates.count == 1)
        #expect(fates.first?.hasPrefix("lost; \(accountDoubt): compare first") == true)
        try restored.store.close()
    }

    // Symptom: a lost order to a console told the operator to disable a name that a stranger had, and
    // stayed when the same person had been added and disabled again. Cause: of sessions the user alone
    // was looked up by the identifier.
    @Test(
        "a lost order to a console knows the person who was added again, and names a stranger",
        arguments: ["Ravi Kumar", "Ravi Sharma"]
    )
    func consoleOfLostUser(displayName: String) async throws {
        let bank = try await TestBank.open()
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        _ = try await Self.add("ravi", "Ravi Kumar", to: bank)
        let secret = [UInt8](repeating: 5, count: 20)
        let step = TOTP.standard.step(at: bank.clock.now())
        let code = TOTP.standard.code(for: step, secret: secret.span)
        let reply = try await bank.askToSignIn("ravi", code: code.revealedDigits)
        guard case .signedIn(let signedIn) = reply else {
            Issue.record("Ravi is not signed in.")
            return
        }
        _ = try await bank.bank.revokeSession(signedIn.sessionID, wiping: true)
        func orders() async throws -> [LostActs.Item] {
            try await Self.acts(bank, place)
                .filter { $0.sentence.hasPrefix("The console of a session of ravi keeps") }
        }
        #expect(try await orders().map(\.likeness) == [nil])

        let restored = try bank.over(booksAt: place.folder.booksPath)
        let again = try await Self.add("ravi", displayName, to: restored)
        let isSame = displayName == "Ravi Kumar"
        let doubt = "another user has the name ravi now (Ravi Sharma): compare first"
        let item = try #require(try await orders().first)
        #expect(item.likeness?.words == (isSame ? nil : doubt))
        #expect(item.text(.india, place.folder).hasSuffix(doubt) == !isSame)
        // A stranger who is disabled is told nothing that this console has to be told.
        _ = try await restored.bank.disableUser(again)
        #expect(try await orders().count == (isSame ? 0 : 1))
        try restored.store.close()
    }

    @Test("a teller who was added is not there again with a customer of the same name")
    func otherRole() async throws {
        let bank = try await TestBank.open()
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        _ = try await Self.add("tell", "Tell T", .teller, to: bank)
        let restored = try bank.over(booksAt: place.folder.booksPath)
        _ = try await Self.add("tell", "Tell T", .customer, to: restored)
        let texts = try await Self.acts(bank, place).map { $0.text(.india, place.folder) }
        #expect(texts.count == 1)
        #expect(texts.first?.hasPrefix("tell was added, and is not there any more.") == true)
        #expect(texts.first?.contains("has the name tell now (Tell T, customer)") == true)
        try restored.store.close()
    }
}
