// Goal: no account is taken for another one by its number, and no name moves a cursor.
// Method: texts at each side of every rule, and accounts opened and looked up by what is left.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import Testing

@Suite("Numbers and names of accounts")
struct AccountNumberTests {
    @Test(
        "a number has letters of one size, digits and hyphens, and does not look like an identifier",
        arguments: [
            ("50100478287548", nil), ("P1", nil), ("volume-source", nil), ("A-B-1", nil),
            ("7", nil), (String(repeating: "7", count: 34), nil), ("5010 0478", nil), (" P1", nil),
            ("", .empty), ("  ", .empty), (String(repeating: "7", count: 35), .tooLong),
            ("-num", .outerHyphen), ("num-", .outerHyphen), ("Cash", .mixedCase),
            ("../../x", .badCharacter), ("50\u{1B}[2J", .badCharacter), ("5\n0", .badCharacter),
            ("Ρ1", .badCharacter), ("P\u{301}1", .badCharacter),
            ("01a22661-0003-7000-8000-00000000abcd", .tooLong),
            ("01a2266100037000800000000000abcd", .isIdentifier),
            ("01A226610003700080000000 0000ABCD", .isIdentifier),
        ] as [(String, AccountNumber.Refusal?)]
    )
    func numbers(text: String, refusal: AccountNumber.Refusal?) {
        do {
            let number = try AccountNumber(text)
            #expect(refusal == nil, "\(text)")
            #expect(number.text == text.filter { $0 != " " })
        } catch {
            #expect(error == refusal, "\(text)")
        }
    }

    // Symptom: names of a joiner, a filler or a space of another width were taken, and nothing was to be
    // seen of them. Cause: the categories of characters were asked for alone, and not where they stand.
    @Test(
        "a name to show has no hidden character, and 1 to 70 visible ones",
        arguments: [
            ("Maria D'Souza", nil), ("山田太郎", nil), ("क्‍ष", nil), ("x", nil),
            (String(repeating: "x", count: 70), nil), ("", .empty),
            (String(repeating: "x", count: 71), .tooLong), ("Rohan\u{1B}[2J", .hiddenCharacter),
            ("two\nlines", .hiddenCharacter), ("\u{202E}nahoR", .hiddenCharacter),
            ("Ro\u{200B}han", .hiddenCharacter), (" Rohan", .outerSpace), (" ", .outerSpace),
            ("\u{200D}", .hiddenCharacter), ("Rohan\u{200D}", .hiddenCharacter),
            ("\u{200C}Rohan", .hiddenCharacter), ("R \u{200D}ohan", .hiddenCharacter),
            ("\u{3164}", .hiddenCharacter), ("\u{378}", .hiddenCharacter),
            ("\u{2800}", .hiddenCharacter), ("\u{301}", .hiddenCharacter),
            ("\u{A0}", .outerSpace), ("Rohan\u{3000}", .outerSpace),
            ("Ro\u{200D}han", .hiddenCharacter), ("山\u{200D}田", .hiddenCharacter),
            ("Rohan\u{FE0F}", .hiddenCharacter), ("葛\u{E0100}\u{E0101}", .hiddenCharacter),
            ("Ⓜ\u{FE0F}", nil), ("می\u{200C}خواهم", nil), ("അവന്\u{200D}", nil),
            ("葛\u{E0100}城", nil),
        ] as [(String, ShownName.Refusal?)]
    )
    func names(text: String, refusal: ShownName.Refusal?) {
        #expect(ShownName.refusal(of: text) == refusal, "\(text.unicodeScalars.map(\.value))")
    }

    @Test("each refusal has a sentence of its own")
    func sentences() {
        let all =
            AccountNumber.Refusal.allCases.map(\.sentence)
            + ShownName.Refusal.allCases.map(\.sentence)
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.hasSuffix(".") })
    }

    // Symptom: an account whose number was another's identifier was opened, and took what was sent to
    // the other one by that name. "p1" beside "P1", an escape sequence in a holder and a payee without
    // a name were taken as well. Cause: no rule was checked.
    @Test("the bank opens no account that could be taken for another, and shows no such name")
    func opening() async throws {
        let bank = try await TestBank.open()
        func code(
            _ number: String,
            holder: String = "Asha",
            product: String = "Savings"
        ) async throws -> BankError.Code? {
            do {
                try await bank.bank.openAccount(
                    Self.account(number, holder, product, AccountID(rawValue: bank.bits()))
                )
                return nil
            } catch let error as BankError {
                return error.code
            }
        }
        let savings = try bank.account("savings")
        let digits = savings.description.filter { $0 != "-" }
        #expect(try await code(digits) == .accountNumberRefused(.isIdentifier))
        #expect(try await code("P1") == nil)
        for taken in ["P1", "p1", " P 1"] {
            #expect(try await code(taken) == .accountNumberTaken, "\(taken)")
        }
        #expect(try await code("p2") == nil)
        #expect(try await code("P2") == .accountNumberTaken)
        #expect(try await code("P3", holder: "A\u{1B}[2J") == .nameRefused(.hiddenCharacter))
        #expect(try await code("P3", product: "") == .nameRefused(.empty))
        let asha = try bank.user("asha")
        let stranger = try bank.account("stranger")
        await #expect(throws: BankError.self) {
            try await bank.bank.addPayee(stranger, named: "", for: asha)
        }
        #expect(try await bank.bank.account(named: savings.description)?.account.id == savings)
        #expect(try await bank.bank.account(named: "P 1")?.profile.number == "P1")
    }

    private static func account(
        _ number: String,
        _ holder: String,
        _ product: String,
        _ id: AccountID
    ) -> NewAccount {
        NewAccount(
            opening: AccountOpening(id: id, currency: .indianRupee, normalBalance: .credit),
            profile: AccountProfile(
                number: number,
                branchCode: "",
                holder: holder,
                product: product
            )
        )
    }
}
