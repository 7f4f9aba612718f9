import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: a snapshot is the record at its cursor, whatever happens while it is read.
///
/// Method: the record that followed the feed to a place beside the one that was read there.
struct SnapshotTests {
    @Test("a snapshot at any cursor is what the feed gives up to there")
    func equalsFeed() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        for round in 0..<6 {
            try await bank.makeHistory(round)
            var followed = TestRecord()
            try await asha.follow(&followed)
            // Afterwards the books go on, and what ended since must still be pending there.
            try await bank.makeHistory(round + 10)
            let (record, root) = try await asha.wholeSnapshot(at: followed.cursor)
            #expect(record == followed)
            #expect(try root == followed.trie().root)
        }
        #expect(bank.log.entries.isEmpty)
    }

    @Test("accounts come in the order in which the feed tells them first")
    func order() async throws {
        let bank = try await TestBank.open()
        for name in ["asha", "tara"] {
            let session = try await bank.signIn(name)
            var fed: [AccountID] = []
            for case .account(let record) in try await session.wholeFeed(limit: 100)
            where !fed.contains(record.accountID) {
                fed.append(record.accountID)
            }
            let told = try await session.snapshot().changes.compactMap { change in
                if case .account(let record) = change { record.accountID } else { nil }
            }
            #expect(told == fed && fed.count >= 2)
        }
    }

    @Test("pages can be asked for again, in any order, and between them the books go on")
    func pages() async throws {
        let bank = try await TestBank.open()
        let transfers = (1...130).map { Int64($0) }
        for amount in transfers {
            let postings = try (0..<20).map { _ in try bank.posting("cash", "savings", amount) }
            _ = try await bank.bank.post(postings)
        }
        let asha = try await bank.signIn("asha")
        let first = try await asha.snapshot()
        let next = try #require(first.nextPage)
        #expect(first.changes.count >= FeedBatch.changeLimit)
        #expect(first.root == nil)
        let second = try await asha.snapshot(at: first.at, page: next)
        _ = try await bank.bank.post([bank.posting("cash", "savings", 7)])
        let again = try await asha.snapshot(at: first.at, page: next)
        #expect(again.changes == second.changes)
        #expect(again.nextPage == second.nextPage)
        #expect(try await asha.snapshot(at: first.at).changes == first.changes)
        let (record, root) = try await asha.wholeSnapshot(at: first.at) {
            _ = try await bank.bank.post([bank.posting("cash", "savings", 8)])
        }
        #expect(record.entries[try bank.account("savings")]?.count == 1 + 130 * 20)
        #expect(try root == record.trie().root)
        var followed = record
        try await asha.follow(&followed)
        #expect(try await asha.compare(followed).step == .finished([]))
    }

    @Test("an account whose access ends between two pages comes no more, and no root is claimed")
    func revokedMeanwhile() async throws {
        let bank = try await TestBank.open()
        for _ in 0..<30 {
            let postings = try (0..<50).map { _ in try bank.posting("cash", "savings", 1) }
            _ = try await bank.bank.post(postings)
            let others = try (0..<50).map { _ in try bank.posting("cash", "current", 1) }
            _ = try await bank.bank.post(others)
        }
        let tara = try await bank.signIn("tara")
        let first = try await tara.snapshot()
        var record = TestRecord()
        record.cursor = first.at
        record.apply(first.changes)
        for word in ["savings", "current", "dollars"] {
            try await bank.bank.revokeAccess(to: bank.account(word), for: bank.user("tara"))
        }
        let last = try await tara.snapshot(at: first.at, page: #require(first.nextPage))
        #expect(last.changes.isEmpty)
        #expect(last.nextPage == nil)
        #expect(last.root == nil)
        #expect(try await tara.compare(record).step == .postponed)
        try await tara.follow(&record)
        #expect(record.accounts.isEmpty)
        #expect(try await tara.compare(record).step == .finished([]))
    }

    @Test("pages are as small as they are asked for, and add up to the same record")
    func smallPages() async throws {
        let bank = try await TestBank.open()
        for number in 0..<8 { try await bank.makeHistory(number) }
        let asha = try await bank.signIn("asha")
        var pages: [[FeedChange]] = []
        var at: Cursor?
        var place: String? = ""
        while let page = place {
            let request = SnapshotRequest(at: at, page: page, limit: 5)
            guard case .snapshot(let reply) = try await asha.ask(.snapshot(request)) else {
                Issue.record("no page came")
                return
            }
            pages.append(reply.changes)
            at = reply.at
            place = reply.nextPage
        }
        let request = SnapshotRequest(at: at, page: "")
        guard case .snapshot(let whole) = try await asha.ask(.snapshot(request)) else {
            Issue.record("no page came")
            return
        }
        #expect(pages.count > 2)
        #expect(pages.flatMap(\.self) == whole.changes)
        #expect(pages.allSatisfy { page in page.count { !$0.isHold } <= 5 })
    }

    @Test("a page that no snapshot names, or at a cursor that is not the user's, is refused")
    func refused() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        for page in ["x", "a.", "e.1.2", "u.-1", "u.01", "a.\(bank.bits())", "u.1.2"] {
            let reply = try await asha.ask(.snapshot(SnapshotRequest(at: nil, page: page)))
            #expect(reply == .problem(Problem(code: .malformed)))
        }
        let cursor = try await rohan.feed().cursor
        let reply = try await asha.ask(.snapshot(SnapshotRequest(at: cursor, page: "")))
        #expect(reply == .problem(Problem(code: .cursorInvalid)))
    }
}

extension TestBank {
    /// Lets a little of everything happen: entries, holds that end and that do not, a refusal.
    func makeHistory(_ number: Int) async throws {
        let amount = Int64(number + 1)
        let kept = try posting("savings", "cash", amount, kind: .pend(expiresAt: nil))
        let ended = try posting("savings", "cash", amount + 1, kind: .pend(expiresAt: nil))
        #expect(try await bank.post([kept, ended]) == [nil, nil])
        let pendingID = ended.journal.transfers[0].id
        let end = try posting(
            "savings",
            "cash",
            amount + 1,
            kind: number % 2 == 0 ? .void(pendingID) : .post(pendingID)
        )
        _ = try await bank.post([
            posting("cash", "savings", amount), end, posting("savings", "current", amount),
        ])
        try await bank.addPayee(account("stranger"), named: "Faiz \(number)", for: user("asha"))
    }
}

extension FeedChange {
    fileprivate var isHold: Bool { if case .hold = self { true } else { false } }
}
