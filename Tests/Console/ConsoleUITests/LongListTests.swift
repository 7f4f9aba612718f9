// Goal: a list of any length costs a few pages, a row move never waits, and both ends are near.
// Method: accounts of a thousand and a million entries; what is asked and kept is counted.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Long lists")
struct LongListTests {
    /// An account of so many entries that are made when they are asked for.
    private struct Endless {
        var console: Console
        var time = ConsoleTime(wall: ScriptedBank.now, steady: Instant(secondsSinceEpoch: 1))
        let size = Size(width: 80, height: 24)
        let count: Int
        private let bank = ScriptedBank()
        private let summary: AccountSummary
        var askedRows = 0
        var requests = 0
        var waits = 0

        init(count: Int) throws {
            self.count = count
            console = Console(
                configuration: ConsoleConfiguration(environment: .demo, bankName: "Bank"),
                size: size,
                at: time
            )
            let books = ScriptedBank()
            summary = AccountSummary(
                record: try #require(books.accounts.first),
                balance: try #require(books.summaries.first).balance,
                entryCount: count
            )
            send(.reply(.signedIn(.signedIn(books.user))))
            try press("Enter")
        }

        mutating func press(_ names: String...) throws {
            for name in names {
                send(.input(.key(try #require(Key(name: name)))))
            }
        }

        private mutating func send(_ event: ConsoleEvent) {
            var queue = [event]
            while !queue.isEmpty {
                let effects = console.update(queue.removeFirst(), at: time)
                if console.isAwaitingRows { waits += 1 }
                for case .client(let effect) in effects {
                    if let reply = answer(effect) { queue.append(.reply(reply)) }
                }
            }
        }

        private mutating func answer(_ effect: ClientEffect) -> ClientReply? {
            switch effect {
            case .status: return .status(bank.status)
            case .accounts: return .accounts([summary])
            case .activity: return .activity([])
            case .query(let request):
                guard let query = request.query as? EntriesQuery else { return nil }
                requests += 1
                askedRows += query.places.count
                let entries = query.places.map { entry(place: $0) }
                return .query(QueryReply(query, answer: entries))
            default: return nil
            }
        }

        private func entry(place: Int) -> EntryRecord {
            EntryRecord(
                accountID: ScriptedBank.savings,
                accountSequence: Int64(count - place),
                journalID: JournalID(rawValue: 1),
                transferID: TransferID(rawValue: 1),
                amount: Money(minorUnits: -100, currency: .indianRupee),
                balanceAfterMinorUnits: Int64(place),
                bookedAt: ScriptedBank.now,
                valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
                code: 1,
                counterparty: "Entry \(count - place)",
                reference: ""
            )
        }

        var text: String {
            CellRenderer.render(console.screen(size: size), size: size, glyphs: .ascii).textPlane
        }

        var frame: Frame {
            CellRenderer.render(console.screen(size: size), size: size, glyphs: .unicode)
        }

        var residentCount: Int {
            var count = 0
            for case let screen as AccountScreen in console.workspace.stack {
                count += screen.residentCount
            }
            return count
        }
    }

    @Test("both ends show their rows after one fetch", arguments: [1_000, 1_000_000])
    func ends(_ count: Int) throws {
        var list = try Endless(count: count)
        #expect(list.text.contains("Entry \(count) "))
        let before = list.requests
        try list.press("G")
        #expect(list.text.contains("Entry 1 "))
        #expect(list.requests == before + 1)
        try list.press("Home")
        #expect(list.text.contains("Entry \(count) "))
        #expect(!list.console.isAwaitingRows)
    }

    @Test("memory is bounded whatever the length and the way")
    func memory() throws {
        var counts: [Int] = []
        for count in [1_000, 1_000_000] {
            var list = try Endless(count: count)
            var most = 0
            for _ in 0..<40 {
                try list.press("PgDn")
                most = max(most, list.residentCount)
            }
            try list.press("End")
            for _ in 0..<40 {
                try list.press("PgUp")
                most = max(most, list.residentCount)
            }
            counts.append(most)
            #expect(most <= 5 * 24)
        }
        #expect(counts[0] == counts[1])
    }

    @Test("a row move never waits for a row, over pages and pages")
    func rowMovesNeverWait() throws {
        var list = try Endless(count: 5_000)
        try list.press("Down")
        list.waits = 0
        for _ in 0..<300 { try list.press("Down") }
        for _ in 0..<300 { try list.press("Up") }
        #expect(list.waits == 0)
        #expect(list.askedRows < 2_000)
    }

    @Test("a row move changes two rows and the footer")
    func rowMovePaintsTwoRows() throws {
        var list = try Endless(count: 5_000)
        for _ in 0..<3 { try list.press("Down") }
        let before = list.frame
        try list.press("Down")
        let after = list.frame
        let changed = (0..<24).filter { before.row($0) != after.row($0) }
        #expect(changed.count == 3)
    }

    @Test("entries that come while one reads keep the selected entry selected")
    func newEntries() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "Down", "Down", "Down")
        let before = try #require(stage.model.focusedList?.row(at: 3))
        stage.bank.entries[ScriptedBank.savings] = ScriptedBank.makeEntries(
            ScriptedBank.savings,
            .indianRupee,
            count: 90,
            seed: 1
        )
        let list = try #require(stage.bank.entries[ScriptedBank.savings])
        let last = try #require(list.last)
        let new = last.with(counterparty: "Just now", reference: "Just now")
        stage.bank.entries[ScriptedBank.savings] = list + [new]
        stage.tell(.recordsChanged)
        let selected = try #require(stage.model.focusedList?.selected)
        #expect(selected == 4)
        #expect(stage.model.focusedList?.row(at: 4) == before)
    }

    private static func entriesQueries(_ effects: [ClientEffect]) -> [EntriesQuery] {
        effects.compactMap { effect in
            guard case .query(let request) = effect else { return nil }
            return request.query as? EntriesQuery
        }
    }

    @Test("a fetch that fails is told, and refresh tries again")
    func failedFetch() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("Enter")
        for query in Self.entriesQueries(stage.held) {
            stage.send(.reply(.query(QueryReply(unreadable: query))))
        }
        #expect(stage.text.contains("could not be read"))
        stage.held = []
        stage.holdsAnswers = false
        try stage.press("r")
        #expect(stage.text.contains("BESCOM"))
    }

    @Test("an answer to an older question changes nothing")
    func lateAnswer() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("Enter", "s")
        let late = Self.entriesQueries(stage.held)
        stage.held = []
        stage.holdsAnswers = false
        #expect(late.count == 2)
        let first = try #require(late.first)
        stage.send(
            .reply(
                .query(
                    QueryReply(
                        first,
                        answer: Array(
                            repeating: try #require(
                                stage.bank.entries[ScriptedBank.savings]?.first
                            ),
                            count: first.places.count
                        )
                    )
                )
            )
        )
        #expect(stage.console.isAwaitingRows)
    }

    @Test("the list can be turned over, and the oldest entry stands at the top")
    func reversed() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "s")
        #expect(stage.text.contains("oldest first"))
        let oldest = try #require(stage.bank.entries[ScriptedBank.savings]?.first)
        let words = DateWords(zone: .india).day(oldest.valueDate)
        let row = try #require(stage.model.focusedList?.row(at: 0))
        #expect(row.cells.first == .text(SafeText(trusted: words)))
        try stage.press("G")
        #expect(stage.text.contains("90 of 90"))
    }
}
