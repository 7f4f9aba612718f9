import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The money of an account that is set aside, hold by hold.
struct HoldsScreen: ConsoleScreen {
    /// Whose holds.
    let accountID: AccountID

    private var holds: [HoldRecord]
    private var list = ListState()

    /// Lists holds that were read before.
    init(accountID: AccountID, holds: [HoldRecord]) {
        self.accountID = accountID
        self.holds = holds
        list.setCount(holds.count)
    }

    var kind: ScreenKind { .holds }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        list.perform(command)
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        guard case .holds(accountID, let records) = reply else { return }
        holds = records
        list.setCount(records.count)
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        if let rows = visibleRows("holds") { list.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        list.availability(of: command) ?? .absent
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let format = context.format
        var content = ScreenContent(title: "Holds")
        if let account = context.session?.account(accountID) {
            content.blocks = [
                .facts(
                    [Fact("Account", .untrusted(format.accountName(account.record)))]
                        + context.holderFacts(account.record)
                        + [format.balanceFact("Held", .held, of: account.balance)]
                )
            ]
            if !context.viewport.isLow { content.blocks.append(.space) }
        }
        let shown = list.visibleRange.clamped(to: holds.indices)
        content.blocks.append(
            .list(
                ListModel(
                    id: "holds",
                    title: "Holds",
                    columns: [
                        Column("Since", width: .fixed(11)),
                        Column("For", width: .flexible(minimum: 12)),
                        Column("Until", width: .fixed(11), dropPriority: 1),
                        Column("Reference", width: .flexible(minimum: 10), dropPriority: 2),
                        Column("Amount", width: .fixed(14), alignment: .trailing),
                    ],
                    rowCount: holds.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: holds[shown].map { row($0, format) }
                    ),
                    top: list.top,
                    selected: list.selected,
                    emptyText: "Nothing is held"
                )
            )
        )
        return content
    }

    private func row(_ hold: HoldRecord, _ format: Format) -> ListRow {
        let zone = format.dates.zone
        return ListRow([
            .text(format.day(zone.date(of: hold.heldAt))),
            .untrusted(SafeText(untrusted: hold.counterparty, limit: .payee)),
            hold.expiresAt.map { .text(format.day(zone.date(of: $0))) } ?? .text("no end"),
            .untrusted(SafeText(untrusted: hold.reference, limit: .reference)),
            .amount(format.plainAmount(hold.amount, word: "held")),
        ])
    }
}
