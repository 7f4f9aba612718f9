import Testing

@testable import TerminalKit

/// Goal: parts give way on a narrow screen in the agreed order, and amounts never do.
///
/// Method: layouts of known models at chosen sizes.
@Suite struct LayoutTests {
    private func columns(_ width: Int) -> [String] {
        let list = Samples.list()
        return ListLayout(list, width: width).columns.map { list.columns[$0.index].title.plain }
    }

    @Test("columns go by their priority, and the ones that may not go stay")
    func dropping() {
        #expect(columns(110).count == 6)
        #expect(columns(78) == ["Date", "Description", "Reference", "Status", "Amount"])
        #expect(columns(66) == ["Date", "Description", "Status", "Amount"])
        #expect(columns(50) == ["Date", "Description", "Amount"])
        #expect(columns(10) == ["Date", "Description", "Amount"])
    }

    @Test("names shrink before amounts are refused, and no further than they can be read")
    func shrinking() throws {
        let list = Samples.list()
        let needed = ListLayout(list, width: 10).neededWidth
        let tight = ListLayout(list, width: needed)
        let name = try #require(tight.columns.first { $0.index == 1 })
        let amount = try #require(tight.columns.first { $0.index == 4 })
        #expect(name.width == ListLayout.shortestName)
        #expect(amount.width == amount.amounts?.width)
        #expect(amount.x + amount.width == needed)
    }

    @Test("lists share the rows that are left, and none gets more than it can fill")
    func sharing() {
        var short = Samples.list()
        short.id = "short"
        short.rowCount = 4
        let model = ScreenModel(
            id: "overview",
            title: "Overview",
            environment: .live,
            blocks: [.heading("Accounts"), .list(short), .heading("Recent"), .list(Samples.list())]
        )
        let layout = CellRenderer.layout(of: model, in: Size(width: 80, height: 24))
        #expect(layout.visibleRowCount(ofList: "short") == 4)
        // 24 rows: title, gap, message, hints, two headings, two rows of titles, two footers.
        #expect(layout.visibleRowCount(ofList: "entries") == 24 - 10 - 4)
        #expect(layout.visibleRowCount(ofList: "no such list") == nil)
    }

    @Test("a list shows as many rows as its layout says, and the bar says where they are")
    func visibleRows() throws {
        let model = Samples.listScreen()
        let size = Size(width: 80, height: 24)
        let count = try #require(
            CellRenderer.layout(of: model, in: size).visibleRowCount(ofList: "entries")
        )
        let frame = CellRenderer.render(model, size: size, glyphs: .unicode)
        let drawn = (0..<size.height).filter { y in
            frame.row(y).contains { $0.role == .textUntrusted }
        }
        #expect(drawn.count == count)
    }

    @Test("rows that are not known are placeholders, and the list keeps its place")
    func placeholders() {
        var model = Samples.listScreen()
        var list = Samples.list()
        list.selected = 200
        list.top = 195
        model.blocks = [.list(list)]
        let frame = CellRenderer.render(
            model,
            size: Size(width: 80, height: 24),
            glyphs: .unicode
        )
        #expect(frame.cells.contains { $0.role == .placeholder })
        #expect(frame.row(frame.cursor.y).contains { $0.ground == .selection })
    }

    @Test("columns of one priority go together")
    func columnsThatExplainEachOther() {
        var list = Samples.list()
        list.columns[2].dropPriority = 3
        for width in 20...130 {
            let kept = ListLayout(list, width: width).columns.map(\.index)
            #expect(kept.contains(2) == kept.contains(5), "\(width)")
        }
    }

    @Test("a column that never goes is comfortable before others are kept")
    func comfort() {
        var list = Samples.list()
        list.columns[1].width = .flexible(minimum: 6, comfortable: 30)
        for width in 60...130 {
            let layout = ListLayout(list, width: width)
            guard layout.columns.count > 3,
                let name = layout.columns.first(where: { $0.index == 1 })
            else { continue }
            #expect(name.width >= 30, "\(width)")
        }
    }

    // Symptom: a date had twelve cells for its five, and the name beside it was cut.
    @Test("a column of our own words is as wide as they are, and names get the rest")
    func ownWords() throws {
        func list(_ word: SafeText) -> ListModel {
            ListModel(
                id: "queue",
                title: "Queue",
                columns: [
                    Column("Since", width: .fixed(12)),
                    Column("To", width: .flexible(minimum: 10)),
                ],
                rowCount: 1,
                window: ListWindow(rows: [ListRow([.text(word), .untrusted("Kaveri Grocers")])])
            )
        }
        for (word, width) in [("14:02" as SafeText, 5), ("less than a minute", 18)] {
            let columns = ListLayout(list(word), width: 50).columns
            let rest = min(ListLayout.greatestName, 50 - 2 - width - 1)
            #expect(columns.map(\.width) == [width, rest])
        }
        // Where there is no room for all of it, it is cut to what was asked for.
        let narrow = ListLayout(list("less than a minute"), width: 25).columns
        #expect(narrow.map(\.width) == [12, 10])
    }

    @Test("words of ours take no more than they need, however wide the screen is")
    func noMoreThanNeeded() {
        let table = CommandTable(Samples.commands)
        let state = ListState(count: Samples.commands.count, height: 50)
        let list = table.list(
            id: "help",
            matching: TextField(maximumScalarCount: 40),
            isTyping: false,
            state: state
        )
        let layout = ListLayout(list, width: 200)
        for column in layout.columns {
            let widest = list.window.rows.compactMap { row -> Int? in
                if case .text(let text, _) = row.cells[column.index] { text.width } else { nil }
            }.max()
            let title = list.columns[column.index].title.width
            #expect(column.width == max(widest ?? 0, title))
        }
    }

    // Symptom: columns moved when a longer amount came in sight. Cause: only rows in sight counted.
    @Test("columns stand still while a list is scrolled whose widest rows are measured")
    func standingStill() {
        var list = Samples.list()
        let status = StatusContent(.pending, "pending", role: .statusPending)
        list.measured = [
            ListRow([.empty, .empty, .empty, .status(status), .amount(Samples.amounts[3])])
        ]
        let whole = list.window.rows
        let layouts = (0..<40).map { first in
            list.window = ListWindow(
                firstIndex: first,
                rows: Array(whole[first..<first + 1])
            )
            return ListLayout(list, width: 77).columns.map(\.x)
        }
        #expect(Set(layouts).count == 1)
    }

    @Test("a column that goes last stays until amounts have no room, however short names become")
    func lastToGo() throws {
        var list = Samples.list()
        list.columns[2].dropPriority = -1
        list.columns[3].dropPriority = -2
        for width in 20...130 {
            let layout = ListLayout(list, width: width)
            let kept = Set(layout.columns.map(\.index))
            let name = try #require(layout.columns.first { $0.index == 1 })
            if !kept.contains(2) { #expect(!kept.contains(5) && name.width < 16, "\(width)") }
            if !kept.contains(3) { #expect(!kept.contains(2), "\(width)") }
        }
    }

    @Test("the end of a name stays where its words give way")
    func namesWithEnds() {
        let cell = CellContent.untrusted("Savings account", end: " ..7890")
        let list = ListModel(
            id: "accounts",
            title: "Accounts",
            columns: [
                Column("Account", width: .flexible(minimum: 16)),
                Column("Available", width: .fixed(16), alignment: .trailing),
            ],
            rowCount: 1,
            window: ListWindow(rows: [ListRow([cell, .amount(Samples.amounts[0])])])
        )
        #expect(ListLayout(list, width: 10).neededWidth == 2 + 6 + 1 + 15)
        for width in 60...90 {
            var model = Samples.listScreen()
            model.blocks = [.list(list)]
            let frame = CellRenderer.render(
                model,
                size: Size(width: width, height: 16),
                glyphs: .unicode
            )
            #expect(frame.textPlane.contains("Savings account ..7890"), "\(width)")
        }
        var short = list
        short.columns[1].width = .fixed(70)
        short.window.rows[0].cells[1] = .text(SafeText(trusted: String(repeating: "x", count: 42)))
        var model = Samples.listScreen()
        model.blocks = [.list(short)]
        let frame = CellRenderer.render(
            model,
            size: Size(width: 60, height: 16),
            glyphs: .unicode
        )
        #expect(frame.textPlane.contains("Savings. ..7890"), "\(frame.textPlane)")
    }

    // Symptom: on narrow screens nothing told that a list went on.
    @Test("a list that goes on beyond its rows is marked, with a bar or with arrows")
    func continuation() {
        let top = Symbol.moreAbove.scalar(in: .unicode)
        let bottom = Symbol.moreBelow.scalar(in: .unicode)
        for (width, height) in [(60, 16), (79, 24), (80, 24), (120, 40)] {
            for (selected, isAbove, isBelow) in [(0, false, true), (25, true, true)] {
                var list = Samples.list()
                list.selected = selected
                list.top = selected
                var model = Samples.listScreen()
                model.blocks = [.list(list)]
                // Its bar is drawn with the same mark.
                model.progress = nil
                let frame = CellRenderer.render(
                    model,
                    size: Size(width: width, height: height),
                    glyphs: .unicode
                )
                let hasBar = frame.cells.contains {
                    $0.base == Symbol.scrollThumb.scalar(in: .unicode)
                }
                let marks = Set(frame.cells.map(\.base))
                #expect(hasBar == (width >= 80))
                #expect(hasBar || marks.contains(top) == isAbove)
                #expect(hasBar || marks.contains(bottom) == isBelow)
            }
        }
        var whole = Samples.list()
        whole.rowCount = 2
        var model = Samples.listScreen()
        model.blocks = [.list(whole)]
        let frame = CellRenderer.render(
            model,
            size: Size(width: 60, height: 16),
            glyphs: .unicode
        )
        #expect(!frame.cells.contains { $0.base == top || $0.base == bottom })
    }

    @Test("the words beside a filter have the room that the filter leaves")
    func filterNote() {
        let note: SafeText = "what a row says, 500..2000, >1000, 2026-01..2026-03"
        var list = Samples.list()
        list.filter = FilterLine(text: "rent", cursorColumn: 4, note: note)
        var model = Samples.listScreen()
        model.blocks = [.list(list)]
        let frame = CellRenderer.render(
            model,
            size: Size(width: 80, height: 24),
            glyphs: .unicode
        )
        #expect(frame.textPlane.contains(note.plain))
        #expect(frame.textPlane.contains("Filter: rent"))
    }

    // Symptom: a note that the line was down made a screen too large for the window it had fitted.
    @Test("where rows are short, paragraphs, lists and facts go in the agreed order")
    func orderOfGivingWay() {
        func model(_ count: Int) -> ScreenModel {
            let facts = (0..<count).map { Fact("Kept", .text(SafeText(trusted: "\($0)"))) }
            return ScreenModel(
                id: "review",
                title: "Review",
                environment: .live,
                blocks: [
                    .text(["Happened.", "Advice."], role: .statusWarning, isOptional: true),
                    .facts(
                        [
                            Fact("Early", .text("goes"), dropPriority: 2),
                            Fact("Late", .text("goes"), dropPriority: 1),
                        ] + facts
                    ),
                    .text(["A remark."], role: .textMuted),
                ]
            )
        }
        let order = ["A remark.", "Advice.", "Early", "Late", "Happened."]
        var gone = 0
        for count in 8...13 {
            let size = Size(width: 60, height: 16)
            #expect(CellRenderer.layout(of: model(count), in: size).neededSize == nil)
            let plane = CellRenderer.render(model(count), size: size, glyphs: .unicode).textPlane
            let shown = order.map { plane.contains($0) }
            #expect(shown == shown.sorted { !$0 && $1 }, "\(count): \(shown)")
            gone = shown.count { !$0 }
        }
        #expect(gone == order.count)
        let size = Size(width: 60, height: 16)
        #expect(CellRenderer.layout(of: model(14), in: size).neededSize != nil)
    }

    @Test("what somebody else wrote moves no column")
    func namesOfOthers() {
        let long = SafeText(trusted: String(repeating: "W", count: 60))
        for width in 20...130 {
            #expect(
                ListLayout(Samples.list(names: [.untrusted("a")]), width: width)
                    == ListLayout(Samples.list(names: [.untrusted(long)]), width: width)
            )
        }
    }

    @Test("an optional list goes with its heading before the screen is refused")
    func optionalList() {
        var optional = Samples.list()
        optional.id = "optional"
        optional.isOptional = true
        let facts = (0..<12).map { Fact("Fact", .text(SafeText(trusted: "\($0)"))) }
        func model(_ count: Int) -> ScreenModel {
            ScreenModel(
                id: "overview",
                title: "Overview",
                environment: .live,
                blocks: [
                    .facts(Array(facts.prefix(count))), .space, .heading("Recent"), .list(optional),
                ]
            )
        }
        let size = Size(width: 60, height: 16)
        let roomy = CellRenderer.layout(of: model(3), in: size)
        #expect(roomy.neededSize == nil)
        #expect((roomy.visibleRowCount(ofList: "optional") ?? 0) > 3)
        let full = CellRenderer.layout(of: model(12), in: size)
        #expect(full.neededSize == nil)
        #expect(full.visibleRowCount(ofList: "optional") == nil)
        let plane = CellRenderer.render(model(12), size: size, glyphs: .unicode).textPlane
        #expect(!plane.contains("Recent"))
    }

    @Test("a list that keys do not go to is muted and has a lighter mark")
    func unfocusedList() {
        var model = Samples.listScreen()
        var list = Samples.list()
        list.isFocused = false
        model.blocks = [.list(list)]
        let size = Size(width: 80, height: 24)
        let frame = CellRenderer.render(model, size: size, glyphs: .unicode)
        #expect(frame.textPlane.contains("\u{25B9}"))
        #expect(!frame.textPlane.contains("\u{25B8}"))
        #expect(!frame.cells.contains { $0.role == .amountNegative || $0.role == .textUntrusted })
        #expect(frame.cells.contains { $0.role == .textMuted })
    }

    @Test("the title gives way to how current the figures are")
    func titleGivesWay() {
        var model = Samples.listScreen()
        model.title = SafeText(trusted: String(repeating: "Long title ", count: 8))
        model.status.link = .offline(asOf: "20 Nov 2025 14:02")
        let frame = CellRenderer.render(
            model,
            size: Size(width: 60, height: 16),
            glyphs: .unicode
        )
        #expect(frame.textPlane.contains("offline, as of 20 Nov 2025 14:02"))
    }

    @Test("a second column costs the first no column, and no name the room that it asks for")
    func asideCostsNothing() throws {
        let model = Samples.listScreen()
        let list = Samples.list()
        let names = try #require(list.columns.firstIndex { $0.title == "Description" })
        guard case .flexible(let least, _) = list.columns[names].width else {
            Issue.record("the names have no room that they ask for")
            return
        }
        var besideCount = 0
        for width in 120...220 {
            let size = Size(width: width, height: 30)
            let layout = CellRenderer.layout(of: model, in: size)
            if layout.aside != nil { besideCount += 1 }
            let placed = ListLayout(list, width: layout.contentRect.width).columns
            #expect(placed.map(\.index) == Array(list.columns.indices), "\(width)")
            let room = try #require(placed.first { $0.index == names }).width
            #expect(room >= least, "\(width)")
            let plane = CellRenderer.render(model, size: size, glyphs: .unicode).textPlane
            for column in list.columns {
                #expect(plane.contains(column.title.plain), "\(column.title.plain) at \(width)")
            }
        }
        // Where there is never a second column nothing is shown of what it costs.
        #expect(besideCount > 0)
    }

    @Test("the second column stands beside the first on a wide screen alone")
    func aside() {
        var model = Samples.listScreen()
        var list = Samples.list()
        // Date, description and amount fit beside it; six columns would not.
        list.columns = Array(list.columns.prefix(2))
        list.window.rows = list.window.rows.map { ListRow(Array($0.cells.prefix(2))) }
        model.blocks = [.list(list)]
        for (width, isShown) in [(119, false), (120, true), (200, true)] {
            let frame = CellRenderer.render(
                model,
                size: Size(width: width, height: 30),
                glyphs: .unicode
            )
            #expect(frame.textPlane.contains("Selected entry") == isShown, "\(width)")
        }
    }

    @Test("moving the selection by one row changes two rows of the frame and nothing else")
    func movingSelection() {
        let size = Size(width: 80, height: 24)
        var model = Samples.listScreen()
        let before = CellRenderer.render(model, size: size, glyphs: .unicode)
        var list = Samples.list()
        list.selected = 3
        model.blocks[2] = .list(list)
        let after = CellRenderer.render(model, size: size, glyphs: .unicode)
        let changed = (0..<size.height).filter { before.row($0) != after.row($0) }
        #expect(changed == [9, 10])
        #expect((before.cursor.y, after.cursor.y) == (9, 10))
    }

    @Test("the cursor stands in the field with the focus, also when its text is longer than it")
    func cursorInField() {
        var model = Samples.formScreen()
        let long = SafeText(trusted: String(repeating: "x", count: 200))
        model.blocks = [
            .form(
                FormModel(
                    fields: [
                        Field(
                            id: "reference",
                            kind: .text,
                            label: "Reference",
                            content: .text(long, cursorColumn: 200)
                        )
                    ],
                    focused: 0
                )
            )
        ]
        let frame = CellRenderer.render(
            model,
            size: Size(width: 60, height: 16),
            glyphs: .unicode
        )
        #expect(frame.isCursorVisible)
        let cell = frame.cell(at: frame.cursor)
        #expect(cell?.ground == .fieldFocus)
        #expect(cell?.base == " ")
    }

    @Test("a long message covers rows rather than take the screen away")
    func messageOverContent() {
        var model = Samples.formScreen()
        let size = Size(width: 60, height: 16)
        model.toast = Toast(
            id: 1,
            kind: .error,
            text: SafeText(trusted: String(repeating: "The bank did not answer. ", count: 12))
        )
        #expect(CellRenderer.layout(of: model, in: size).neededSize == nil)
        let frame = CellRenderer.render(model, size: size, glyphs: .unicode)
        #expect(frame.textPlane.contains("The bank did not answer."))
        #expect(frame.textPlane.contains("? help"))
    }
}
