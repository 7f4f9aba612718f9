// Goal: the audit log tells what an operator gave, what was before, and what was refused.
// Method: acts at a desk over a real folder, and the list as an operator reads it.

import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import Synchronization
import Testing

@testable import BankDaemon
@testable import LedgerStoreSQLite

@Suite("Notes of what operators do")
struct OperatorNoteTests {
    /// A bank with two users and two accounts, and the desk that serves it.
    private struct Stage {
        let place: TestPlace
        let opened: OpenedBank
        let desk: AdminDesk

        init(options: LedgerStoreSQLite.Options = LedgerStoreSQLite.Options()) async throws {
            place = try TestPlace()
            try await place.make()
            opened = try await OpenedBank.open(
                place.folder,
                configuration: .forTests,
                clock: place.clock,
                log: place.log,
                options: options
            )
            try await place.addUsers(to: opened.bank)
            try await place.openAccounts(in: opened.bank)
            desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        }

        func act(
            _ kind: AccountAct.Kind,
            _ texts: [AccountAct.Field: String]
        ) async throws -> String {
            try await desk.carryOut(.account(AccountAct(kind, texts))) { _ in }
                .joined(separator: " ")
        }

        /// The sentence of an act that has to be refused.
        func refusal(
            _ kind: AccountAct.Kind,
            _ texts: [AccountAct.Field: String]
        ) async throws -> String {
            do {
                _ = try await act(kind, texts)
            } catch {
                return DaemonError(of: error).description
            }
            throw NoFailure()
        }

        /// Action, result, object, note and receipt of the lines that are meant.
        func lines(about object: String) async throws -> [[String]] {
            var rows: [[String]] = []
            try await AuditReader(place.folder, zone: .india)
                .forEach(.init(object: object)) { rows += $0.rows }
            return rows.map { [$0[2], $0[3], $0[5], $0[7], $0[8]] }
        }

        func facts(ofAccount number: String) async throws -> [[String]] {
            let listings = try BankListings(place.folder, zone: .india, now: place.clock.now())
            return try await Listing.whole { try await listings.account(number, $0) }.rows
        }
    }

    private static let number = "50100000001001"

    // Symptom: `limitsChanged` and `accountOpened` had no note: who raised a limit, and from what, was
    // nowhere.
    @Test("limits are told as they were given, with those of before, also when they were refused")
    func limits() async throws {
        let stage = try await Stage()
        let account: [AccountAct.Field: String] = [.account: Self.number]
        func set(_ minimum: String, _ maximum: String) -> [AccountAct.Field: String] {
            account.merging([.minimum: minimum, .maximum: maximum]) { $1 }
        }
        _ = try await stage.act(.setLimits, set("-5", "900"))
        _ = try await stage.act(.setLimits, set("none", "none"))
        _ = try await stage.refusal(.setLimits, set("500", "none"))
        let notes = try await stage.lines(about: Self.number).map { $0[3] }
        #expect(
            notes == [
                "Savings in INR, lowest balance INR 0.00, highest none",
                "lowest balance INR -5.00, highest INR 900.00; was lowest balance INR 0.00, "
                    + "highest none",
                "lowest balance none, highest none; was lowest balance INR -5.00, "
                    + "highest INR 900.00",
                "8100 limitsAreNotKept: asked for lowest balance INR 500.00, highest none; "
                    + "stays lowest balance none, highest none",
            ]
        )
        try stage.opened.close()
        #expect(try await stage.place.check() == BankCheck.Report())
    }

    @Test("access, role and payee are told with what was before")
    func people() async throws {
        let stage = try await Stage()
        let ofAsha: [AccountAct.Field: String] = [.user: "asha", .account: "CASH"]
        for access in ["view", "operate"] {
            _ = try await stage.act(.grant, ofAsha.merging([.access: access]) { $1 })
        }
        _ = try await stage.act(.revoke, ofAsha)
        for name in ["Till", "Till 2"] {
            _ = try await stage.act(.addPayee, ofAsha.merging([.name: name]) { $1 })
        }
        _ = try await stage.act(.removePayee, ofAsha)
        _ = try await stage.desk.carryOut(.setRole("asha", .auditor)) { _ in }
        #expect(
            try await stage.lines(about: "CASH").dropFirst().map { $0[3] } == [
                "asha: view; was none", "asha: operate; was view", "asha: none; was operate",
                "asha: added", "asha: another name", "asha: removed",
            ]
        )
        let role = try await stage.lines(about: "asha").first { $0[0] == "roleChanged" }
        #expect(role?[3] == "auditor; was customer")
        try stage.opened.close()
    }

    // Symptom: "The account's balance lies outside the new limits. Move money first" about an account
    // that was not there, and a line about an identifier that nobody knew.
    @Test("an opening that is refused says that an account begins at zero, and names the number")
    func opening() async throws {
        let stage = try await Stage()
        let number = "Z9-0ABCDEFGHIJKLMNOPQRSTUVWXYZ-987"
        #expect(number.count == 34)
        let sentence = try await stage.refusal(
            .open,
            [.account: number, .holder: "Rohan", .product: "Savings", .minimum: "10"]
        )
        #expect(sentence.hasPrefix("An account begins at zero, which these limits do not allow."))
        #expect(
            try await stage.lines(about: number) == [
                ["accountOpened", "refused", number, "8100 limitsAreNotKept", "-"]
            ]
        )
        try stage.opened.close()
    }

    // Symptom: `journalsPosted refused` named a journal that no command showed, and neither account led
    // to it.
    @Test("a hold that the ledger refused is found by both accounts, and can be shown")
    func refusedHold() async throws {
        let stage = try await Stage()
        _ = try await stage.refusal(
            .hold,
            [.amount: "900", .from: Self.number, .to: "CASH", .reference: "hall"]
        )
        let ofPayer = try await stage.lines(about: Self.number)
        let line = try #require(ofPayer.last)
        #expect(line[0] == "journalsPosted" && line[1] == "refused" && line[4] == "-")
        let rule = "7030 debitAccountBelowMinimum"
        #expect(line[3] == "\(rule): hold: INR 900.00 from \(Self.number) to CASH")
        #expect(try await stage.lines(about: "CASH").last == line)
        let journal = try #require(line[2].split(separator: " ").last)
        let facts = try await TransferReader(stage.place.folder, zone: .india)
            .facts(of: String(journal)).rows
        for fact in [
            ["state", "refused"], ["rule", rule], ["kind", "hold"], ["amount", "INR 900.00"],
            ["from", "\(Self.number) (Asha Kulkarni)"], ["to", "CASH (Cash)"], ["by", "the bank"],
        ] {
            #expect(facts.contains(fact), "\(fact)")
        }
        try stage.opened.close()
    }

    // Symptom: an account could not be closed for a hold that no list named.
    @Test("what other accounts hold for an account is listed, and a part that is taken is told")
    func incomingHold() async throws {
        let stage = try await Stage()
        _ = try await stage.opened.bank.post([stage.place.posting(5_000)])
        _ = try await stage.act(.open, [.account: "5077", .holder: "Rohan", .product: "Savings"])
        #expect(try await !stage.facts(ofAccount: "5077").contains { $0[0] == "incoming hold" })
        let held = try await stage.act(
            .hold,
            [
                .amount: "20", .from: Self.number, .to: "5077", .reference: "hall",
                .until: "2026-12-31",
            ]
        )
        let hold = String(try #require(held.split(separator: " ").last))
        let party = "\(Self.number) (Asha Kulkarni)"
        let text = "\(hold): INR 20.00 from \(party), until 2026-12-31"
        #expect(try await stage.facts(ofAccount: "5077").contains(["incoming hold", text]))
        let ofPayer = try await stage.facts(ofAccount: Self.number)
        #expect(ofPayer.filter { $0[0].hasSuffix("hold") }.map { $0[0] } == ["hold"])
        // Symptom: "What … held is taken.", of a hold of which a part was released.
        let taken = try await stage.act(.postHold, [.transfer: hold, .amount: "12"])
        let sentence = "INR 12.00 of INR 20.00 is taken; the rest, INR 8.00, is free again."
        #expect(taken.hasPrefix(sentence))
        #expect(try await !stage.facts(ofAccount: "5077").contains { $0[0] == "incoming hold" })
        let facts = try await TransferReader(stage.place.folder, zone: .india).facts(of: hold).rows
        #expect(facts.contains(["taken", "INR 12.00 of INR 20.00"]))
        try stage.opened.close()
    }

    // Symptom: a lowest balance at the end of 64 bits showed another overdraft at the console, and
    // "Available unknown".
    @Test("a limit so far from zero that consoles cannot count with it is refused")
    func farLimits() async throws {
        let stage = try await Stage()
        func set(_ minimum: String) -> [AccountAct.Field: String] {
            [.account: Self.number, .minimum: minimum]
        }
        for far in ["-92233720368547758.08", "-10000000000000000.01"] {
            let sentence = try await stage.refusal(.setLimits, set(far))
            #expect(sentence.hasPrefix("A lowest or highest balance lies between INR -"))
        }
        _ = try await stage.act(.setLimits, set("-10000000000000000.00"))
        try stage.opened.close()
    }

    /// A failure of the disk that a test switches on.
    private final class Failing: Sendable {
        let isOn = Mutex(false)
    }

    // Symptom: "database or disk is full", and neither a file nor a folder.
    @Test("an act that the books cannot keep names their file")
    func namesBooks() async throws {
        let failing = Failing()
        var options = LedgerStoreSQLite.Options()
        options.failpoint = { _ in failing.isOn.withLock { $0 } }
        let stage = try await Stage(options: options)
        failing.isOn.withLock { $0 = true }
        let error = try await failure {
            _ = try await stage.desk.carryOut(.disableUser("asha")) { _ in }
        }
        failing.isOn.withLock { $0 = false }
        #expect(error.description.hasPrefix("\(stage.place.folder.booksPath): "))
        #expect(error.status == .unavailable)
        try stage.opened.close()
    }
}
