import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

/// Goal: nobody is put on a list of payees whom nobody can pay; an account is found however it is
/// typed.
///
/// Method: a bank with an account that is closed, and with numbers of one case each.
@Suite("Closed payees and typed numbers")
struct ClosedPayeeTests {
    private func add(_ bank: TestBank, _ name: String) async throws -> BankError.Code? {
        do {
            try await bank.bank.addPayee(
                bank.account("stranger"),
                named: name,
                for: bank.user("asha")
            )
            return nil
        } catch let error as BankError {
            return error.code
        }
    }

    private func payee(_ bank: TestBank) async throws -> PayeeRecord? {
        let (user, account) = (try bank.user("asha"), try bank.account("stranger"))
        return try await bank.store.read { try $0.payee(of: user, with: account) }
    }

    // Symptom: `payee add` took an account that was closed for good, and said that it is a payee.
    @Test("an account that is closed becomes nobody's payee")
    func closed() async throws {
        let bank = try await TestBank.open()
        try await bank.bank.closeAccount(bank.account("stranger"))
        #expect(try await add(bank, "Faiz") == .payeeIsClosed)
        #expect(try await payee(bank) == nil)
        #expect(try await bank.auditRows(.payeeChanged).count == 1)
        #expect(try await bank.store.check() == nil)
    }

    @Test("a payee whose account was closed since is not renamed, and can be taken away")
    func closedSince() async throws {
        let bank = try await TestBank.open()
        #expect(try await add(bank, "Faiz") == nil)
        try await bank.bank.closeAccount(bank.account("stranger"))
        #expect(try await add(bank, "Faiz") == nil)
        #expect(try await add(bank, "Faiz Khan") == .payeeIsClosed)
        #expect(try await payee(bank)?.name == "Faiz")
        try await bank.bank.removePayee(bank.account("stranger"), for: bank.user("asha"))
        #expect(try await payee(bank)?.isRemoved == true)
    }

    private func open(_ number: String, in bank: TestBank) async throws -> AccountID {
        let id = AccountID(rawValue: bank.bits())
        try await bank.bank.openAccount(
            NewAccount(
                opening: AccountOpening(id: id, currency: .indianRupee, normalBalance: .credit),
                profile: AccountProfile(
                    number: number,
                    branchCode: "",
                    holder: "Bank",
                    product: "Cash"
                )
            )
        )
        return id
    }

    // Symptom: `account open CASH` was refused beside `cash`, and `account show CASH` said that there
    // is no such account.
    @Test("a number is found in capitals, in small letters and in groups, as it is taken once")
    func typed() async throws {
        let bank = try await TestBank.open()
        let small = try await open("till-1", in: bank)
        let capital = try await open("TILL-2", in: bank)
        _ = try await open("bank-1", in: bank)
        for text in ["till-1", "TILL-1", "Till-1", "ti ll-1"] {
            let found = try await bank.store.read { try $0.account(numberTyped: text) }
            #expect(found == small, "\(text)")
            #expect(try await bank.bank.account(named: text)?.account.id == small, "\(text)")
        }
        let found = try await bank.store.read { try $0.account(numberTyped: "till-2") }
        #expect(found == capital)
        // The sign of the kelvin is no letter of a number, though its small form is one.
        for text in ["till-3", "", "BAN\u{212A}-1"] {
            let found = try await bank.store.read { try $0.account(numberTyped: text) }
            #expect(found == nil, "\(text)")
        }
    }
}
