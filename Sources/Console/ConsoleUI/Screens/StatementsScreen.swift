import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The choice of a statement: the account, then the month.
struct StatementsScreen: ConsoleScreen {
    private enum Pane: Sendable {
        case accounts, months
    }

    private var pane: Pane
    private var accountID: AccountID?
    private var accountList = RowList()
    private var months: [StatementMonth]?
    /// True if the months could not be read at the last request.
    private var hasFailed = false
    private var monthList = RowList()
    /// The account to select once the accounts are known.
    private var wanted: AccountID?

    /// Creates the screen with the months of an account, or with the accounts.
    init(accountID: AccountID?) {
        self.accountID = accountID
        wanted = accountID
        pane = accountID == nil ? .accounts : .months
    }

    var kind: ScreenKind { .statements }
    var focus: InputFocus { list.focus }

    /// The list that has the focus.
    private var list: RowList {
        get { pane == .accounts ? accountList : monthList }
        set { if pane == .accounts { accountList = newValue } else { monthList = newValue } }
    }

    mutating func appear(_ turn: inout Turn) {
        let accounts = turn.context.session?.accounts ?? []
        if accountID == nil, accounts.count == 1 {
            accountID = accounts[0].record.accountID
            pane = .months
        }
        accountList.arrange(accounts, height: nil)
        if let wanted, let row = accounts.firstIndex(where: { $0.record.accountID == wanted }) {
            accountList.select(row)
        }
        ask(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .nextPane: pane = pane == .accounts ? .months : .accounts
        case .back where !list.isFiltered: back(&turn)
        case .open: open(&turn)
        default: list.perform(command, &turn)
        }
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        list.edit(edit)
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if let (query, received) = reply.answer(to: StatementMonthsQuery.self),
            query.accountID == accountID
        {
            months = received
            hasFailed = false
        } else if reply.failure(of: StatementMonthsQuery.self) != nil {
            hasFailed = true
        } else if case .accounts = reply, isGone(turn.context) {
            // They are asked for anew with the next news, and listed only once access is back.
            months = nil
            monthList = RowList()
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        accountID != nil && months == nil && !hasFailed && !isGone(context)
    }

    /// Returns true if the user no longer sees the account whose months are listed.
    private func isGone(_ context: ScreenContext) -> Bool {
        guard let accountID, context.session?.accounts != nil else { return false }
        return context.session?.account(accountID) == nil
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let context = turn.context
        accountList.arrange(
            foundAccounts(context),
            height: visibleRows("accounts"),
            isAttended: pane == .accounts
        )
        monthList.arrange(
            foundMonths(context.format),
            height: visibleRows("months"),
            isAttended: pane == .months
        )
    }

    func backAction(in context: ScreenContext) -> BackAction { list.backAction ?? .goBack }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        if let own = list.availability(of: command) { return own }
        switch command {
        case .back: return .enabled
        case .nextPane: return accountID == nil ? .inherited : .enabled
        case .open:
            return list.position.needsSelection(
                orElse: pane == .months && isAwaitingRows(in: context)
                    ? "The months are being looked up." : "There is nothing to open."
            )
        default: return .inherited
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let format = context.format
        let found = foundAccounts(context)
        let shown = accountList.position.visibleRange.clamped(to: found.indices)
        var content = ScreenContent(title: "Statements")
        content.blocks = [
            .list(
                ListModel(
                    id: "accounts",
                    title: "Accounts",
                    columns: [Column("Account", width: .flexible(minimum: 16, comfortable: 29))]
                        + (context.showsHolders
                            ? [Column("Holder", width: .flexible(minimum: 10, comfortable: 20))]
                            : []),
                    rowCount: found.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: found[shown].map { account in
                            let holder: [CellContent] =
                                context.showsHolders
                                ? [.untrusted(format.holder(account.record))] : []
                            return ListRow(
                                [format.numberedCell(account.record)] + holder
                            )
                        }
                    ),
                    top: accountList.position.top,
                    selected: accountList.position.selected,
                    rowIDs: accountList.position.ids,
                    isFocused: pane == .accounts,
                    filter: accountList.filterLine(
                        found: found.count,
                        of: context.session?.accounts?.count ?? 0,
                        format
                    ),
                    footer: accountList.position.lostNote,
                    emptyText: accountList.isFiltered
                        ? "No account matches what you typed"
                        : context.emptyText(.accounts, "You have no accounts here")
                )
            )
        ]
        guard accountID != nil else { return content }
        content.blocks += [.space, .list(monthModel(context))]
        return content
    }

    private func monthModel(_ context: ScreenContext) -> ListModel {
        let format = context.format
        // A row has room for what happened, and hardly for what to do about it.
        let reason = SafeText(
            trusted: isGone(context)
                ? Sentences.accountNotShown.happened
                : Sentences.unreadable(StatementMonthsQuery.self, for: context.words).text
        )
        let nothing: SafeText =
            months != nil
            ? "There are no statements yet" : isAwaitingRows(in: context) ? "Loading" : reason
        let found = foundMonths(format)
        let shown = monthList.position.visibleRange.clamped(to: found.indices)
        return ListModel(
            id: "months",
            title: "Months",
            columns: [Column("Month", width: .flexible(minimum: 14))],
            rowCount: found.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: found[shown].map { month in
                    ListRow([.text(SafeText(trusted: Self.name(of: month, format)))])
                }
            ),
            top: monthList.position.top,
            selected: monthList.position.selected,
            rowIDs: monthList.position.ids,
            isFocused: pane == .months,
            filter: monthList.filterLine(found: found.count, of: months?.count ?? 0, format),
            footer: monthList.position.lostNote,
            emptyText: monthList.isFiltered
                ? "No month matches what you typed"
                : nothing
        )
    }

    private func foundAccounts(_ context: ScreenContext) -> [AccountSummary] {
        let format = context.format
        return accountList.found(among: context.session?.accounts ?? [], format) {
            format.searched($0)
        }
    }

    private func foundMonths(_ format: Format) -> [StatementMonth] {
        monthList.found(among: months ?? [], format) { month in
            let first = BusinessDate(year: month.year, month: month.month, day: 1)
            return SearchedRow(
                cells: [.text(SafeText(trusted: Self.name(of: month, format)))],
                days: first.map { [$0] } ?? []
            )
        }
    }

    private static func name(of month: StatementMonth, _ format: Format) -> String {
        format.dates.month(year: month.year, month: month.month)
    }

    /// Requests the months of the account, if one is chosen.
    private mutating func ask(_ turn: inout Turn) {
        guard let accountID else { return }
        hasFailed = false
        turn.ask(StatementMonthsQuery(accountID: accountID))
    }

    private mutating func back(_ turn: inout Turn) {
        if pane == .months, turn.context.session?.accounts?.count ?? 0 > 1, wanted == nil {
            pane = .accounts
        } else {
            turn.go(.close)
        }
    }

    private mutating func open(_ turn: inout Turn) {
        switch pane {
        case .accounts:
            let found = foundAccounts(turn.context)
            guard let id = accountList.chosen(among: found)?.record.accountID else { return }
            if id != accountID { months = nil }
            accountID = id
            monthList = RowList()
            pane = .months
            ask(&turn)
        case .months:
            let found = foundMonths(turn.context.format)
            guard let accountID, let months, let month = monthList.chosen(among: found) else {
                return
            }
            turn.go(.open(StatementScreen(accountID: accountID, month: month, among: months)))
        }
    }
}
