// Goal: an operator sees, does and undoes everything, and no command says success that is not.
// Method: a desk over a real folder, its answers, and what the listings show afterwards.

import BankTestKit
import Certificates
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("What an operator does")
struct OperatorTests {
    /// A bank with two users and two accounts, and the desk that serves it.
    private struct Stage {
        let place: TestPlace
        let opened: OpenedBank
        let desk: AdminDesk

        init() async throws {
            place = try TestPlace()
            try await place.make()
            opened = try await place.open()
            try await place.addUsers(to: opened.bank)
            try await place.openAccounts(in: opened.bank)
            desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        }

        func ask(_ request: AdminRequest) async throws -> String {
            try await desk.carryOut(request) { _ in }.joined(separator: " ")
        }

        func act(
            _ kind: AccountAct.Kind,
            _ texts: [AccountAct.Field: String]
        ) async throws -> String {
            try await ask(.account(AccountAct(kind, texts)))
        }

        func status(
            _ kind: AccountAct.Kind,
            _ texts: [AccountAct.Field: String]
        ) async throws
            -> DaemonError.Status?
        {
            do {
                _ = try await act(kind, texts)
                return nil
            } catch {
                return DaemonError(of: error).status
            }
        }

        /// The whole of a list.
        func listing(
            _ list: @escaping (BankListings, (Listing) throws -> Void) async throws -> Void
        ) async throws -> Listing {
            let listings = try BankListings(place.folder, zone: .india, now: place.clock.now())
            return try await Listing.whole { try await list(listings, $0) }
        }
    }

    private static let number = "50100000001001"

    @Test("two operators who change one limit each at the same time both have theirs")
    func limitsSideBySide() async throws {
        let stage = try await Stage()
        for round in 1...20 {
            async let low = stage.act(
                .setLimits,
                [.account: Self.number, .minimum: "-\(round).00"]
            )
            async let high = stage.act(
                .setLimits,
                [.account: Self.number, .maximum: "\(500 + round).00"]
            )
            _ = try await (low, high)
            let limits = try await stage.opened.store.read {
                try $0.account(named: Self.number).account.limits
            }
            #expect(limits.minimumBalance == -100 * Int64(round))
            #expect(limits.maximumBalance == 100 * Int64(500 + round))
        }
        #expect(
            try await stage.act(.setLimits, [.account: Self.number, .minimum: "-20"])
                == "50100000001001 has these limits already: lowest balance INR -20.00, "
                + "highest INR 520.00."
        )
    }

    @Test("an account is opened, limited, granted, paid from a payee's list, and closed")
    func account() async throws {
        let stage = try await Stage()
        let opened = try await stage.act(
            .open,
            [
                .account: "50 77", .holder: "Rohan", .product: "Savings", .minimum: "0",
                .side: "credit",
            ]
        )
        #expect(opened.hasPrefix("5077 is open, in INR."))
        #expect(
            try await stage.act(
                .setLimits,
                [.account: "5077", .minimum: "-500.50", .maximum: "90"]
            )
                == "The limits of 5077: lowest balance INR -500.50, highest INR 90.00."
        )
        #expect(
            try await stage.act(.grant, [.user: "ASHA", .account: "5077", .access: "operate"])
                == "asha may operate 5077."
        )
        _ = try await stage.act(.addPayee, [.user: "tara", .account: "5077", .name: "Rent"])
        #expect(
            try await stage.listing { try await $0.access(ofUser: "asha", $1) }.rows.map { $0[1] }
                == ["operate"]
        )
        #expect(
            try await stage.listing { try await $0.payees(ofUser: "tara", $1) }.rows == [
                ["5077", "Rent", "INR"]
            ]
        )
        let facts = try await stage.listing { try await $0.account("5077", $1) }.rows
        #expect(facts.contains(["access", "asha: operate"]))
        // What moves a cursor is shown as a sign, and no more: books may have it from before.
        let tara = try await stage.opened.store.read { try $0.user(typed: "tara").id }
        let id = try await stage.opened.store.read { try $0.account(named: "50 77").account.id }
        try await stage.opened.bank.addPayee(id, unsafelyNamed: "Rent\u{1B}[2J", for: tara)
        let lines = try await stage.listing { try await $0.payees(ofUser: "tara", $1) }.lines
        #expect(lines.contains { $0.contains("Rent\u{FFFD}[2J") })

        _ = try await stage.act(.revoke, [.user: "asha", .account: "5077"])
        _ = try await stage.act(.removePayee, [.user: "tara", .account: "5077"])
        #expect(try await stage.listing { try await $0.access(ofUser: "asha", $1) }.rows.isEmpty)
        #expect(try await stage.listing { try await $0.payees(ofUser: "tara", $1) }.rows.isEmpty)
        #expect(try await stage.act(.close, [.account: "5077"]) == "5077 is closed for good.")
        #expect(try await stage.listing { try await $0.accounts($1) }.rows.last?.last == "closed")
        try stage.opened.close()
    }

    @Test("money is held and taken, and a transfer is reversed by its receipt or its identifier")
    func movements() async throws {
        let stage = try await Stage()
        for amount in [5_000, 9_000] as [Int64] {
            _ = try await stage.opened.bank.post([stage.place.posting(amount)])
        }
        let held = try await stage.act(
            .hold,
            [
                .amount: "20.00", .from: Self.number, .to: "CASH", .reference: "hall",
                .until: "2026-12-31",
            ]
        )
        let hold = try #require(held.split(separator: " ").last)
        let facts = try await stage.listing { try await $0.account(Self.number, $1) }.rows
        #expect(
            facts.contains { $0[0] == "hold" && $0[1].hasPrefix("\(hold): INR 20.00 for Cash") }
        )
        // Symptom: "until 2027-01-01 00:00:00 +05:30", a day later than was typed.
        #expect(facts.contains { $0[0] == "hold" && $0[1].hasSuffix(", until 2026-12-31") })
        // As it is printed, and as digits alone.
        let digits = hold.split(separator: "-").joined()
        _ = try await stage.act(.postHold, [.transfer: digits, .amount: "12"])
        #expect(
            try await stage.listing { try await $0.account(Self.number, $1) }.rows.contains([
                "held", "INR 0.00",
            ])
        )
        let journal = JournalID(rawValue: 6_000).description
        let reversed = try await stage.act(.reverse, [.transfer: journal, .reference: "wrong"])
        #expect(reversed.contains("\(TransferID(rawValue: 7_000)) is reversed"))
        #expect(try await stage.status(.reverse, [.transfer: journal]) == .badData)
        try stage.opened.close()
        #expect(try await stage.place.check() == BankCheck.Report())
    }

    // Symptom: a hold until the year 9999 ended in 2262, without a word. Cause: the last instant there
    // is stood for every day after it.
    @Test("a hold until a day that no instant names is refused, and not shortened")
    func holdsBeyondTime() async throws {
        let stage = try await Stage()
        _ = try await stage.opened.bank.post([stage.place.posting(5_000)])
        func hold(until day: String) async throws -> String {
            try await stage.act(
                .hold,
                [
                    .amount: "20.00", .from: Self.number, .to: "CASH", .reference: "hall",
                    .until: day,
                ]
            )
        }
        for day in ["2262-04-12", "9999-12-30", "9999-12-31", "1500-01-01"] {
            do {
                _ = try await hold(until: day)
                Issue.record("a hold until \(day) was placed")
            } catch {
                let failure = DaemonError(of: error)
                #expect(failure.status == .badData)
                #expect(failure.description.contains("'\(day)' is beyond the time"))
                #expect(failure.description.hasSuffix("from 1677 to 2262-04-11."))
            }
        }
        // Symptom: "50100201647127 holds it.", and of what, and until when, not a word.
        let told = try await hold(until: "2262-04-11")
        #expect(told.contains("\(Self.number) holds INR 20.00 for CASH, until 2262-04-11."))
        try stage.opened.close()
    }

    @Test("what cannot be read or is not there is refused with its status, and changes nothing")
    func refusals() async throws {
        let stage = try await Stage()
        let account: [AccountAct.Field: String] = [.account: Self.number]
        func with(_ more: [AccountAct.Field: String]) -> [AccountAct.Field: String] {
            account.merging(more) { $1 }
        }
        let cases: [(AccountAct.Kind, [AccountAct.Field: String], DaemonError.Status)] = [
            (.close, [:], .badData), (.close, [.account: "404"], .noInput),
            (.setLimits, with([.minimum: "a lot"]), .badData),
            (.setLimits, with([.minimum: "1.005"]), .badData),
            (.setLimits, with([.minimum: "500"]), .badData),
            (.grant, with([.user: "asha", .access: "all"]), .badData),
            (.grant, with([.user: "nobody", .access: "view"]), .noUser),
            (.open, [.account: Self.number, .holder: "x", .product: "y"], .badData),
            (.open, [.account: "7", .holder: "x", .product: "y", .currency: "XYZ"], .badData),
            (.hold, [.from: Self.number, .to: "CASH", .amount: "1"], .badData),
            (.hold, [.from: Self.number, .to: "CASH", .amount: "1", .until: "soon"], .badData),
            (
                .hold, [.from: Self.number, .to: "CASH", .amount: "1", .reference: "a\u{202E}b"],
                .badData
            ),
            (.voidHold, [.transfer: "7"], .badData),
            (.voidHold, [.transfer: TransferID(rawValue: 7).description], .noInput),
            (.reverse, [.transfer: TransferID(rawValue: 7).description], .noInput),
        ]
        let lines = try await stage.opened.store.read { try $0.auditHead().number }
        for (kind, texts, status) in cases {
            #expect(try await stage.status(kind, texts) == status, "\(kind) \(texts)")
        }
        // What the ledger refused is told in the log with the rule; nothing else is.
        let later = try await stage.opened.store.read { try $0.auditRows(after: lines, limit: 9) }
        #expect(later.contains { $0.action == .limitsChanged })
        #expect(later.allSatisfy { $0.result == .refused && $0.note != nil })
        #expect(try await stage.act(.revoke, with([.user: "asha"])).contains("has no access"))
        #expect(try await stage.act(.removePayee, with([.user: "asha"])).contains("is no payee"))
        try stage.opened.close()
    }

    @Test("no command says success that is not")
    func falseSuccess() async throws {
        let stage = try await Stage()
        let unknown = try await failure {
            _ = try await stage.ask(.revokeTerminal("nosuch", isUnseen: false))
        }
        #expect(unknown.status == .noInput)
        #expect(unknown.description.contains("There is no terminal 'nosuch'"))
        #expect(
            try await stage.ask(.revokeTerminal("branch-1", isUnseen: false))
                == "The terminal 'branch-1' is no longer trusted. 0 sessions at it ended."
        )
        #expect(
            try await stage.ask(.revokeTerminal("branch-1", isUnseen: false))
                == "The terminal 'branch-1' was revoked before."
        )
        _ = try await stage.ask(.revokeTerminal("elsewhere", isUnseen: true))
        #expect(try await stage.ask(.enableUser("asha")) == "asha was not shut out.")
        #expect(try await stage.ask(.unlockUser("asha")).contains("nothing was changed"))
        #expect(try await stage.ask(.setRole("tara", .teller)).contains("already"))
        _ = try await stage.ask(.disableUser("asha"))
        #expect(try await stage.ask(.disableUser("asha")) == "asha was shut out already.")
        let rows = try await stage.listing { try await $0.terminals($1) }.rows
        #expect(rows.map { $0[0] } == ["branch-1", "elsewhere"])
        #expect(rows.allSatisfy { $0[1].hasPrefix("revoked") })
        try stage.opened.close()
    }

    // Symptom: closing an account that was closed said that it is closed now.
    @Test("an act that was done already is told as such, and leaves no line in the log")
    func doneAlready() async throws {
        let stage = try await Stage()
        let account: [AccountAct.Field: String] = [.account: Self.number]
        let ofAsha = account.merging([.user: "asha"]) { $1 }
        let acts: [(AccountAct.Kind, [AccountAct.Field: String])] = [
            (.grant, ofAsha.merging([.access: "view"]) { $1 }), (.addPayee, ofAsha),
            (.setLimits, account.merging([.minimum: "0", .maximum: "900"]) { $1 }),
            (.removePayee, ofAsha), (.revoke, ofAsha), (.close, account),
        ]
        for (kind, texts) in acts {
            let first = try await stage.act(kind, texts)
            let lines = try await stage.opened.store.read { try $0.auditHead().number }
            let second = try await stage.act(kind, texts)
            #expect(second != first, "\(kind)")
            #expect(second.contains("already") || second.contains(" no "), "\(kind): \(second)")
            #expect(try await stage.opened.store.read { try $0.auditHead().number } == lines)
        }
        #expect(try await stage.ask(.revokeSessions(of: "asha")).contains("nothing was changed"))
        try stage.opened.close()
    }

    @Test("no certificate is made for a revoked terminal, and none is replaced without being asked")
    func certificates() async throws {
        let stage = try await Stage()
        let name = try #require(DeviceName("branch-1"))
        let maker = TerminalMaker(stage.place.folder, clock: stage.place.clock)
        let key = stage.place.folder.tls.deviceKeyPath(name)
        let before = try PrivateFile.read(key, byteLimit: 65_536)
        let there = try await failure { try await maker.issue(name, isRenewal: false) }
        #expect(there.status == .cannotCreate)
        #expect(there.description.contains("--renew"))
        #expect(try PrivateFile.read(key, byteLimit: 65_536) == before)
        try await maker.issue(name, isRenewal: true)
        // Symptom: a slip in the name of a renewal made a terminal more that is trusted.
        let other = try #require(DeviceName("till-99"))
        _ = try await failure { try await maker.issue(other, isRenewal: true) }
        #expect(!PrivateFile.exists(stage.place.folder.tls.devicePath(other)))
        #expect(try PrivateFile.read(key, byteLimit: 65_536) != before)
        _ = try await stage.ask(.revokeTerminal("branch-1", isUnseen: false))
        for isRenewal in [true, false] {
            let revoked = try await failure { try await maker.issue(name, isRenewal: isRenewal) }
            #expect(revoked.status == .badData)
        }
        try stage.opened.close()
    }

    @Test("users and their roles, states and passwords are listed and changed")
    func users() async throws {
        let stage = try await Stage()
        let password = TestBank.secret(Array("eight rivers at dawn".utf8))
        #expect(try await stage.ask(.setPassword("asha", password)).contains("new password"))
        #expect(try await stage.ask(.setRole("asha", .auditor)).contains("is now: auditor"))
        _ = try await stage.ask(.disableUser("tara"))
        let listing = try await stage.listing { try await $0.users($1) }
        #expect(
            listing.rows.map { Array($0[0...3]) } == [
                ["asha", "asha", "auditor", "may sign in"], ["tara", "tara", "teller", "shut out"],
            ]
        )
        #expect(listing.lines.count == 3)
        #expect(listing.jsonLines.first?.contains(#""role":"auditor""#) == true)
        try stage.opened.close()
    }

    @Test("the audit log is read with names, by user and by day, and as JSON")
    func audit() async throws {
        let stage = try await Stage()
        _ = try await stage.act(
            .grant,
            [.user: "asha", .account: Self.number, .access: "view"]
        )
        stage.place.clock.advance(seconds: 86_400)
        _ = try await stage.ask(.disableUser("asha"))
        _ = try await stage.ask(.revokeTerminal("branch-1", isUnseen: false))
        func lines(_ filter: AuditReader.Filter) async throws -> [[String]] {
            var rows: [[String]] = []
            try await AuditReader(stage.place.folder, zone: .india)
                .forEach(filter) { rows += $0.rows }
            return rows.map { [$0[2], $0[4], $0[5], $0[7]] }
        }
        let all = try await lines(.init())
        let granted = ["accessChanged", "the bank", Self.number, "asha: view; was none"]
        #expect(all.contains(granted))
        #expect(all.last == ["terminalRevoked", "the bank", "branch-1", "-"])
        let ofAsha = try await lines(.init(user: "asha"))
        #expect(ofAsha.first == ["userAdded", "the bank", "asha", "customer"])
        #expect(ofAsha.contains(granted))
        #expect(ofAsha.last == ["userDisabled", "the bank", "asha", "-"])
        let today = ZoneOffset.india.date(of: stage.place.clock.now())
        #expect(try await lines(.init(user: "asha", from: today)).count == 1)
        #expect(try await lines(.init(through: today)).count == all.count)
        let unknown = try await failure { _ = try await lines(.init(user: "nobody")) }
        #expect(unknown.status == .noUser)
        try stage.opened.close()
    }
}
