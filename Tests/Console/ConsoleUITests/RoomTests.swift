// Goal: more room never shows less, a column never stands without the one that explains it, and what
// room there is is used.
// Method: the overview at many sizes; which columns and rows stand on the screen.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing
import WireProtocol
import WireProtocol

@Suite("Room on the screen")
struct RoomTests {
    private static let sizes = [(60, 16), (80, 24), (100, 30), (120, 40), (160, 50), (200, 60)]
        .map { Size(width: $0.0, height: $0.1) }

    private func stage(_ size: Size, isTeller: Bool, isOffline: Bool) throws -> Stage {
        var bank = ScriptedBank()
        if isTeller { bank.becomeTeller() }
        var stage = try Stage.signedIn(size: size, bank: bank)
        if isOffline { stage.goOffline() }
        return stage
    }

    /// The titles that stand above a list on the screen.
    private func titles(_ id: String, _ stage: Stage) throws -> Set<String> {
        for case .list(let list) in stage.model.blocks where list.id == id {
            // Spare columns come last in a list and need not be there.
            let last = try #require(list.columns.last { $0.dropPriority == 0 }).title.plain
            let header = try #require(
                stage.text.split(separator: "\n").first { line in
                    list.columns.contains { line.contains($0.title.plain) } && line.contains(last)
                }
            )
            return Set(
                list.columns.filter {
                    header.contains($0.title.plain)
                        || header.contains($0.shortTitle?.plain ?? $0.title.plain)
                }.map(\.title.plain)
            )
        }
        return []
    }

    // Symptom: at 120 columns the activity lost its accounts, and offline the held amounts went.
    // Cause: a second column took the room, whatever it cost the first.
    @Test(
        "a wider screen has every column of a narrower one",
        arguments: [false, true],
        [false, true]
    )
    func columns(isTeller: Bool, isOffline: Bool) throws {
        for id in ["accounts", "activity"] {
            var before: Set<String> = []
            for size in Self.sizes {
                let stage = try stage(size, isTeller: isTeller, isOffline: isOffline)
                // On a low screen the activity has no titles.
                if id == "activity", size.height < 20 { continue }
                let titles = try titles(id, stage)
                #expect(titles.isSuperset(of: before), "\(id) \(size)")
                before = titles
            }
            #expect(before.count >= 4)
        }
    }

    // Symptom: an account with an overdraft had more available than its balance, and nothing told why.
    @Test("the figures of an account that stand in a row add up", arguments: [false, true])
    func figuresAddUp(hasOverdraft: Bool) throws {
        var checkedCount = 0
        for size in Self.sizes {
            var bank = ScriptedBank()
            if hasOverdraft { bank.grantOverdraft(minorUnits: 5_000_000) }
            let stage = try Stage.signedIn(size: size, bank: bank)
            let titles = try titles("accounts", stage)
            guard titles.contains(AudienceWords.customer.booked.plain) else { continue }
            checkedCount += 1
            // Where columns are scarce, a line stands for the one that most accounts do not need.
            let hasColumn = titles.contains(AudienceWords.customer.overdraft.plain)
            let line = "Overdraft of Savings ..7890 in Available: 50,000.00 INR"
            #expect(stage.text.contains(line) == (hasOverdraft && !hasColumn), "\(size)")
            #expect(hasColumn == (hasOverdraft && size.width >= 80), "\(size)")
            let rows = stage.text.split(separator: "\n").filter { $0.contains(" ..") }.prefix(3)
            let figures = rows.map { row in
                row.matches(of: #/-?[0-9][0-9,]*\.[0-9]{2}/#).compactMap {
                    Int64($0.output.filter { $0 != "," && $0 != "." })
                }
            }
            #expect(figures.count == 3, "\(stage.text)")
            for (index, row) in figures.enumerated() {
                #expect(row.count == (hasColumn ? 4 : 3), "\(stage.text)")
                let told: Int64 = hasOverdraft && index == 0 ? 5_000_000 : 0
                let overdraft = hasColumn ? row[2] : told
                #expect(row[0] - row[1] + overdraft == row.last, "\(stage.text)")
            }
        }
        #expect(checkedCount > 0)
    }

    // Symptom: at 200 columns 130 blank ones stood between an account and its balance. Cause: the
    // names took what was left over.
    @Test(
        "every row can be read across, and more room tells more of an account",
        arguments: [false, true]
    )
    func readAcross(isTeller: Bool) throws {
        for width in [60, 80, 100, 120, 160, 200, 300] {
            let size = Size(width: width, height: 60)
            var stage = try stage(size, isTeller: isTeller, isOffline: false)
            stage.bank.divergences = ScriptedBank.makeDivergences()
            for keys in [[], ["g", "y"], ["g", "o"], ["g", "a", "Enter"]] {
                for key in keys { try stage.press(key) }
                let rows = stage.text.split(separator: "\n").filter {
                    $0.contains(" ..") || $0.contains(" CR") || $0.contains(" DR")
                }
                #expect(!rows.isEmpty || keys == ["g", "o"], "\(keys)")
                for row in rows {
                    // Up to the scroll bar, or to what stands beside the list.
                    let list = row.prefix { $0 != "\u{2588}" && $0 != "\u{2502}" }
                    let cells = list.split(separator: " ", omittingEmptySubsequences: true)
                    let first = try #require(cells.first)
                    let last = try #require(cells.last)
                    let between = list[first.startIndex..<last.endIndex]
                    let longest = between.split { $0 != " " }.map(\.count).max() ?? 0
                    // Between a name of four letters in a column of the widest names and an amount.
                    #expect(longest <= 48, "\(row)")
                }
            }
        }
        let wide = try stage(
            Size(width: 200, height: 60),
            isTeller: isTeller,
            isOffline: false
        )
        for words in ["0012 3456 7890", "SAHY0000042"] {
            #expect(wide.text.contains(words), "\(words)")
        }
    }

    // Symptom: at 60x16 the two sides of a transfer could not be told apart.
    @Test("every entry of the recent activity says whose it is, at every size")
    func activityAccounts() throws {
        for isTeller in [false, true] {
            for size in Self.sizes {
                let stage = try stage(size, isTeller: isTeller, isOffline: false)
                let lines = stage.text.split(separator: "\n", omittingEmptySubsequences: false)
                let heading = try #require(lines.firstIndex { $0.contains("Recent activity") })
                let rows = lines[heading...].filter { $0.contains(" DR") || $0.contains(" CR") }
                #expect(!rows.isEmpty)
                #expect(rows.allSatisfy { $0.contains("..79") || $0.contains("..78") }, "\(size)")
                guard isTeller, size.width >= 80 else { continue }
                #expect(rows.contains { $0.contains("Gopal") }, "\(stage.text)")
            }
        }
    }

    // Symptom: with a transfer that needed a code, the footer at 80x24 named Statements and Lock, and
    // not the outbox. Cause: the order of the keys was always the same.
    @Test("while the outbox holds something, its key is drawn at every size")
    func outboxKey() throws {
        for size in Self.sizes {
            let states: [OutboxItem.State] = [
                .queued, .needsCode(.tooOld), .decided(ScriptedBank.refusal(1, .payeeChanged)),
            ]
            for state in states {
                var bank = ScriptedBank()
                bank.outbox = [bank.transfer(1, state)]
                var stage = try Stage.signedIn(size: size, bank: bank)
                for keys in [[], ["Enter"], ["Enter"], ["g", "a", "g", "s"]] {
                    for key in keys { try stage.press(key) }
                    let footer = try #require(
                        stage.text.split(separator: "\n").last { $0.contains("Help") }
                    )
                    #expect(footer.contains("g o Outbox"), "\(keys) at \(size)")
                }
            }
            let stage = try Stage.signedIn(size: size)
            let first = stage.model.hints.prefix(3).map(\.title.plain)
            #expect(!first.contains("Outbox"), "an empty one is not in the way")
        }
    }

    @Test("a balance and what is set aside of it come and go together", arguments: 60...130)
    func explainingColumns(width: Int) throws {
        for isTeller in [false, true] {
            var stage = try stage(
                Size(width: width, height: 24),
                isTeller: isTeller,
                isOffline: false
            )
            stage.bank.freshness = .unverified
            stage.tell(.statusChanged(stage.bank.status))
            let titles = try titles("accounts", stage)
            let words: AudienceWords = isTeller ? .staff : .customer
            #expect(titles.contains(words.booked.plain) == titles.contains(words.held.plain))
        }
    }

    @Test("what is set aside stands on the smallest screen, with and without a line")
    func smallestArithmetic() throws {
        for isOffline in [false, true] {
            let stage = try stage(
                Size(width: 60, height: 16),
                isTeller: false,
                isOffline: isOffline
            )
            let titles = try titles("accounts", stage)
            #expect(titles == ["Account", "Balance", "Reserved", "Available"])
        }
    }

    @Test("a name that is whole on a narrow screen is whole on a wider one")
    func names() throws {
        for isOffline in [false, true] {
            for size in Self.sizes {
                let stage = try stage(size, isTeller: false, isOffline: isOffline)
                for name in ["Lakshmi Iyer", "Sahyadri Textiles"] {
                    #expect(stage.text.contains(name), "\(name) at \(size)")
                }
            }
        }
    }

    // Symptom: at 60x16 the activity was missing above nine empty lines, and at 200x60 it ended after
    // twenty rows. Cause: both were decided by the size alone, not by the room.
    @Test("the recent activity fills the room that is left")
    func rows() throws {
        for size in Self.sizes {
            let stage = try stage(size, isTeller: false, isOffline: false)
            let lines = stage.text.split(separator: "\n", omittingEmptySubsequences: false)
            let heading = try #require(lines.firstIndex { $0.contains("Recent activity") })
            let shown = lines[heading...].count { $0.contains(" DR") || $0.contains(" CR") }
            // Below the rows: one for messages, one for keys; above them, titles on a higher screen.
            let room = size.height - heading - 3 - (size.height < 20 ? 0 : 1)
            #expect(shown == room, "\(size)")
        }
    }

    @Test(
        "a window that grows asks for as many entries as it can show, and one that shrinks for none"
    )
    func growing() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        stage.resize(Size(width: 100, height: 60))
        let limits = stage.held.compactMap { effect in
            if case .activity(let limit) = effect { limit } else { nil }
        }
        #expect(limits == [60])
        stage.release()
        stage.holdsAnswers = true
        stage.resize(Size(width: 80, height: 24))
        stage.resize(Size(width: 80, height: 60))
        #expect(stage.held.isEmpty)
        stage.resize(Size(width: 80, height: 100_000))
        let most = stage.held.compactMap { effect in
            if case .activity(let limit) = effect { limit } else { nil }
        }
        #expect(most == [OverviewScreen.greatestActivityLimit])
    }

    @Test("keys never go to a list that there is no room for")
    func noRoomForActivity() throws {
        var bank = ScriptedBank()
        bank.freshness = .cached(asOf: .epoch)
        var stage = try Stage.signedIn(size: Size(width: 80, height: 24), bank: bank)
        try stage.press("Tab")
        // A message that takes many rows leaves none for the activity.
        stage.resize(Size(width: 60, height: 16))
        let shows = stage.text.contains("Recent activity")
        let focused = try #require(stage.model.focusedList)
        #expect(shows || focused.id == "accounts")
    }

    @Test("customers read Balance and Reserved, staff read Booked and Held, on every screen")
    func words() throws {
        for isTeller in [false, true] {
            var stage = try stage(
                Size(width: 100, height: 30),
                isTeller: isTeller,
                isOffline: false
            )
            let own: AudienceWords = isTeller ? .staff : .customer
            let others: AudienceWords = isTeller ? .customer : .staff
            for keys in [[], ["Enter"], ["H"]] {
                for key in keys { try stage.press(key) }
                #expect(stage.text.contains(own.held.plain), "\(keys)")
                #expect(!stage.text.contains(others.held.plain), "\(keys)")
                #expect(stage.text.contains(own.booked.plain) || keys == ["H"], "\(keys)")
            }
        }
    }

    @Test(
        "an account's currency stands once above its entries, and how fresh it is in the title bar"
    )
    func density() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter")
        #expect(stage.text.components(of: "INR") == 1)
        #expect(stage.text.components(of: "live") == 1)
    }

    @Test("the chain hash of a statement is shown to whoever asks for details")
    func details() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s", "Down", "Enter")
        #expect(!stage.text.contains("Chain hash"))
        try stage.press("d")
        #expect(stage.text.contains("Chain hash"))
        try stage.press("d")
        #expect(!stage.text.contains("Chain hash"))
    }
}
