import Testing

@testable import TerminalKit

/// Goal: a row can be read across on any screen, and what gives way in it first tells least.
///
/// Method: layouts of known lists over runs of widths.
@Suite struct ListWidthTests {
    // Symptom: at 200 columns 130 blank ones stood between a name and its figures. Cause: the names
    // took all that was left over.
    @Test("names end where an eye can still follow the row, and what is left over stays free")
    func greatestName() throws {
        for width in [120, 160, 200, 400] {
            var list = Samples.list()
            list.columns[1].width = .flexible(minimum: 16)
            let placed = ListLayout(list, width: width).columns
            let name = try #require(placed.first { $0.index == 1 })
            #expect(name.width <= ListLayout.greatestName, "\(width)")
            for (one, next) in zip(placed, placed.dropFirst()) {
                #expect(next.x - one.x - one.width <= 2, "\(width)")
            }
        }
        var asking = Samples.list()
        asking.columns[1].width = .flexible(minimum: 16, comfortable: 50)
        let name = try #require(ListLayout(asking, width: 200).columns.first { $0.index == 1 })
        #expect(name.width == 50)
    }

    // Symptom: a holder had 38 cells for 24 letters, and its account's number was left out.
    @Test("a spare column costs a name what is more than ample, and no other column a cell")
    func spareColumns() throws {
        var list = Samples.list()
        list.columns[5].dropPriority = Column.sparePriority
        var without = list
        without.columns.removeLast()
        without.window.rows = without.window.rows.map { ListRow(Array($0.cells.prefix(5))) }
        var keptCount = 0
        for width in 40...220 {
            let layout = ListLayout(list, width: width)
            let others = ListLayout(without, width: width)
            for (one, other) in zip(layout.columns, others.columns) {
                #expect(one.index == other.index)
                let isName = one.index == 1
                let least = isName ? min(other.width, ListLayout.ampleName) : other.width
                #expect((least...other.width).contains(one.width), "\(width)")
            }
            #expect(layout.isReduced == others.isReduced, "\(width)")
            if layout.columns.contains(where: { $0.index == 5 }) { keptCount += 1 }
        }
        #expect((1..<181).contains(keptCount))
    }

    @Test("a line stands for a column that is left out, and for no column that is there")
    func substitutes() throws {
        var list = Samples.list()
        list.columns[5].substitute = "Balances stand behind each row"
        var model = Samples.listScreen()
        model.blocks = [.list(list)]
        var shownCount = 0
        for width in 60...130 {
            let size = Size(width: width, height: 24)
            let inner = CellRenderer.layout(of: model, in: size).contentRect.width
            let isThere = ListLayout(list, width: inner).columns.contains { $0.index == 5 }
            let plane = CellRenderer.render(model, size: size, glyphs: .ascii).textPlane
            #expect(plane.contains("Balances stand behind each row") != isThere, "\(width)")
            #expect(list.chromeHeight(width: inner) == (isThere ? 2 : 3))
            let rows = plane.split(separator: "\n").count { $0.contains("12 Nov 2026") }
            #expect(
                rows == CellRenderer.layout(of: model, in: size).visibleRowCount(ofList: "entries")
            )
            if isThere { shownCount += 1 }
        }
        #expect((1..<71).contains(shownCount), "both were looked at")
    }

    // Symptom: two sides of a transfer were a pair that nobody could tell apart, beside fifteen blank
    // columns. Cause: an account's column went as a whole where its digits had room.
    @Test("an account gives up its words before its column goes, and has them back first")
    func wordsBeforeColumns() throws {
        let account = CellContent.untrusted("Savings", end: " ..7890")
        let list = ListModel(
            id: "activity",
            title: "Recent activity",
            columns: [
                Column("Name", width: .flexible(minimum: 10, comfortable: 18)),
                Column("Account", width: .fixed(18), dropPriority: 1),
                Column("Amount", width: .fixed(14), alignment: .trailing),
            ],
            rowCount: 1,
            window: ListWindow(
                rows: [ListRow([.untrusted("Asha Rao"), account, .amount(Samples.amounts[0])])]
            )
        )
        for width in 44...80 {
            let columns = ListLayout(list, width: width).columns
            try #require(columns.count == 3, "\(width)")
            #expect(columns[0].width >= 18, "\(width)")
            #expect(columns[1].width == min(18, 7 + width - 44), "\(width)")
        }
        #expect(ListLayout(list, width: 43).columns.count == 2)
    }

    @Test("words of a letter or two are left out in front of an end")
    func shortWords() {
        for (width, shown) in [(6, "..7890"), (7, "..7890"), (10, "..7890"), (11, "Sav. ..7890")] {
            let list = ListModel(
                id: "accounts",
                title: "Accounts",
                columns: [
                    Column("Account", width: .fixed(width)), Column("Kind", width: .fixed(8)),
                ],
                rowCount: 1,
                window: ListWindow(
                    rows: [ListRow([.untrusted("Savings", end: " ..7890"), .text("own")])]
                )
            )
            var model = Samples.listScreen()
            model.title = "Accounts"
            model.blocks = [.list(list)]
            let plane = CellRenderer.render(
                model,
                size: Size(width: 60, height: 16),
                glyphs: .ascii
            ).textPlane
            #expect(plane.contains(shown), "\(width): \(plane)")
            #expect(plane.contains("Sav") == shown.hasPrefix("Sav"), "\(width)")
        }
    }

    // Symptom: among other people's accounts one was "vings ..7548", of nobody. Cause: its product
    // stood in the end, which was cut from the left where its column was narrower.
    @Test(
        "an account behind its holder gives up its product first, then its holder, and no digit",
        arguments: [
            (6, "..7548"), (12, "Gopa. ..7548"), (18, "Gopal Desh. ..7548"),
            (22, "Gopal Deshpande ..7548"), (27, "Gopal Deshpande ..7548"),
            (28, "Gopal Deshpande, Sav. ..7548"), (31, "Gopal Deshpande, Savings ..7548"),
        ]
    )
    func holders(width: Int, shown: String) {
        let list = ListModel(
            id: "accounts",
            title: "Accounts",
            columns: [Column("Account", width: .fixed(width)), Column("Kind", width: .fixed(8))],
            rowCount: 1,
            window: ListWindow(
                rows: [
                    ListRow([
                        .untrusted("Gopal Deshpande, Savings", end: " ..7548"), .text("own"),
                    ])
                ]
            )
        )
        var model = Samples.listScreen()
        model.title = "Accounts"
        model.blocks = [.list(list)]
        let plane = CellRenderer.render(
            model,
            size: Size(width: 60, height: 16),
            glyphs: .ascii
        ).textPlane
        #expect(plane.contains(" \(shown) "), "\(plane)")
    }

    // Symptom: the same cut. Cause: a column could have fewer cells than the least that it needs.
    @Test("an end is there as a whole, or its column is not there")
    func wholeEnds() {
        let list = ListModel(
            id: "accounts",
            title: "Accounts",
            columns: [
                Column("Name", width: .flexible(minimum: 10, comfortable: 18)),
                Column("Account", width: .flexible(minimum: 10), dropPriority: 1),
                Column("Amount", width: .fixed(14), alignment: .trailing),
            ],
            rowCount: 1,
            window: ListWindow(
                rows: [
                    ListRow([
                        .untrusted("Asha Rao"), .untrusted("Savings", end: " 0012 3456 7890"),
                        .amount(Samples.amounts[0]),
                    ])
                ]
            )
        )
        var shownCount = 0
        for width in 20...80 {
            let account = ListLayout(list, width: width).columns.first { $0.index == 1 }
            guard let account else { continue }
            shownCount += 1
            #expect(account.width >= 14, "\(width)")
        }
        #expect((1..<61).contains(shownCount), "both were looked at")
    }

    // Symptom: without colours a payee who could not be paid looked as any other.
    @Test("a row that cannot be chosen has a mark, whatever the colours are")
    func unavailable() {
        var model = Samples.listScreen()
        var list = Samples.list()
        list.window.rows[1].disabledReason = "It holds another currency."
        model.blocks = [.list(list)]
        let plane = CellRenderer.render(
            model,
            size: Size(width: 80, height: 24),
            glyphs: .ascii
        ).textPlane
        let rows = plane.split(separator: "\n").filter { $0.contains("12 Nov 2026") }
        #expect(rows[1].prefix(4) == " x 1", "\(rows[1])")
        #expect(rows[0].prefix(4) == "   1", "\(rows[0])")
    }

    @Test("names in front of an end are cut before other names are")
    func orderOfNames() throws {
        let account = CellContent.untrusted("Savings account", end: " ..7890")
        let list = ListModel(
            id: "accounts",
            title: "Accounts",
            columns: [
                Column("Account", width: .fixed(14)),
                Column("Holder", width: .flexible(minimum: 10, comfortable: 16), dropPriority: -1),
                Column("Available", width: .fixed(15), alignment: .trailing),
            ],
            rowCount: 1,
            window: ListWindow(
                rows: [
                    ListRow([account, .untrusted("Asha Kulkarni"), .amount(Samples.amounts[0])])
                ]
            )
        )
        var wholeCount = 0
        for width in 30...70 {
            let columns = ListLayout(list, width: width).columns
            guard columns.count == 3 else { continue }
            wholeCount += 1
            let (first, holder) = (columns[0].width, columns[1].width)
            #expect(first == 7 || holder >= 16, "\(width): \(first), \(holder)")
        }
        #expect(wholeCount > 0, "a row that has all columns was looked at")
    }
}
