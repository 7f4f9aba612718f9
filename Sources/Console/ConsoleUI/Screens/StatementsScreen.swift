import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The choice of a statement: the account, then the month.
struct StatementsScreen: RowListScreen {
    private enum Pane: String, Sendable {
        case accounts, months
    }

    private var lists = ListPair(Pane.accounts, .months)
    private var pane: Pane { lists.pane }
    private var accountID: AccountID?
    private var months: [StatementMonth]?
    /// True if the months could not be read at the last request.
    private var hasFailed = false
    /// The account to select once the accounts are known.
    private var wanted: AccountID?

    /// Creates the screen with the months of an account, or with the accounts.
    init(accountID: AccountID?) {
        self.accountID = accountID
        wanted = accountID
        if accountID != nil { lists.pane = .months }
    }

    var kind: ScreenKind { .statements }
    var list: RowList {
        get { lists.list }
        set { lists.list = newValue }
    }

    mutating func appear(_ turn: inout Turn) {
        let accounts = turn.context.session?.accounts ?? []
        if accountID == nil, accounts.count == 1 {
            accountID = accounts[0].record.accountID
            lists.pane = .months
        }
        lists[.accounts].arrange(accounts, height: nil)
        if let wanted, let row = accounts.firstIndex(where: { $0.record.accountID == wanted }) {
            lists[.accounts].select(row)
        }
        ask(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .nextPane: lists.goToOther()
        case .back where !list.isFiltered: back(&turn)
        case .open: open(&turn)
        default: list.perform(command, &turn)
        }
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
            lists[.months] = RowList()
        }
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
        lists.arrange(.accounts, foundAccounts(context), visibleRows)
        lists.arrange(.months, foundMonths(context.format), visibleRows)
    }

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
        var content = ScreenContent(title: "Statements")
        content.blocks = [.list(accountModel(context))]
        guard accountID != nil else { return content }
        content.blocks += [.space, .list(monthModel(context))]
        return content
    }

    private func accountModel(_ context: ScreenContext) -> ListModel {
        let format = context.format
        let list = lists[.accounts]
        let holder = Column("Holder", width: .flexible(minimum: 10, comfortable: 20))
        var model = list.model(
            Pane.accounts.rawValue,
            "Accounts",
            [Column("Account", width: .flexible(minimum: 16, comfortable: 29))]
                + (context.showsHolders ? [holder] : []),
            foundAccounts(context),
            of: context.session?.accounts ?? [],
            loadsVisibleRowsOnly: true,
            emptyText: list.isFiltered
                ? "No account matches what you typed"
                : context.emptyText(.accounts, "You have no accounts here"),
            format
        ) { ListRow([format.numberedCell($0.record)] + context.holderCells($0.record)) }
        model.isFocused = pane == .accounts
        return model
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
        let list = lists[.months]
        var model = list.model(
            Pane.months.rawValue,
            "Months",
            [Column("Month", width: .flexible(minimum: 14))],
            foundMonths(format),
            of: months ?? [],
            loadsVisibleRowsOnly: true,
            emptyText: list.isFiltered ? "No month matches what you typed" : nothing,
            format
        ) { ListRow([.text(Self.name(of: $0, format))]) }
        model.isFocused = pane == .months
        return model
    }

    private func foundAccounts(_ context: ScreenContext) -> [AccountSummary] {
        let format = context.format
        return lists[.accounts].found(among: context.session?.accounts ?? [], format) {
            format.searched($0)
        }
    }

    private func foundMonths(_ format: Format) -> [StatementMonth] {
        lists[.months].found(among: months ?? [], format) { month in
            let first = BusinessDate(year: month.year, month: month.month, day: 1)
            return SearchedRow(
                cells: [.text(Self.name(of: month, format))],
                days: first.map { [$0] } ?? []
            )
        }
    }

    private static func name(of month: StatementMonth, _ format: Format) -> SafeText {
        SafeText(trusted: format.dates.month(year: month.year, month: month.month))
    }

    /// Requests the months of the account, if one is chosen.
    private mutating func ask(_ turn: inout Turn) {
        guard let accountID else { return }
        hasFailed = false
        turn.ask(StatementMonthsQuery(accountID: accountID))
    }

    private mutating func back(_ turn: inout Turn) {
        if pane == .months, turn.context.session?.accounts?.count ?? 0 > 1, wanted == nil {
            lists.pane = .accounts
        } else {
            turn.go(.close)
        }
    }

    private mutating func open(_ turn: inout Turn) {
        switch pane {
        case .accounts:
            let found = foundAccounts(turn.context)
            guard let id = lists[.accounts].chosen(among: found)?.record.accountID else { return }
            if id != accountID { months = nil }
            accountID = id
            lists[.months] = RowList()
            lists.pane = .months
            ask(&turn)
        case .months:
            let found = foundMonths(turn.context.format)
            guard let accountID, let months, let month = lists[.months].chosen(among: found) else {
                return
            }
            turn.go(.open(StatementScreen(accountID: accountID, month: month, among: months)))
        }
    }
}
