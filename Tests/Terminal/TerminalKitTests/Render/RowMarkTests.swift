import Testing

@testable import TerminalKit

/// Goal: marks beside and above the rows explain each row without colours.
///
/// Method: known lists, drawn in ASCII and laid out over runs of widths.
@Suite struct RowMarkTests {
    private func rows(_ list: ListModel, _ size: Size) -> [Substring] {
        var model = Samples.listScreen()
        model.blocks = [.list(list)]
        model.progress = nil
        let plane = CellRenderer.render(model, size: size, glyphs: .ascii).textPlane
        return plane.split(separator: "\n").filter { $0.contains("12 Nov 2026") }
    }

    // Symptom: with the cursor on it, a row that could not be chosen looked as one that could.
    @Test("a row that cannot be chosen keeps its mark when the cursor is on it")
    func selected() {
        var list = Samples.list()
        list.window.rows[1].disabledReason = "It holds another currency."
        list.selected = 1
        let size = Size(width: 80, height: 24)
        #expect(rows(list, size)[1].prefix(4) == " x>1", "\(rows(list, size)[1])")
        list.isFocused = false
        #expect(rows(list, size)[1].prefix(4) == " x-1", "\(rows(list, size)[1])")
        list.selected = 0
        #expect(rows(list, size)[0].prefix(4) == " - 1", "\(rows(list, size)[0])")
        #expect(rows(list, size)[1].prefix(4) == " x 1", "\(rows(list, size)[1])")
    }

    @Test("the mark stays where the list goes on beyond that row")
    func continued() {
        var list = Samples.list()
        for row in list.window.rows.indices {
            list.window.rows[row].disabledReason = "It holds another currency."
        }
        list.selected = 25
        list.top = 25
        for size in [Size(width: 60, height: 16), Size(width: 79, height: 24)] {
            let selected = rows(list, size).filter { $0.contains(">") }
            #expect(selected.count == 1)
            #expect(selected.first?.contains("x>12 Nov") == true, "\(selected)")
        }
    }

    /// Hidden amounts under titles that are wider than they are, beside a holder.
    private func hiddenAmounts() -> ListModel {
        let hidden = AmountContent("*****", fractionDigitCount: 0)
        let available = AmountContent("*****", fractionDigitCount: 0, currency: "INR")
        func figures(_ title: SafeText, _ width: Int) -> Column {
            Column(title, width: .fixed(width), alignment: .trailing, dropPriority: -2)
        }
        return ListModel(
            id: "accounts",
            title: "Accounts",
            columns: [
                Column("Account", width: .fixed(18)),
                Column("Holder", width: .flexible(minimum: 10, comfortable: 20), dropPriority: -1),
                figures("Booked", 12), figures("Held", 9), figures("Overdraft", 10),
                Column("Available", width: .fixed(16), alignment: .trailing),
            ],
            rowCount: 1,
            window: ListWindow(
                rows: [
                    ListRow([
                        .untrusted("Savings", end: " ..7890"), .untrusted("Asha Rao"),
                        .amount(hidden), .amount(hidden), .amount(hidden), .amount(available),
                    ])
                ]
            )
        )
    }

    // Symptom: over hidden amounts "Overdraft" was cut to "Ov...", while the columns before it had
    // more than their titles need.
    @Test("no title of amounts is cut while another column has more than it needs")
    func titles() {
        let list = hiddenAmounts()
        var wholeCount = 0
        for width in 40...130 {
            let layout = ListLayout(list, width: width)
            guard layout.columns.count == list.columns.count else { continue }
            let amounts = layout.columns.filter { $0.index >= 2 }
            let short = amounts.filter { $0.width < list.columns[$0.index].title.width }
            let ample = amounts.filter { $0.width > max(9, list.columns[$0.index].title.width) }
            #expect(short.isEmpty || ample.isEmpty, "\(width)")
            if short.isEmpty { wholeCount += 1 }
            // The prefix, the columns at their modest widths and titles, and one cell between them.
            #expect(short.isEmpty || width < 2 + 18 + 20 + 6 + 5 + 9 + 9 + 5, "\(width)")
        }
        #expect(wholeCount > 0)
    }
}
