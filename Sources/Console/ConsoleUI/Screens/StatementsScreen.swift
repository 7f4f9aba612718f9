import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// Which statement: the account, then the month.
struct StatementsScreen: ConsoleScreen {
    private enum Pane: Sendable {
        case accounts, months
    }

    private var pane: Pane
    private var accountID: AccountID?
    private var accountList = ListState()
    private var months: [StatementMonth]?
    /// Whether the months could not be read when they were asked for last.
    private var hasFailed = false
    private var monthList = ListState()
    /// The account that is to be selected when the accounts are known.
    private var wanted: AccountID?

    /// Begins with the months of an account, or with the accounts.
    init(accountID: AccountID?) {
        self.accountID = accountID
        wanted = accountID
        pane = accountID == nil ? .accounts : .months
    }

    var kind: ScreenKind { .statements }
    var focus: InputFocus { .commands }

    mutating func appear(_ turn: inout Turn) {
        let accounts = turn.context.session?.accounts ?? []
        if accountID == nil, accounts.count == 1 {
            accountID = accounts[0].record.accountID
            pane = .months
        }
        accountList.setCount(accounts.count)
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
        case .back: back(&turn)
        case .open: open(&turn)
        default:
            if pane == .accounts {
                accountList.perform(command)
            } else {
                monthList.perform(command)
            }
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        switch reply {
        case .statementMonths(let id, let received) where id == accountID:
            months = received
            hasFailed = false
            monthList.setCount(received.count)
        case .failed(.statementMonths): hasFailed = true
        default: return
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        if pane == .accounts { accountList.select(index) } else { monthList.select(index) }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        accountID != nil && months == nil && !hasFailed
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        accountList.setCount(turn.context.session?.accounts?.count ?? 0)
        if let rows = visibleRows("accounts") { accountList.setHeight(rows) }
        if let rows = visibleRows("months") { monthList.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        let list = pane == .accounts ? accountList : monthList
        if let motion = list.availability(of: command) { return motion }
        switch command {
        case .back: return .enabled
        case .nextPane: return accountID == nil ? .absent : .enabled
        case .open:
            if list.count > 0 { return .enabled }
            return .disabled(
                pane == .months && months == nil && !hasFailed
                    ? "The months are being looked up." : "There is nothing to open."
            )
        default: return .absent
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let format = context.format
        let accounts = context.session?.accounts ?? []
        let shown = accountList.visibleRange.clamped(to: accounts.indices)
        var content = ScreenContent(title: "Statements")
        content.blocks = [
            .list(
                ListModel(
                    id: "accounts",
                    title: "Accounts",
                    columns: [Column("Account", width: .flexible(minimum: 16))],
                    rowCount: accounts.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: accounts[shown].map {
                            ListRow([.untrusted(format.accountName($0.record))])
                        }
                    ),
                    top: accountList.top,
                    selected: accountList.selected,
                    isFocused: pane == .accounts,
                    emptyText: "You have no accounts here"
                )
            )
        ]
        guard accountID != nil else { return content }
        content.blocks += [.space, .list(monthModel(format))]
        return content
    }

    private func monthModel(_ format: Format) -> ListModel {
        let known = months ?? []
        let shown = monthList.visibleRange.clamped(to: known.indices)
        return ListModel(
            id: "months",
            title: "Months",
            columns: [Column("Month", width: .flexible(minimum: 14))],
            rowCount: known.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: known[shown].map { month in
                    ListRow([
                        .text(
                            SafeText(
                                trusted: format.dates.month(year: month.year, month: month.month)
                            )
                        )
                    ])
                }
            ),
            top: monthList.top,
            selected: monthList.selected,
            isFocused: pane == .months,
            emptyText: months != nil
                ? "There are no statements yet"
                : hasFailed ? SafeText(trusted: Sentences.failed(.statementMonths).text) : "Loading"
        )
    }

    /// Asks for the months of the account, if one is chosen.
    private mutating func ask(_ turn: inout Turn) {
        guard let accountID else { return }
        hasFailed = false
        turn.ask(.statementMonths(accountID))
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
            guard let accounts = turn.context.session?.accounts, let row = accountList.selected,
                accounts.indices.contains(row)
            else { return }
            let id = accounts[row].record.accountID
            if id != accountID { months = nil }
            accountID = id
            monthList = ListState(count: months?.count ?? 0, height: monthList.height)
            pane = .months
            ask(&turn)
        case .months:
            guard let accountID, let months, let row = monthList.selected,
                months.indices.contains(row)
            else { return }
            turn.go(
                .open(StatementScreen(accountID: accountID, month: months[row], among: months))
            )
        }
    }
}
