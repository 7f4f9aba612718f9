// Goal: a receipt leads to its transfer, without booking anything.
// Method: a transfer of a user, a hold that was taken, a reversal, and the lists that name them.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

@testable import BankDaemon

// Symptom: a console showed a receipt, and no line of `audit list` had it; the one command that takes a
// receipt booked a reversal. Cause: the log names an intent by its key, and nothing led from one to the
// other.
@Suite("Receipts")
struct ReceiptTests {
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        let decision: IntentDecision
        let receipt: JournalID

        // `count`: the lines of the audit log before the transfer, beside the usual ones.
        init(after count: Int = 0) async throws {
            bank = try await TestBank.open()
            place = try TestPlace()
            for _ in 0..<count {
                _ = try await bank.bank.post([bank.posting("cash", "stranger", 1)])
            }
            let asha = try await bank.signIn("asha")
            guard case .created(let decision) = try await asha.submit(TestSession.Order()),
                case .posted(let receipt) = decision.outcome
            else { throw NoFailure() }
            self.decision = decision
            self.receipt = receipt
        }

        /// Puts the books as they are where the lists read them.
        func copy() throws {
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        }

        func lines(_ filter: AuditReader.Filter) async throws -> [[String: String]] {
            var rows: [[String: String]] = []
            try await AuditReader(place.folder, zone: .india).forEach(filter) { listing in
                rows += listing.rows.map {
                    Dictionary(uniqueKeysWithValues: zip(listing.columns, $0))
                }
            }
            return rows
        }

        func facts(of text: String) async throws -> [[String]] {
            try await TransferReader(place.folder, zone: .india).facts(of: text).rows
        }
    }

    @Test("the audit log has the receipt of each decision, and is read by receipt and by object")
    func log() async throws {
        let stage = try await Stage()
        try stage.copy()
        let key = stage.decision.key.description
        let found = try await stage.lines(.init(receipt: stage.receipt.description))
        #expect(found.map { $0["object"] } == ["intent \(key)"])
        #expect(found.map { $0["by"] } == ["asha"])
        // Without its hyphens, and by the key.
        let digits = stage.receipt.description.filter { $0 != "-" }
        #expect(try await stage.lines(.init(receipt: digits)) == found)
        #expect(try await stage.lines(.init(object: key)) == found)
        let bad = try await failure { _ = try await stage.lines(.init(receipt: "P1")) }
        #expect(bad.status == .badData)
        let ofRohan = try await stage.lines(.init(object: "rohan"))
        #expect(ofRohan.map { $0["action"] } == ["userAdded"])
    }

    @Test("what the bank booked by itself is told with its kind, its amount and both accounts")
    func notes() async throws {
        let stage = try await Stage()
        let savings = try stage.bank.account("savings")
        let hold = try await stage.bank.bank.hold(
            BankHold(
                debitAccountID: savings,
                creditAccountID: try stage.bank.account("cash"),
                amount: Money(minorUnits: 1_234, currency: .indianRupee),
                reference: "hall",
                expiresAt: nil
            )
        )
        _ = try await stage.bank.bank.postHold(
            hold,
            amount: Money(minorUnits: 1_000, currency: .indianRupee)
        )
        try stage.copy()
        let notes = try await stage.lines(.init()).map { $0["note"] ?? "" }
        let parties = "from 50100000001002 to 50100000001000"
        #expect(
            notes.suffix(2) == ["hold: INR 12.34 \(parties)", "hold taken: INR 10.00 \(parties)"]
        )
    }

    // Symptom: `audit list --object` of an unknown identifier printed nothing and ended with 0, an
    // object with spaces or capitals was not found, and no account led to its holds.
    @Test("what no line of the audit log is about is said, and an object is found as it is typed")
    func objects() async throws {
        let stage = try await Stage()
        let (savings, desk) = (try stage.bank.account("savings"), stage.bank.bank)
        let hold = try await desk.hold(
            BankHold(
                debitAccountID: savings,
                creditAccountID: try stage.bank.account("cash"),
                amount: Money(minorUnits: 1_234, currency: .indianRupee),
                reference: "hall",
                expiresAt: nil
            )
        )
        try await desk.voidHold(hold)
        try stage.copy()
        let key = stage.decision.key.description
        let found = try await stage.lines(.init(object: key))
        #expect(found.count == 1)
        let digits = key.filter { $0 != "-" }.uppercased()
        for form in [
            "intent \(key)", "Intent \(key.uppercased())", digits, "intent \(digits)",
            "\(digits.prefix(16)) \(digits.dropFirst(16))",
        ] {
            #expect(try await stage.lines(.init(object: form)) == found, "\(form)")
        }
        let receipt = stage.receipt.description.uppercased()
        #expect(try await stage.lines(.init(receipt: receipt)) == found)
        let ofRohan = try await stage.lines(.init(object: "ROHAN"))
        #expect(ofRohan.count == 1)
        // Symptom: an identifier that `user list` or `hold place` prints was refused with 66.
        let rohan = try #require(try await desk.user(named: "rohan")).id
        #expect(try await stage.lines(.init(object: rohan.description)) == ofRohan)
        let ofHold = try await stage.lines(.init(object: hold.description))
        #expect(ofHold.contains { $0["note"]?.hasPrefix("hold: INR 12.34") == true })

        let ofAccount = try await stage.lines(.init(object: "50100000001002"))
        let notes = ofAccount.compactMap { $0["note"] }
        #expect(ofAccount.contains { $0["action"] == "accountOpened" })
        #expect(notes.contains { $0.hasPrefix("hold: INR 12.34 from 50100000001002") })
        #expect(notes.contains { $0.hasPrefix("hold released: INR 12.34 from 50100000001002") })
        for form in ["5010 0000 0010 02", savings.description] {
            #expect(try await stage.lines(.init(object: form)) == ofAccount)
        }
        let stranger = try await stage.lines(.init(object: "50100000001005"))
        #expect(!stranger.contains { $0["note"]?.hasPrefix("hold") == true })

        let none = JournalID(rawValue: 7).description
        let tomorrow = ZoneOffset.india.date(of: stage.bank.clock.now().adding(seconds: 86_400))
        #expect(try await stage.lines(.init(from: tomorrow, object: key)).isEmpty)
        for filter in [
            AuditReader.Filter(object: none), .init(receipt: none), .init(object: "nobody"),
            .init(from: tomorrow, object: none), .init(user: "asha", receipt: none),
        ] {
            let error = try await failure { _ = try await stage.lines(filter) }
            #expect(error.status == .noInput)
            #expect(error.description.hasPrefix("The audit log has no line "))
        }
        #expect(try await stage.lines(.init(from: tomorrow)).isEmpty)
    }

    @Test("a transfer is looked up by its receipt, its intent or its own identifier")
    func transfer() async throws {
        let stage = try await Stage()
        try stage.copy()
        let facts = try await stage.facts(of: stage.receipt.description)
        #expect(facts.contains(["receipt", stage.receipt.description]))
        #expect(facts.contains(["amount", "INR 250.00"]))
        #expect(facts.contains(["from", "50100000001002 (Asha Kulkarni)"]))
        #expect(facts.contains(["to", "50100000001005 (Rohan Deshpande)"]))
        #expect(facts.contains(["reference", "November"]))
        #expect(facts.contains(["by", "asha, by the intent \(stage.decision.key)"]))
        #expect(try await stage.facts(of: stage.decision.key.description) == facts)
        let id = try #require(facts.first { $0[0] == "transfer" })[1]
        #expect(try await stage.facts(of: id) == facts)
        let none = TransferID(rawValue: 7).description
        let unknown = try await failure { _ = try await stage.facts(of: none) }
        #expect(unknown.status == .noInput)
        let nothing = try await failure { _ = try await stage.facts(of: "P1") }
        #expect(nothing.status == .badData)
    }

    // Symptom: `transfer show` read the audit log from its first line to find who had asked. Cause: the
    // number of the line that a transfer names was not used. Method here: counted steps of SQLite.
    @Test("a transfer is looked up with who asked for it, however long the audit log is")
    func costs() async throws {
        func steps(after count: Int) async throws -> Int64 {
            let stage = try await Stage(after: count)
            try stage.copy()
            let meter = StatementMeter()
            let reader = try TransferReader(stage.place.folder, zone: .india, meter: meter)
            let facts = try await reader.facts(of: stage.receipt.description).rows
            #expect(facts.contains(["by", "asha, by the intent \(stage.decision.key)"]))
            return meter.stepCount
        }
        let small = try await steps(after: 0)
        let large = try await steps(after: 150)
        #expect(small > 0)
        #expect(large <= small + 100)
    }

    @Test("a hold is looked up with its end, and a transfer with its reversal")
    func links() async throws {
        let stage = try await Stage()
        let desk = stage.bank.bank
        let hold = try await desk.hold(
            BankHold(
                debitAccountID: try stage.bank.account("savings"),
                creditAccountID: try stage.bank.account("cash"),
                amount: Money(minorUnits: 1_234, currency: .indianRupee),
                reference: "hall",
                expiresAt: nil
            )
        )
        let posted = try await desk.postHold(hold, amount: nil)
        let reversal = try await desk.reverse(posted)
        try stage.copy()
        let held = try await stage.facts(of: hold.description)
        #expect(held.contains(["kind", "hold"]) && held.contains(["until", "without end"]))
        #expect(held.contains(["ended by", posted.description]))
        #expect(held.contains(["reference", "hall"]) && held.contains(["by", "the bank"]))
        let taken = try await stage.facts(of: posted.description)
        #expect(taken.contains(["the hold", hold.description]))
        #expect(taken.contains(["reversed by", reversal.description]))
        let mirror = try await stage.facts(of: reversal.description)
        #expect(mirror.contains(["reverses", posted.description]))
    }

    // Symptom: a hold until 30 November was shown with the midnight after it, a day later.
    @Test("a hold that ends with a day is looked up with that day, another one with its moment")
    func lastDay() async throws {
        let stage = try await Stage()
        let zone = ZoneOffset.india
        let day = try #require(zone.date(of: stage.bank.clock.now()).adding(days: 9))
        let midnight = zone.startOfDay(try #require(day.adding(days: 1)))
        var holds: [TransferID] = []
        for end in [midnight, midnight.adding(seconds: 60)] {
            holds.append(
                try await stage.bank.bank.hold(
                    BankHold(
                        debitAccountID: try stage.bank.account("savings"),
                        creditAccountID: try stage.bank.account("cash"),
                        amount: Money(minorUnits: 1_234, currency: .indianRupee),
                        reference: "hall",
                        expiresAt: end
                    )
                )
            )
        }
        try stage.copy()
        let whole = try await stage.facts(of: holds[0].description)
        #expect(whole.contains(["until", day.description]))
        let within = try await stage.facts(of: holds[1].description)
        let next = try #require(day.adding(days: 1))
        #expect(within.contains(["until", "\(next) 00:01:00 +05:30"]))
    }
}
