import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// The accounts with their figures, and what happened last.
struct OverviewScreen: ConsoleScreen {
    /// Entries asked for; more than any screen shows at once.
    static let activityLimit = 20

    /// Cells for the name of an account; its digits are never cut.
    static let nameWidth = 18

    private enum Pane: Sendable {
        case accounts, activity
    }

    private var pane = Pane.accounts
    private var accounts = ListState()
    private var activity = ListState()

    var kind: ScreenKind { .overview }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .nextPane: pane = pane == .accounts ? .activity : .accounts
        case .open: open(&turn)
        case .goStatements:
            turn.go(.open(StatementsScreen(accountID: selectedAccount(turn.context))))
        case .newTransfer:
            turn.go(.open(TransferScreen(from: selectedAccount(turn.context), turn.context)))
        default:
            if pane == .accounts { accounts.perform(command) } else { activity.perform(command) }
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        if pane == .accounts { accounts.select(index) } else { activity.select(index) }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.accounts == nil || context.session?.activity == nil
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let session = turn.context.session
        accounts.setCount(session?.accounts?.count ?? 0)
        activity.setCount(session?.activity?.count ?? 0)
        if let rows = visibleRows("accounts") { accounts.setHeight(rows) }
        if let rows = visibleRows("activity") { activity.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        let list = pane == .accounts ? accounts : activity
        if let motion = list.availability(of: command) { return motion }
        switch command {
        case .nextPane:
            return context.session?.activity?.isEmpty == false ? .enabled : .absent
        case .open:
            return list.count > 0 ? .enabled : .disabled("There is nothing to open.")
        case .goStatements:
            return .enabled
        case .newTransfer:
            // With a draft, or without an account to pay from, the console decides.
            guard !context.hasDraft, let id = selectedAccount(context),
                context.session?.transferRefusal == nil,
                context.session?.account(id).map(TransferScreen.canPay) == true
            else { return .absent }
            return .enabled
        default:
            return .absent
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Accounts")
        // Read out, the other list is only told of when somebody goes to it.
        let shows = (
            accounts: !context.viewport.isSpoken || pane == .accounts,
            activity: !context.viewport.isSpoken || pane == .activity
        )
        if shows.accounts { content.blocks = [.list(accountList(context))] }
        let queued = queuedFacts(context)
        if !queued.isEmpty { content.blocks += [.space, .facts(queued)] }
        let activityBlocks: [Block] = [.heading("Recent activity"), .list(activityList(context))]
        if context.viewport.isWide {
            content.aside = activityBlocks
        } else if !context.viewport.isLow, shows.activity {
            content.blocks += [.space] + activityBlocks
        }
        return content
    }

    private func open(_ turn: inout Turn) {
        switch pane {
        case .accounts:
            guard let id = selectedAccount(turn.context) else { return }
            turn.go(.open(AccountScreen(accountID: id, in: turn.context)))
        case .activity:
            guard let entry = selectedEntry(turn.context) else { return }
            turn.go(.open(EntryScreen(entry: entry)))
        }
    }

    private func selectedAccount(_ context: ScreenContext) -> AccountID? {
        guard let list = context.session?.accounts, let row = accounts.selected,
            list.indices.contains(row)
        else { return nil }
        return list[row].record.accountID
    }

    private func selectedEntry(_ context: ScreenContext) -> EntryRecord? {
        guard let list = context.session?.activity, let row = activity.selected,
            list.indices.contains(row)
        else { return nil }
        return list[row]
    }

    private func accountList(_ context: ScreenContext) -> ListModel {
        let format = context.format
        let holder = Column("Holder", width: .flexible(minimum: 10), dropPriority: 1)
        let summaries = context.session?.accounts ?? []
        let shown = accounts.visibleRange.clamped(to: summaries.indices)
        return ListModel(
            id: "accounts",
            title: "Accounts",
            columns: [
                // A holder takes what room is left: the account's name needs no more.
                Column(
                    "Account",
                    width: context.showsHolders
                        ? .fixed(Self.nameWidth) : .flexible(minimum: Self.nameWidth)
                )
            ] + (context.showsHolders ? [holder] : []) + [
                Column("Booked", width: .fixed(12), alignment: .trailing, dropPriority: 2),
                Column("Held", width: .fixed(9), alignment: .trailing, dropPriority: 3),
                Column("Available", width: .fixed(16), alignment: .trailing),
            ],
            rowCount: summaries.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: summaries[shown].map { summary in
                    let name = format.shortAccountName(summary.record, width: Self.nameWidth)
                    let holder: [CellContent] =
                        context.showsHolders ? [.untrusted(format.holder(summary.record))] : []
                    return ListRow(
                        [.untrusted(name)] + holder + [
                            format.figureCell(.booked, besideFreshnessOf: summary.balance),
                            format.figureCell(.held, besideFreshnessOf: summary.balance),
                            format.balanceCell(.available, of: summary.balance),
                        ]
                    )
                }
            ),
            top: accounts.top,
            selected: accounts.selected,
            isFocused: pane == .accounts,
            emptyText: context.session?.accounts == nil ? "Loading" : "You have no accounts here"
        )
    }

    /// What queued transfers would take, on lines of its own: they have changed no balance.
    private func queuedFacts(_ context: ScreenContext) -> [Fact] {
        let format = context.format
        return (context.session?.accounts ?? []).filter { !$0.queued.isZero }.map { summary in
            Fact(
                "Queued from \(format.shortAccountName(summary.record))",
                .amount(format.plainAmount(summary.queued, role: .amountPending, word: "queued")),
                note: "not sent; in no balance"
            )
        }
    }

    private func activityList(_ context: ScreenContext) -> ListModel {
        let format = context.format
        let entries = context.session?.activity ?? []
        let shown = activity.visibleRange.clamped(to: entries.indices)
        return ListModel(
            id: "activity",
            title: "Recent activity",
            columns: [
                Column("Value date", shortTitle: "Date", width: .fixed(11)),
                Column("Counterparty", shortTitle: "Name", width: .flexible(minimum: 10)),
                Column("Account", width: .fixed(Self.nameWidth), dropPriority: 1),
                Column("Amount", width: .fixed(14), alignment: .trailing),
            ],
            rowCount: entries.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: entries[shown].map { entry in
                    let account = context.session?.account(entry.accountID)?.record
                    return ListRow([
                        .text(format.day(entry.valueDate)),
                        .untrusted(SafeText(untrusted: entry.counterparty, limit: .payee)),
                        account.map {
                            .untrusted(format.shortAccountName($0, width: Self.nameWidth))
                        } ?? .empty,
                        .amount(format.entryAmount(entry.amount, withCurrency: true)),
                    ])
                }
            ),
            top: activity.top,
            selected: activity.selected,
            isFocused: pane == .activity,
            emptyText: context.session?.activity == nil ? "Loading" : "Nothing has happened yet",
            showsHeader: !context.viewport.isLow
        )
    }
}
