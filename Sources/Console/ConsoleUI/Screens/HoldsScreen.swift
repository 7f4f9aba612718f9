import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The money of an account that is set aside, hold by hold.
struct HoldsScreen: ConsoleScreen {
    /// Whose holds.
    let accountID: AccountID

    private var holds: [HoldRecord]
    private var list = RowList()

    /// Lists holds that were read before.
    init(accountID: AccountID, holds: [HoldRecord]) {
        self.accountID = accountID
        self.holds = holds
        list.arrange(count: holds.count, height: nil)
    }

    var kind: ScreenKind { .holds }
    var focus: InputFocus { list.focus }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        list.perform(command, &turn)
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        list.edit(edit)
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        guard case .holds(accountID, let records) = reply else { return }
        holds = records
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let count = found(turn.context.format).count
        list.arrange(count: count, height: visibleRows("holds"))
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        list.availability(of: command) ?? .absent
    }

    func backDeed(in context: ScreenContext) -> BackDeed { list.backDeed ?? .goBack }

    func show(in context: ScreenContext) -> ScreenContent {
        let format = context.format
        let words = context.words
        var content = ScreenContent(title: words.holds)
        if let account = context.session?.account(accountID) {
            content.blocks = [
                .facts(
                    [Fact("Account", .untrusted(format.accountName(account.record)))]
                        + context.holderFacts(account.record)
                        + [format.balanceFact(words.held, .held, of: account.balance)]
                )
            ]
            if !context.viewport.isLow { content.blocks.append(.space) }
        }
        let found = found(format)
        content.blocks.append(
            .list(
                ListModel(
                    id: "holds",
                    title: words.holds,
                    columns: [
                        Column("Since", width: .fixed(11)),
                        Column("For", width: .flexible(minimum: 12, comfortable: 18)),
                        Column("Until", width: .fixed(11), dropPriority: 1),
                        Column("Reference", width: .flexible(minimum: 10), dropPriority: 2),
                        Column("Amount", width: .fixed(14), alignment: .trailing),
                    ],
                    rowCount: found.count,
                    window: ListWindow(rows: found.map { row($0, format) }),
                    measured: list.measured(holds) { row($0, format) },
                    top: list.position.top,
                    selected: list.position.selected,
                    filter: list.filterLine(found: found.count, of: holds.count, format),
                    emptyText: list.isFiltered
                        ? "Nothing found" : SafeText(trusted: words.noHolds)
                )
            )
        )
        return content
    }

    private func found(_ format: Format) -> [HoldRecord] {
        list.found(among: holds, format) {
            SearchedRow(
                cells: row($0, format).cells,
                amounts: [$0.amount],
                days: [format.dates.zone.date(of: $0.heldAt)]
            )
        }
    }

    private func row(_ hold: HoldRecord, _ format: Format) -> ListRow {
        let zone = format.dates.zone
        return ListRow([
            .text(format.day(zone.date(of: hold.heldAt))),
            .untrusted(SafeText(untrusted: hold.counterparty, limit: .payee)),
            hold.expiresAt.map { .text(format.day(zone.date(of: $0))) } ?? .text("no end"),
            .untrusted(SafeText(untrusted: hold.reference, limit: .reference)),
            .amount(format.runningBalance(hold.amount)),
        ])
    }
}
