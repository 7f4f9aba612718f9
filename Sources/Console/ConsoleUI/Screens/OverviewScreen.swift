import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The screen of the accounts with their figures, and of the recent activity.
struct OverviewScreen: RowListScreen {
    /// The fewest entries to request, so that a window that grows a little has them.
    static let leastActivityLimit = 20
    /// The most entries to request, however high a terminal claims to be.
    static let greatestActivityLimit = 200

    /// Cells for the name of an account; its digits are never cut.
    private static let nameWidth = 18
    /// Cells for the name of a holder, in whose favour other columns go.
    private static let holderWidth = 20
    /// Cells for the name of an account without a holder, on a wide screen.
    private static let wideNameWidth = 24

    /// Width of a fact's label in cells, with the account's digits.
    private static let labelWidth = 32
    /// Width of the label of a fact on a narrow screen.
    private static let narrowLabelWidth = 25

    /// Returns the number of newest entries to request: as many as the viewport could show.
    static func activityLimit(for viewport: Viewport) -> Int {
        min(max(leastActivityLimit, viewport.rowCapacity), greatestActivityLimit)
    }

    private enum Pane: String, Sendable {
        case accounts, activity
    }

    private var lists = ListPair(Pane.accounts, .activity)
    private var pane: Pane { lists.pane }
    /// True if there is room for the recent activity.
    private var showsActivity = true

    var kind: ScreenKind { .overview }
    var list: RowList {
        get { lists.list }
        set { lists.list = newValue }
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .nextPane: lists.goToOther(withFilter: matchesElsewhere(turn.context) > 0)
        case .open: open(&turn)
        case .goStatements:
            turn.go(.open(StatementsScreen(accountID: selectedAccount(turn.context))))
        case .newTransfer:
            turn.go(.open(TransferScreen(from: selectedAccount(turn.context), turn.context)))
        default: list.perform(command, &turn)
        }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.accounts == nil || context.session?.activity == nil
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let context = turn.context
        // What is selected here counts also while the other list has the focus.
        lists[.accounts].arrange(foundAccounts(context), height: visibleRows("accounts"))
        lists.arrange(.activity, foundEntries(context), visibleRows)
        // Read out, a list that is not at hand counts as shown: it is one word away.
        showsActivity = visibleRows("activity") != nil
        guard !showsActivity else { return }
        lists.pane = .accounts
        lists[.activity].clear()
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // What is looked for is in the other list: its key works while words are typed, too.
        if command == .nextPane, matchesElsewhere(context) > 0 { return .enabled }
        if let own = list.availability(of: command) { return own }
        switch command {
        case .nextPane:
            return hasOtherList(context) ? .enabled : .inherited
        case .open:
            return list.position.needsSelection(orElse: "There is nothing to open.")
        case .goStatements:
            return .enabled
        case .newTransfer:
            // With a draft, or without an account to pay from, the console decides.
            guard !context.hasDraft, let id = selectedAccount(context),
                context.session?.transferRefusal == nil,
                context.session?.account(id)?.canPay == true
            else { return .inherited }
            return .enabled
        default:
            return .inherited
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Accounts")
        // Read out, the other list is only told of when somebody goes to it.
        let shows = (
            accounts: !context.viewport.isSpoken || pane == .accounts,
            activity: !context.viewport.isSpoken || pane == .activity
        )
        if shows.accounts {
            // The sum that has to stay has no column: few accounts have one.
            content.blocks = [.list(accountList(context))]
            if let minimum = minimumLines(context) {
                content.blocks.append(.text(minimum, role: .text))
            }
        }
        let queued = queuedFacts(context)
        if !queued.isEmpty { content.blocks += [.space, .facts(queued)] }
        if shows.activity, shows.accounts {
            content.blocks += [.space, .heading("Recent activity"), .list(activityList(context))]
        } else {
            // Read out, the list says what it is, and where the other one is.
            if shows.activity { content.blocks.append(.list(activityList(context))) }
            let other: SafeText = pane == .accounts ? "recent activity" : "accounts"
            if hasOtherList(context) {
                content.blocks.append(.text("Other list goes to the \(other)."))
            }
        }
        return content
    }

    /// Returns true if there is another list to go to.
    private func hasOtherList(_ context: ScreenContext) -> Bool {
        showsActivity && context.session?.activity?.isEmpty == false
    }

    /// Returns the number of matches in the other list, if this one has none.
    private func matchesElsewhere(_ context: ScreenContext) -> Int {
        guard list.isFiltered, hasOtherList(context) else { return 0 }
        return switch pane {
        case .accounts:
            foundAccounts(context, by: list).isEmpty ? foundEntries(context, by: list).count : 0
        case .activity:
            foundEntries(context, by: list).isEmpty ? foundAccounts(context, by: list).count : 0
        }
    }

    /// Returns the words that the other list has matches; nil if this list lacks the focus, or
    /// neither has a match.
    private func elsewhereWords(
        _ nothing: SafeText,
        from pane: Pane,
        _ context: ScreenContext
    ) -> SafeText? {
        lists.elsewhere(
            nothing,
            in: pane,
            count: matchesElsewhere(context),
            pane == .accounts ? "in Recent activity" : "in Accounts",
            isSpoken: context.viewport.isSpoken
        )
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

    private func foundAccounts(
        _ context: ScreenContext,
        by list: RowList? = nil
    ) -> [AccountSummary] {
        let format = context.format
        return (list ?? lists[.accounts]).found(among: context.session?.accounts ?? [], format) {
            format.searched($0)
        }
    }

    private func foundEntries(_ context: ScreenContext, by list: RowList? = nil) -> [EntryRecord] {
        (list ?? lists[.activity]).found(among: context.session?.activity ?? [], context.format) {
            entry in
            SearchedRow(
                cells: row(entry, context).cells,
                hidden: entry.counterparty,
                numbers: [entry.journalID.rawValue, entry.transferID.rawValue],
                amounts: [entry.amount],
                figures: [entry.balanceAfter],
                direction: entry.direction,
                days: [entry.valueDate]
            )
        }
    }

    /// Returns true if there are older entries than the activity holds, which are not searched.
    private static func holdsNewestOnly(_ session: Session?) -> Bool {
        let count = (session?.accounts ?? []).reduce(0) { $0 + $1.entryCount }
        return count > session?.activity?.count ?? 0
    }

    /// The account that is selected in the list; nil if there is none.
    func selectedAccount(_ context: ScreenContext) -> AccountID? {
        lists[.accounts].chosen(among: foundAccounts(context))?.record.accountID
    }

    private func selectedEntry(_ context: ScreenContext) -> EntryRecord? {
        lists[.activity].chosen(among: foundEntries(context))
    }

    private func accountList(_ context: ScreenContext) -> ListModel {
        let format = context.format
        let words = context.words
        let all = context.session?.accounts ?? []
        let numbers = Self.numberColumns(context)
        let names = Self.nameColumns(context) + numbers
        let blanks = [CellContent](repeating: .empty, count: names.count)
        // One explains the other, so they go together, and after everything else. Few accounts have an
        // overdraft: a line says the same in fewer cells.
        let overdrafts = overdraftWords(context)
        let parts: [(figure: Format.Figure, column: Column)] = [
            (.booked, Self.partColumn(words.booked, width: 12)),
            (.held, Self.partColumn(words.held, width: 9)),
            (.overdraft, Self.partColumn(words.overdraft, width: 10, substitute: overdrafts)),
        ].filter { $0.0 != .overdraft || overdrafts != nil }
        func figures(_ balance: AgedBalance) -> [CellContent] {
            parts.map { format.figureCell($0.figure, besideFreshnessOf: balance) }
                + [format.balanceCell(.available, of: balance)]
        }
        let list = lists[.accounts]
        let empty: SafeText =
            list.isFiltered
            ? elsewhereWords("No account matches", from: .accounts, context)
                ?? "No account matches what you typed"
            : context.emptyText(.accounts, "You have no accounts here")
        let widest = format.widest(of: all.map(\.balance)).map { ListRow(blanks + figures($0)) }
        var model = list.model(
            Pane.accounts.rawValue,
            "Accounts",
            names + parts.map(\.column) + [
                Column(words.available, width: .fixed(16), alignment: .trailing)
            ],
            foundAccounts(context),
            of: all,
            loadsVisibleRowsOnly: true,
            measured: widest + Self.widestNames(all, context, numbers.isEmpty),
            emptyText: context.session?.accounts == nil ? "Loading" : empty,
            format
        ) {
            let number = numbers.isEmpty ? [] : Self.numberCells($0.record, format)
            return ListRow(Self.nameCells($0.record, context) + number + figures($0.balance))
        }
        model.isFocused = pane == .accounts
        return model
    }

    /// Returns the columns for the account's name: on a narrow screen staff read the holder's name
    /// instead of the product's.
    private static func nameColumns(_ context: ScreenContext) -> [Column] {
        guard context.hasHolderColumn else {
            return [
                Column(
                    "Account",
                    width: context.viewport.isWide
                        ? .fixed(wideNameWidth) : .flexible(minimum: nameWidth)
                )
            ]
        }
        return holderColumns(priorities: (account: 0, holder: -1))
    }

    /// Returns the columns for an account and its holder; the holder gets the rest of the width.
    private static func holderColumns(priorities: (account: Int, holder: Int)) -> [Column] {
        [
            Column("Account", width: .fixed(nameWidth), dropPriority: priorities.account),
            Column(
                "Holder",
                width: .flexible(minimum: 10, comfortable: holderWidth),
                dropPriority: priorities.holder
            ),
        ]
    }

    /// Returns the columns for the account's number, if the width is free; none if all numbers are
    /// masked.
    private static func numberColumns(_ context: ScreenContext) -> [Column] {
        let accounts = context.session?.accounts ?? []
        guard context.viewport.isWide,
            accounts.contains(where: { $0.record.access != .viewMasked })
        else { return [] }
        return [
            Column("Number", width: .fixed(19), dropPriority: Column.sparePriority),
            Column("IFSC", width: .fixed(11), dropPriority: Column.sparePriority + 1),
        ]
    }

    private static func numberCells(_ record: AccountRecord, _ format: Format) -> [CellContent] {
        let number = format.accountNumber(record.number, isMasked: record.access == .viewMasked)
        return [number, record.branchCode].map {
            .text(SafeText(untrusted: $0, limit: .payee), role: .textCode)
        }
    }

    private static func nameCells(
        _ record: AccountRecord,
        _ context: ScreenContext
    ) -> [CellContent] {
        let format = context.format
        guard context.showsHolders else { return [format.accountCell(record)] }
        return context.hasHolderColumn
            ? [format.accountCell(record), .untrusted(format.holder(record))]
            : [format.holderCell(record)]
    }

    /// Returns rows with the widest names of all, so that no column moves when they become visible
    /// or are searched.
    private static func widestNames(
        _ accounts: [AccountSummary],
        _ context: ScreenContext,
        _ hasNoNumbers: Bool
    ) -> [ListRow] {
        [(true, true), (true, false), (false, true), (false, false)].compactMap { kind in
            accounts.first {
                ($0.record.access == .viewMasked, $0.record.isClosed) == kind
            }.map { account in
                let numbers = hasNoNumbers ? [] : numberCells(account.record, context.format)
                return ListRow(nameCells(account.record, context) + numbers)
            }
        }
    }

    /// Returns a column for a part of the available amount; one with a substitute is dropped first.
    private static func partColumn(
        _ title: SafeText,
        width: Int,
        substitute: SafeText? = nil
    ) -> Column {
        Column(
            title,
            width: .fixed(width),
            alignment: .trailing,
            dropPriority: substitute == nil ? -2 : 1,
            substitute: substitute
        )
    }

    /// Returns the sums of queued transfers on lines of their own, since they changed no balance.
    private func queuedFacts(_ context: ScreenContext) -> [Fact] {
        let format = context.format
        let outbox = context.session?.outbox ?? []
        let (link, room): (SafeText, Int) =
            context.viewport.isNarrow
            ? (", ", Self.narrowLabelWidth) : (" from ", Self.labelWidth)
        let sums = (context.session?.accounts ?? []).map(\.record).flatMap { account in
            WaitingSum.sums(of: outbox, from: account).map { sum in
                let beginning = sum.words.label + link
                let name = format.shortAccountName(account, width: room - beginning.width)
                return sum.fact(beginning + name, format)
            }
        }
        return WaitingSum.lines(sums)
    }

    private func activityList(_ context: ScreenContext) -> ListModel {
        let all = context.session?.activity ?? []
        let list = lists[.activity]
        let isNewest = Self.holdsNewestOnly(context.session)
        let nothing: SafeText =
            isNewest
            ? "Not in the newest \(all.count); an account's list has every entry"
            : "Nothing found"
        let empty: SafeText =
            list.isFiltered
            ? elsewhereWords("Not in Recent activity", from: .activity, context) ?? nothing
            : context.emptyText(.activity, "Nothing has happened yet")
        // No more are asked for than a screen could show, so all of them are measured.
        var model = list.model(
            Pane.activity.rawValue,
            "Recent activity",
            Self.activityColumns(context),
            foundEntries(context),
            of: all,
            isNewest: isNewest,
            emptyText: context.session?.activity == nil ? "Loading" : empty,
            context.format
        ) { row($0, context) }
        model.isFocused = pane == .activity
        model.showsHeader = !context.viewport.isLow
        model.isOptional = true
        return model
    }

    private static func activityColumns(_ context: ScreenContext) -> [Column] {
        // Hidden amounts take less room, and names get that first: none is cut that was whole before.
        // How wide the amounts are must not show, so it cannot choose the columns.
        let referencePriority = context.masksAmounts ? Column.sparePriority : 2
        var columns = [
            Column("Value date", shortTitle: "Date", width: .fixed(11)),
            Column(
                "Counterparty",
                shortTitle: "Name",
                width: .flexible(minimum: 10, comfortable: 18)
            ),
            Column(
                "Reference",
                width: .flexible(minimum: 10, comfortable: 16),
                dropPriority: referencePriority
            ),
        ]
        columns +=
            context.hasHolderColumn
            ? holderColumns(priorities: (account: 1, holder: 1))
            : [Column("Account", width: .fixed(nameWidth), dropPriority: 1)]
        return columns + [Column("Amount", width: .fixed(14), alignment: .trailing)]
    }

    private func row(_ entry: EntryRecord, _ context: ScreenContext) -> ListRow {
        let format = context.format
        let account = context.session?.account(entry.accountID)?.record
        let blanks = [CellContent](repeating: .empty, count: context.hasHolderColumn ? 2 : 1)
        var cells: [CellContent] = [
            .text(format.day(entry.valueDate)), entry.otherSide(in: context),
            .untrusted(SafeText(untrusted: entry.reference, limit: .reference)),
        ]
        cells += account.map { Self.nameCells($0, context) } ?? blanks
        cells.append(.amount(format.entryAmount(entry.amount, withCurrency: true)))
        return ListRow(cells)
    }
}
