import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// List of the accounts to pay from, with the words by which they are filtered.
struct PayerPicker: Sendable {
    /// Selection and scroll position among the filtered accounts.
    var list = ListState()
    /// Words that are looked for.
    var words = TextField(maximumScalarCount: 40)
    /// True if words can be typed: among other people's accounts there are many.
    let filters: Bool

    /// Creates a list without rows.
    init(filters: Bool) {
        self.filters = filters
    }

    /// Returns the accounts in which, or in whose holders, the typed words are found.
    func rows(_ context: ScreenContext) -> [AccountSummary] {
        let accounts = context.session?.accounts ?? []
        let format = context.format
        var filter = RowFilter(words.text, format.convention)
        return filter.isEmpty ? accounts : accounts.filter { filter.admits(format.searched($0)) }
    }

    /// Edits the words and starts anew; returns the reason why not all that was typed is held, if
    /// any.
    mutating func edit(_ edit: FieldEdit, _ context: ScreenContext) -> SafeText? {
        let refusal = words.edit(edit)
        list.restart()
        begin(context)
        return refusal
    }

    /// Selects the first account that can pay, or the first of all if none can.
    mutating func begin(_ context: ScreenContext) {
        let rows = rows(context)
        list.setRows(rows)
        list.select(rows.firstIndex(where: \.canPay) ?? 0)
    }

    /// Selects the account that was chosen before; no row if it is gone.
    mutating func select(_ chosen: AccountID?, _ context: ScreenContext) {
        let rows = rows(context)
        list.setRows(rows)
        let isHere = context.session?.accounts?.contains { $0.record.accountID == chosen }
        if let row = rows.firstIndex(where: { $0.record.accountID == chosen }) {
            list.select(row)
        } else if let chosen, isHere != true {
            list.choose(RowID(chosen.rawValue), among: rows)
        } else {
            // Nothing was chosen, or it only lacks the words that are looked for.
            begin(context)
        }
    }

    /// Updates the rows; a list whose rows have only now arrived begins as any other.
    mutating func arrange(_ chosen: AccountID?, isAttended: Bool, _ context: ScreenContext) {
        let isNew = list.count == 0
        list.setRows(rows(context), isAttended: isAttended)
        if isNew, chosen == nil, list.selected == 0 { begin(context) }
    }

    /// Returns the heading and the list.
    func blocks(_ context: ScreenContext) -> [Block] {
        let accounts = rows(context)
        let holder = Column(
            "Holder",
            width: .flexible(minimum: 10, comfortable: 20),
            dropPriority: -1
        )
        let shown = list.visibleRange.clamped(to: accounts.indices)
        return [
            .heading("Which account pays?"),
            .list(
                ListModel(
                    id: "from",
                    title: "Accounts",
                    columns: [
                        Column("Account", width: .flexible(minimum: 16, comfortable: 29))
                    ] + (context.showsHolders ? [holder] : []) + [
                        Column("Available", width: .fixed(16), alignment: .trailing)
                    ],
                    rowCount: accounts.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: accounts[shown].map { row($0, context) }
                    ),
                    measured: measured(context),
                    top: list.top,
                    selected: list.selected,
                    rowIDs: list.ids,
                    filter: filters ? words.filterLine("type a holder or a number") : nil,
                    footer: list.lostNote,
                    emptyText: words.isEmpty
                        ? context.emptyText(.accounts, "You have no accounts here")
                        : "No account matches what you typed"
                )
            ),
        ]
    }

    private func row(_ account: AccountSummary, _ context: ScreenContext) -> ListRow {
        let format = context.format
        // Beside a holder, a narrow screen has room for the last digits.
        let name =
            context.showsHolders && context.viewport.isNarrow
            ? format.accountCell(account.record) : format.numberedCell(account.record)
        let cells = [name] + context.holderCells(account.record)
        return ListRow(
            cells + [format.balanceCell(.available, of: account.balance)],
            disabledReason: account.record.noPaymentWords
        )
    }

    /// Returns the rows by which the columns are measured, so that they are as wide on every page.
    private func measured(_ context: ScreenContext) -> [ListRow] {
        let format = context.format
        let blanks = [CellContent](repeating: .empty, count: context.showsHolders ? 2 : 1)
        return format.widest(of: (context.session?.accounts ?? []).map(\.balance)).map {
            ListRow(blanks + [format.balanceCell(.available, of: $0)])
        }
    }
}
