// Goal: an operator reads what consoles submitted as what it is: somebody's word about an entry.
// Method: rows as the bank keeps them, one of which the books hold by now, and their listing.

import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

@testable import BankDaemon

@Suite("What consoles submitted")
struct EvidenceTests {
    private static let number = "50100000001001"

    @Test("evidence is listed with amount, both sides, receipt, user, time, and what the books say")
    func listing() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await place.addUsers(to: opened.bank)
        try await place.openAccounts(in: opened.bank)
        _ = try await opened.bank.post([place.posting(5_000)])
        let account = AccountID(rawValue: 1)
        let (user, booked) = try await opened.store.read { reader in
            (
                try reader.user(named: "asha")?.id,
                try reader.entries(of: account, .afterAccountSequence(0), limit: 1).first?.change
            )
        }
        let userID = try #require(user)
        guard case .entry(let real) = booked else {
            Issue.record("nothing was booked")
            return
        }
        let entries = [
            real, Self.entry(account, 1, -70_000), Self.entry(account, 2, 25_50),
        ]
        try await Self.keep(entries, of: userID, place, opened)
        var rows: [[String]] = []
        let count = try await EvidenceReader(place.folder, zone: .india).forEach {
            rows += $0.rows
        }
        #expect(count == 3)
        #expect(rows.map { $0[0] } == ["1", "2", "3"])
        #expect(rows.allSatisfy { $0[1] == ZoneOffset.india.text(of: place.clock.now()) })
        #expect(rows.allSatisfy { $0[2] == "asha" && $0[3] == Self.number })
        #expect(rows.map(\.last) == ["this entry", "another entry", "nothing there"])
        #expect(
            Array(rows[1][5...9]) == [
                "INR -700.00", Self.number, "Lakshmi\u{1B}[2J", "Rent",
                JournalID(rawValue: 7).description,
            ]
        )
        #expect(Array(rows[2][5...7]) == ["INR 25.50", "Lakshmi\u{1B}[2J", Self.number])
        // What moves a cursor is shown as a sign, and no more.
        let listing = Listing(["text"], [[rows[1][7]]])
        #expect(listing.lines.last == "Lakshmi\u{FFFD}[2J")
        #expect(listing.jsonLines == [#"{"text":"Lakshmi\u001b[2J"}"#])
        try opened.close()
    }

    // Attack: a customer submits a name with bytes that steer a terminal or turn text round.
    // Expectation: a list for scripts shows them as escapes, and tells the same.
    @Test("JSON for a terminal holds no character that steers it, and means the same")
    func json() throws {
        let text = "a\u{9B}2J\u{7F}\u{202E}b\u{2066}\u{2028}\u{E0001} पा 😀"
        let line = try #require(Listing(["text"], [[text]]).jsonLines.first)
        #expect(
            line == #"{"text":"a\u009b2J\u007f\u202eb\u2066\u2028\udb40\udc01 पा 😀"}"#
        )
        let value = JSONValue.object([JSONMember("text", .string(text))])
        #expect(try StrictJSON.parse(Array(line.utf8)) == value)
    }

    @Test("where nothing was submitted nothing is listed")
    func empty() async throws {
        let place = try TestPlace()
        try await place.make()
        let count = try await EvidenceReader(place.folder, zone: .india).forEach { _ in
            Issue.record("there is nothing to list")
        }
        #expect(count == 0)
    }

    private static func keep(
        _ entries: [EntryRecord],
        of userID: UserID,
        _ place: TestPlace,
        _ opened: OpenedBank
    ) async throws {
        let now = place.clock.now()
        try await opened.store.write { books in
            let session = SessionRecord(
                id: SessionID(rawValue: 8),
                userID: userID,
                tokenHash: .zero,
                sealedAuthorisationKey: [],
                openedAt: now,
                endsAt: now.adding(seconds: 60),
                endedAt: nil
            )
            try books.insert(session)
            for entry in entries {
                try books.insert(
                    SubmittedEvidence(
                        userID: userID,
                        sessionID: session.id,
                        reason: .divergence,
                        entry: entry,
                        receivedAt: now
                    )
                )
            }
        }
    }

    private static func entry(
        _ accountID: AccountID,
        _ sequence: Int64,
        _ minorUnits: Int64
    ) -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: sequence,
            journalID: JournalID(rawValue: 7),
            transferID: TransferID(rawValue: 7),
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            balanceAfterMinorUnits: 1,
            bookedAt: TestBank.start,
            valueDate: ZoneOffset.india.date(of: TestBank.start),
            code: 1,
            counterparty: "Lakshmi\u{1B}[2J",
            reference: "Rent"
        )
    }
}
