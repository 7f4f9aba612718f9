// Goal: an operator's list comes page by page, complete and in order, and costs what it prints.
// Method: a bank over a real folder, read in pages of every size and with counted steps.

import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon

@Suite("Lists in pages")
struct ListingTests {
    /// Steps that a few more looks at a row take, which no growth multiplies.
    private static let slack: Int64 = 100

    private typealias List =
        @Sendable (BankListings, (Listing) throws -> Void) async throws -> Void

    /// Every list that comes from the books, by name.
    private static let lists: [(name: String, list: List)] = [
        ("users", { try await $0.users($1) }),
        ("sessions", { try await $0.sessions(ofUser: nil, $1) }),
        ("sessions of asha", { try await $0.sessions(ofUser: "asha", $1) }),
        ("terminals", { try await $0.terminals($1) }),
        ("accounts", { try await $0.accounts($1) }),
        ("account", { try await $0.account("6001", $1) }),
        ("access", { try await $0.access(ofUser: "asha", $1) }),
        ("payees", { try await $0.payees(ofUser: "asha", $1) }),
    ]

    private struct Stage {
        let place: TestPlace
        let opened: OpenedBank

        init() async throws {
            place = try TestPlace()
            try await place.make()
            opened = try await place.open()
            try await place.addUsers(to: opened.bank)
            try await place.openAccounts(in: opened.bank)
        }

        var bank: Bank { opened.bank }

        func user(_ name: String) async throws -> UserID {
            try #require(try await opened.store.read { try $0.user(named: name)?.id })
        }

        func listings(
            pageCount: Int = ReadingChunk.rowCount,
            meter: StatementMeter? = nil
        ) throws -> BankListings {
            try BankListings(
                place.folder,
                zone: .india,
                now: place.clock.now(),
                pageCount: pageCount,
                meter: meter
            )
        }

        /// Fills every list with some rows.
        func fill() async throws {
            try await open(1...7)
            try await addUsers(1...4)
            let (asha, tara) = (try await user("asha"), try await user("tara"))
            for number in 1...6 {
                let id = Self.accountID(number)
                try await bank.grantAccess(.view, to: id, for: asha)
                try await bank.addPayee(id, named: "Payee \(number)", for: asha)
            }
            try await bank.grantAccess(.operate, to: Self.accountID(1), for: tara)
            try await bank.revokeAccess(to: Self.accountID(2), for: asha)
            try await bank.removePayee(Self.accountID(3), for: asha)
            try await bank.addPayee(Self.accountID(4), named: "Another name", for: asha)
            for number in 1...5 { try await hold(number) }
            try await openSessions(1...9, of: asha)
            try await openSessions(10...14, of: tara)
        }

        func addUsers(_ numbers: ClosedRange<Int>) async throws {
            for number in numbers {
                _ = try await bank.addUser(
                    NewUser(
                        name: "user\(number)",
                        displayName: "User \(number)",
                        role: .customer,
                        password: TestBank.secret(Array(TestBank.password.utf8)),
                        totpSecret: TestBank.secret([UInt8](repeating: 5, count: 20))
                    )
                )
            }
        }

        /// Sets money aside on the account 6001.
        private func hold(_ number: Int) async throws {
            let transfer = Transfer(
                id: TransferID(rawValue: UInt128(70_000 + number)),
                debitAccountID: Self.accountID(1),
                creditAccountID: AccountID(rawValue: 2),
                amount: Money(minorUnits: 100, currency: .indianRupee),
                kind: .pend(expiresAt: nil),
                code: TransferCode.internalTransfer.rawValue,
                valueDate: ZoneOffset.india.date(of: place.clock.now()),
                eventAt: place.clock.now()
            )
            let narrative = Narrative(
                shownToDebtor: "Hall \(number)",
                shownToCreditor: "Holder 1",
                reference: "rent"
            )
            let journal = Journal(
                id: JournalID(rawValue: transfer.id.rawValue),
                transfers: [transfer]
            )
            let refusals = try await bank.post([Posting(journal: journal, narratives: [narrative])])
            try #require(refusals == [nil])
        }

        static func accountID(_ number: Int) -> AccountID {
            AccountID(rawValue: UInt128(60_000 + number))
        }

        /// Opens accounts with the numbers 6001, 6002 ….
        func open(_ numbers: ClosedRange<Int>) async throws {
            for number in numbers {
                try await bank.openAccount(
                    NewAccount(
                        opening: AccountOpening(
                            id: Self.accountID(number),
                            currency: .indianRupee,
                            normalBalance: .credit
                        ),
                        profile: AccountProfile(
                            number: "\(6_000 + number)",
                            branchCode: "SHYD0000101",
                            holder: "Holder \(number)",
                            product: "Savings"
                        )
                    )
                )
            }
        }

        /// Opens sessions of a user with the numbers in a range, some at terminals.
        func openSessions(_ numbers: ClosedRange<Int>, of user: UserID) async throws {
            let now = place.clock.now()
            try await opened.store.write { books in
                for number in numbers {
                    let id = SessionID(rawValue: UInt128(90_000 + number))
                    let session = SessionRecord(
                        id: id,
                        userID: user,
                        tokenHash: SHA256.digest(of: Array("\(number)".utf8)),
                        sealedAuthorisationKey: [1],
                        openedAt: now.adding(seconds: Int64(number % 3)),
                        endsAt: now.adding(seconds: 3_600),
                        endedAt: nil,
                        terminal: number % 2 == 0 ? "till-\(number % 5)" : nil
                    )
                    try books.insert(session)
                    let family = RefreshFamily(
                        openedAt: session.openedAt,
                        endsAt: session.endsAt
                    )
                    try books.insert(
                        RenewalRecord(sessionID: id, sealedKey: [1], family: family)
                    )
                }
            }
        }
    }

    @Test("a list in pages of any size is the whole list, with its headings once")
    func pages() async throws {
        let stage = try await Stage()
        try await stage.fill()
        let whole = try stage.listings()
        for (name, list) in Self.lists {
            let rows = try await Listing.whole { try await list(whole, $0) }.rows
            #expect(rows.count > 3, "\(name)")
            for pageCount in 1...4 {
                let listings = try stage.listings(pageCount: pageCount)
                var read: [[String]] = []
                var text = ListingText()
                var lines: [String] = []
                try await list(listings) { page in
                    read += page.rows
                    lines += text.lines(of: page)
                }
                #expect(read == rows, "\(name) by \(pageCount)")
                #expect(lines.count == rows.count + 1, "\(name) by \(pageCount)")
            }
        }
        try stage.opened.close()
    }

    @Test("an empty list has one page, and its columns never become narrower")
    func text() async throws {
        let stage = try await Stage()
        let listings = try stage.listings(pageCount: 1)
        let payees = try await Listing.whole { try await listings.payees(ofUser: "tara", $0) }
        #expect(payees.lines == ["ACCOUNT  NAME  CURRENCY"])
        var text = ListingText()
        #expect(text.lines(of: Listing(["a", "b"], [["wide", "1"]])) == ["A     B", "wide  1"])
        #expect(text.lines(of: Listing(["a", "b"], [["x", "2"]])) == ["x     2"])
        try stage.opened.close()
    }

    // Symptom: an entry that a console submitted with a name of 900 characters made every row of
    // `evidence list` 900 columns wide. Cause: what consoles submit is kept as it came, and so was
    // printed. Proof: the list for people cuts it, and JSON has it whole.
    @Test("a list with a limit cuts each longer text for people, and no text in JSON")
    func textLimit() {
        let limit = EvidenceReader.textLimit
        #expect(limit == ShownName.lengths.upperBound)
        let long = String(repeating: "x", count: 900)
        let name = String(repeating: "n", count: limit)
        let page = Listing(["from", "to"], [[long, name], ["a", "b"]])
        var text = ListingText(textLimit: limit)
        let cut = String(repeating: "x", count: limit - 1) + "…"
        let lines = text.lines(of: page)
        #expect(lines[1] == "\(cut)  \(name)")
        #expect(lines[2] == "a" + String(repeating: " ", count: limit + 1) + "b")
        var json = ListingText(isJSON: true, textLimit: limit)
        #expect(json.lines(of: page) == page.jsonLines)
        #expect(page.jsonLines[0].contains(long))
    }

    @Test("a list ends with whoever takes its pages")
    func gone() async throws {
        struct Gone: Error {}
        let stage = try await Stage()
        try await stage.fill()
        let listings = try stage.listings(pageCount: 1)
        for (name, list) in Self.lists {
            var count = 0
            do {
                try await list(listings) { _ in
                    count += 1
                    throw Gone()
                }
                Issue.record("\(name) went on")
            } catch is Gone {
                #expect(count == 1, "\(name)")
            }
        }
        try stage.opened.close()
    }

    // Symptom: in a bank of a million accounts the payees of one user took five seconds and 418 MB.
    // Cause: every account of the bank was read, and each was asked for by itself.
    @Test("what is about one user or one account costs its rows, however large the bank is")
    func costs() async throws {
        let stage = try await Stage()
        try await stage.fill()
        func steps() async throws -> [Int64] {
            var found: [Int64] = []
            for (name, list) in Self.lists
            where ["account", "access", "payees", "sessions of asha"].contains(name) {
                let meter = StatementMeter()
                let listings = try stage.listings(meter: meter)
                _ = try await Listing.whole { try await list(listings, $0) }
                found.append(meter.stepCount)
            }
            return found
        }
        let small = try await steps()
        try await stage.open(8...150)
        try await stage.addUsers(5...40)
        let large = try await steps()
        for (before, after) in zip(small, large) {
            #expect(before > 0)
            #expect(after <= before + Self.slack)
        }
        try stage.opened.close()
    }

    // Symptom: with 300,000 sessions that had ended at one terminal `terminal list` read them all.
    @Test("the list of terminals costs its names, however many sessions were opened at them")
    func terminalCosts() async throws {
        let stage = try await Stage()
        let asha = try await stage.user("asha")
        func steps() async throws -> Int64 {
            let meter = StatementMeter()
            let listings = try stage.listings(meter: meter)
            let rows = try await Listing.whole { try await listings.terminals($0) }.rows
            let names = rows.map { $0[0] }.filter { $0.hasPrefix("till-") }
            #expect(names == (0...4).map { "till-\($0)" })
            return meter.stepCount
        }
        try await stage.openSessions(1...20, of: asha)
        let small = try await steps()
        try await stage.openSessions(21...400, of: asha)
        let large = try await steps()
        #expect(small > 0)
        #expect(large <= small + Self.slack)
        try stage.opened.close()
    }
}

extension Listing {
    /// The list as aligned text lines with the headings first.
    var lines: [String] {
        var text = ListingText()
        return text.lines(of: self)
    }

    /// All pages of a list as one.
    static func whole(
        _ list: ((Listing) throws -> Void) async throws -> Void
    ) async throws -> Listing {
        var columns: [String] = []
        var rows: [[String]] = []
        try await list { page in
            columns = page.columns
            rows += page.rows
        }
        return Listing(columns, rows)
    }
}
