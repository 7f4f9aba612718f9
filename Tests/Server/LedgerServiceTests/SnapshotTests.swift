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

    // Symptom: a page of an old snapshot looked through all that had happened to each of its accounts
    // since. Cause: only accounts that are told again by themselves had a limit for that.
    @Test("a page begins no other account when much has happened since, and the next page does")
    func news() async throws {
        var configuration = BankConfiguration.forTests
        configuration.sync.rowCount = 4
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        var followed = TestRecord()
        try await asha.follow(&followed)
        func accountCount() async throws -> Int {
            try await asha.snapshot(at: followed.cursor).changes.count { change in
                if case .account = change { true } else { false }
            }
        }
        let whole = followed.accounts.count
        #expect(try await accountCount() == whole)
        for round in 0..<3 { try await bank.makeHistory(round) }
        let count = try await accountCount()
        #expect(count >= 1 && count < whole)
        #expect(try await asha.wholeSnapshot(at: followed.cursor).record == followed)
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
        // The accounts that were told of before are named as lost, and no other is told of.
        #expect(
            last.changes.allSatisfy { change in
                if case .accessRevoked = change { true } else { false }
            }
        )
        #expect(last.nextPage == nil)
        #expect(last.root == nil)
        #expect(try await tara.compare(record).step == .postponed)
        try await tara.follow(&record)
        #expect(record.accounts.isEmpty)
        #expect(try await tara.compare(record).step == .finished([]))
    }

    // Symptom: accounts were missing from a snapshot when an access was taken and given anew between
    // two pages. Cause: a page looked for its place among the grants as they were then.
    @Test("a page finds its place by the grant that it names, whatever was given and taken since")
    func placeByGrant() async throws {
        var configuration = BankConfiguration.forTests
        configuration.sync.pageChangeCount = 1
        configuration.limits = .unlimited
        let bank = try await TestBank.open(configuration: configuration)
        for number in 0..<3 { try await bank.makeHistory(number) }
        let tara = try await bank.signIn("tara")
        let savings = try bank.account("savings")
        let whole = try await tara.wholeSnapshot().record
        for pages in 1...12 {
            var record = TestRecord()
            var reply = try await tara.snapshot()
            record.cursor = reply.at
            record.apply(reply.changes)
            for page in 1... {
                if page == pages {
                    try await bank.bank.revokeAccess(to: savings, for: bank.user("tara"))
                    try await bank.bank.grantAccess(.operate, to: savings, for: bank.user("tara"))
                }
                guard let next = reply.nextPage else { break }
                reply = try await tara.snapshot(at: record.cursor, page: next)
                record.apply(reply.changes)
            }
            for word in ["current", "dollars"] {
                let id = try bank.account(word)
                #expect(record.entries[id] == whole.entries[id])
                #expect(record.accounts[id] == whole.accounts[id])
            }
            #expect(reply.root == nil || record.entries[savings] == whole.entries[savings])
            try await tara.follow(&record)
            #expect(record.entries == whole.entries)
            #expect(try await tara.compare(record).step == .finished([]))
        }
    }

    // Symptom: an account that was taken away while a console was far behind was kept there, and
    // its entries were found wrong. Cause: a snapshot told only of what the user has.
    @Test(
        "a snapshot names the accounts that the user has no more, once, and leaves nothing of them"
    )
    func namesLostAccounts() async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara")
        var held = TestRecord()
        try await tara.follow(&held)
        let lost = try ["current", "savings"].map { try bank.account($0) }
        for id in lost { try await bank.bank.revokeAccess(to: id, for: bank.user("tara")) }
        let page = try await tara.snapshot()
        let named = page.changes.compactMap { change in
            if case .accessRevoked(let id) = change { id } else { nil }
        }
        #expect(named == lost.sorted())
        #expect(page.changes.suffix(named.count) == named.map { .accessRevoked($0) })
        held.apply(page.changes)
        held.cursor = page.at
        #expect(held == (try await tara.wholeSnapshot().record))
        #expect(try await tara.compare(held).step == .finished([]))
        let asha = try await bank.signIn("asha")
        #expect(
            !(try await asha.snapshot().changes.contains { change in
                if case .accessRevoked = change { true } else { false }
            })
        )
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

    @Test("sizes that a bank was given bound each answer, and nothing is left out")
    func chosenSizes() async throws {
        var configuration = BankConfiguration.forTests
        configuration.sync.pageChangeCount = 3
        configuration.sync.entryCount = 2
        configuration.sync.deltaMinimum = 5
        configuration.sync.snapshotPercent = 0
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        let start = try await asha.feed()
        #expect(start.changes.count <= 3 && !start.reachesHead)
        for number in 0..<4 { try await bank.makeHistory(number) }
        var followed = TestRecord()
        try await asha.follow(&followed)
        let (record, root) = try await asha.wholeSnapshot()
        #expect(record == followed)
        #expect(try root == followed.trie().root)
        let page = try await asha.snapshot()
        #expect(page.changes.count { !$0.isHold } <= 3)
        let request = EntriesRequest(
            accountID: try bank.account("savings"),
            first: 1,
            last: 4
        )
        guard case .entries(let entries) = try await asha.ask(.entries(request)) else {
            Issue.record("no entries came")
            return
        }
        #expect(entries.map(\.accountSequence) == [1, 2])
        guard case .syncBegun(let begun) = try await asha.beginSync(cursor: start.cursor) else {
            Issue.record("nothing was begun")
            return
        }
        #expect(begun.mode == .snapshot)
    }

    @Test("a page that no snapshot names, or at a cursor that is not the user's, begins anew")
    func refused() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        let pages = [
            "x", "a.", "e.1.2.3", "e.1.-2", "u.-1", "u.01", "a.\(bank.bits())", "a.0", "u.1.2",
            "l.",
            "l.1",
        ]
        for page in pages {
            let reply = try await asha.ask(.snapshot(SnapshotRequest(at: nil, page: page)))
            #expect(reply == .problem(Problem(code: .cursorInvalid)))
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
