// Goal: the bank keeps the reason of a refused transfer, and an operator finds it.
// Method: transfers that a rule of the service and one of the ledger refuse, one that was taken back
// before it came, and what the lists say of them.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

@testable import BankDaemon

@Suite("Refused transfers")
struct RefusedTransferTests {
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        let asha: TestSession

        init() async throws {
            bank = try await TestBank.open()
            place = try TestPlace()
            asha = try await bank.signIn("asha")
        }

        func refuse(_ change: (inout TestSession.Order) -> Void) async throws -> IntentDecision {
            var order = TestSession.Order()
            change(&order)
            guard case .created(let decision) = try await asha.submit(order),
                case .refused = decision.outcome
            else { throw NoFailure() }
            return decision
        }

        /// Puts the books as they are where the lists read them.
        func copy() throws {
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        }

        func facts(of key: IntentKey) async throws -> [[String]] {
            try await TransferReader(place.folder, zone: .india).facts(of: key.description).rows
        }

        /// The last line that is about an object.
        func line(about object: String) async throws -> [String] {
            var rows: [[String]] = []
            try await AuditReader(place.folder, zone: .india)
                .forEach(.init(object: object)) { rows += $0.rows }
            return try #require(rows.last)
        }
    }

    // Symptom: "NOTE -", and "There is no transfer, receipt or intent …" for a decision that the books
    // held.
    @Test("what a rule of the service refused is told with the rule, the terms and who asked")
    func service() async throws {
        let stage = try await Stage()
        let decision = try await stage.refuse { $0.payeeName = "Rohan (gift)" }
        try stage.copy()
        let key = decision.key
        let line = try await stage.line(about: key.description)
        #expect(line[2...3] == ["intentDecided", "refused"])
        #expect(line[7] == "4 payeeChanged" && line[8] == "-")
        let facts = try await stage.facts(of: key)
        for fact in [
            ["intent", key.description], ["state", "refused"], ["rule", "4 payeeChanged"],
            ["reason", "The payee was no longer the one that was shown at review."],
            ["amount", "INR 250.00"], ["from", "50100000001002 (Asha Kulkarni)"],
            ["to", "50100000001005 (Rohan Deshpande)"], ["reference", "November"],
            ["when", ZoneOffset.india.text(of: decision.decidedAt)], ["by", "asha"],
        ] {
            #expect(facts.contains(fact), "\(fact)")
        }
        // Both accounts lead to it, and there is nothing to reverse.
        #expect(try await stage.line(about: "50100000001005") == line)
        #expect(try await stage.line(about: "50100000001002") == line)
        let books = try LedgerBooksReader(path: stage.place.folder.booksPath)
        let nothing = try await failure {
            _ = try await books.read { try $0.transfers(named: key.description) }
        }
        #expect(nothing.status == .badData)
    }

    @Test("what the ledger refused is told with its rule and sentence")
    func ledger() async throws {
        let stage = try await Stage()
        // What is left is less than is asked for.
        let drain = try stage.bank.posting("savings", "cash", 9_990_000)
        #expect(try await stage.bank.bank.post([drain]) == [nil])
        let decision = try await stage.refuse { $0.minorUnits = 25_000 }
        guard case .refused(let code) = decision.outcome else { throw NoFailure() }
        let rejection = try #require(Rejection(rawValue: code))
        try stage.copy()
        let rule = "\(code) \(rejection)"
        #expect(try await stage.line(about: decision.key.description)[7] == rule)
        let facts = try await stage.facts(of: decision.key)
        #expect(facts.contains(["rule", rule]))
        #expect(facts.contains(["reason", rejection.sentence.description]))
        #expect(facts.contains(["amount", "INR 250.00"]))
    }

    @Test("what was taken back before it came is told without terms")
    func takenBack() async throws {
        let stage = try await Stage()
        let key = try stage.asha.request(stage.asha.reviewed(TestSession.Order())).key
        _ = try await stage.asha.ask(.cancelIntent(key))
        try stage.copy()
        let facts = try await stage.facts(of: key)
        #expect(facts.contains(["state", "taken back"]) && facts.contains(["by", "asha"]))
        #expect(facts.contains(["rule", "9 cancelled"]))
        #expect(!facts.contains { $0[0] == "amount" })
    }
}
