// Goal: in linear mode a number means the row that was read with it, or is refused and the rows are
// read anew.
// Method: rows are heard, the list changes, and a number of before is typed.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Numbers in linear mode")
struct LinearNumberTests {
    private static let refusal = "Nothing was chosen."

    /// A payee who stands first among the payees.
    private static let newPayee = PayeeRecord(
        accountID: AccountID(rawValue: 0x200),
        name: "Joshi General",
        number: "009988772000",
        branchCode: "SAHY0000007",
        currency: .indianRupee,
        isRemoved: false
    )

    private func atPayees() throws -> Talk {
        var talk = Talk.signedIn()
        try #require(talk.hear("transfer").contains("\n6: Meera Nair"))
        return talk
    }

    // Symptom: a payee was added above, nothing was said, and the number that was read for one payee
    // paid another one. Cause: a number was the place of the moment.
    @Test("a number pays whoever was read with it, also after another payee has come in above")
    func payees() throws {
        var talk = try atPayees()
        talk.bank.payees.insert(Self.newPayee, at: 0)
        talk.tell(.recordsChanged)
        let heard = talk.hear("6")
        #expect(heard.contains("Step 3 of 6: Amount"))
        #expect(heard.contains("To: Meera Nair"))
    }

    @Test("the number of a payee who has gone pays nobody, and the rows are read with new numbers")
    func payeeGone() throws {
        var talk = try atPayees()
        talk.bank.payees.remove(at: 0)
        talk.tell(.recordsChanged)
        let heard = talk.hear("3")
        #expect(heard.contains("The row that was read as 3 is gone. \(Self.refusal)"))
        #expect(heard.contains("\n3: Lakshmi Iyer"))
        #expect(heard.contains("\n5: Meera Nair"))
        #expect(talk.hear("3").contains("To: Lakshmi Iyer"))
    }

    @Test("where the list has grown short, a number that was read is not taken for words")
    func short() throws {
        var talk = try atPayees()
        talk.bank.payees.removeLast()
        talk.tell(.recordsChanged)
        let heard = talk.hear("6")
        #expect(heard.contains(Self.refusal))
        #expect(!heard.contains("No payee matches"))
    }

    @Test("a number opens the account that was read with it")
    func accounts() {
        var talk = Talk.signedIn()
        talk.bank.accounts.removeFirst()
        talk.tell(.recordsChanged)
        talk.say("2")
        #expect(talk.shell.console.linearScreen.title.plain.contains("7906"))
    }

    @Test("a number pays from the account that was read with it")
    func payers() throws {
        var talk = Talk.signedIn()
        talk.say("transfer")
        try #require(talk.hear(":back").contains("\n2: Current"))
        talk.bank.accounts.removeFirst()
        talk.tell(.recordsChanged)
        #expect(talk.hear("2").contains("From: Current"))
    }

    @Test("a number opens the entry that was read with it, after a newer one was booked")
    func entries() throws {
        var talk = Talk.signedIn()
        talk.say("1")
        let list = try #require(talk.shell.console.linearScreen.focusedList)
        guard case .amount(let balance)? = list.row(at: 2)?.cells.last else {
            Issue.record("the last column is no balance")
            return
        }
        talk.bank.book()
        talk.tell(.recordsChanged)
        #expect(talk.hear("3").contains(balance.number.plain))
    }

    // Symptom: whoever signed in next and typed a number was told that the row read as it was gone: a
    // row of the one before. Cause: numbers were forgotten at the lock, and not where a session ends.
    @Test("a number that was read in one session means nothing in the next")
    func nextSession() throws {
        var talk = Talk.signedIn(Self.bankOfManyPayees())
        try #require(talk.hear("transfer", ":more").contains("\n12: Payee 5"))
        var same = talk
        talk.say(":sign out", "2")
        try #require(!talk.shell.console.isSignedIn)
        talk.bank.payees = ScriptedBank.makePayees()
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        try #require(talk.hear("transfer").contains("\n6: Meera Nair"))
        #expect(!talk.hear("12").contains(Self.refusal))
        // In the session in which it was read it is refused.
        same.bank.payees = ScriptedBank.makePayees()
        same.tell(.recordsChanged)
        #expect(same.hear("12").contains("The row that was read as 12 is gone. \(Self.refusal)"))
    }

    @Test("a list that reads on keeps the numbers of the rows before")
    func pages() throws {
        var talk = Talk.signedIn(Self.bankOfManyPayees())
        talk.say("transfer", ":more")
        talk.bank.payees.insert(Self.newPayee, at: 0)
        talk.tell(.recordsChanged)
        var other = talk
        #expect(talk.hear("4").contains("To: Lakshmi Iyer"))
        // Rows 1 to 6 are two accounts and the four payees of before.
        #expect(other.hear("12").contains("To: Payee 5"))
    }

    /// A bank with more payees than are read at a time.
    private static func bankOfManyPayees() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.payees += (0..<20).map { number in
            PayeeRecord(
                accountID: AccountID(rawValue: 0x300 + UInt128(number)),
                name: "Payee \(number)",
                number: "00112233\(2_000 + number)",
                branchCode: "SAHY0000007",
                currency: .indianRupee,
                isRemoved: false
            )
        }
        return bank
    }
}
