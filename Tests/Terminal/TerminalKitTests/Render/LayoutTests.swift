import Testing

@testable import TerminalKit

/// Goal: what gives way on a narrow screen does so in the agreed order, and amounts never do.
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
        #expect(columns(70) == ["Date", "Description", "Status", "Amount"])
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

    @Test("the second column stands beside the first on a wide screen alone")
    func aside() {
        let model = Samples.listScreen()
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
