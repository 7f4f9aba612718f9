import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// Transfers that wait, and what became of those that nobody has seen yet.
struct OutboxScreen: ConsoleScreen {
    private var list = ListState()

    var kind: ScreenKind { .outbox }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        guard let item = selected(turn.context) else {
            list.perform(command)
            return
        }
        switch command {
        case .takeBack: turn.go(.open(QuestionScreen.takeBack(item.intentKey)))
        case .enterCode: turn.go(.open(TransferScreen(reauthorising: item)))
        case .acknowledge: turn.ask(.acknowledge(item.intentKey))
        case .open:
            if case .needsCode = item.state {
                turn.go(.open(TransferScreen(reauthorising: item)))
            } else {
                turn.ask(.acknowledge(item.intentKey))
            }
        default: list.perform(command)
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.outbox == nil
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        list.setCount(turn.context.session?.outbox?.count ?? 0)
        if let rows = visibleRows("outbox") { list.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        if let motion = list.availability(of: command) { return motion }
        let state = selected(context)?.state
        switch command {
        case .takeBack:
            return state == .queued
                ? .enabled : .disabled("Only a transfer that was never sent can be taken back.")
        case .enterCode:
            if case .needsCode = state { return .enabled }
            return .disabled("This transfer needs no code.")
        case .acknowledge:
            return isOver(state)
                ? .enabled : .disabled("The bank has not decided; it stays on the list.")
        case .open:
            if case .needsCode = state { return .enabled }
            return isOver(state) ? .enabled : .disabled("There is nothing to do but wait.")
        default: return .absent
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let items = context.session?.outbox ?? []
        var content = ScreenContent(title: "Outbox")
        content.blocks = [
            .text(
                ["What waits here has moved no money and is in no balance."],
                role: .textMuted
            ),
            .list(model(items, context)),
        ]
        if let item = selected(context) {
            content.blocks += [
                .space,
                .text([SafeText(trusted: Sentences.outbox(item.state).text)], role: .text),
            ]
        }
        return content
    }

    private func isOver(_ state: OutboxItem.State?) -> Bool {
        switch state {
        case .decided, .cancelled: true
        case .queued, .unknown, .needsCode, nil: false
        }
    }

    private func selected(_ context: ScreenContext) -> OutboxItem? {
        guard let items = context.session?.outbox, let row = list.selected,
            items.indices.contains(row)
        else { return nil }
        return items[row]
    }

    private func model(_ items: [OutboxItem], _ context: ScreenContext) -> ListModel {
        let format = context.format
        let shown = list.visibleRange.clamped(to: items.indices)
        return ListModel(
            id: "outbox",
            title: "Transfers",
            columns: [
                Column("Queued", width: .fixed(12)),
                Column("To", width: .flexible(minimum: 10)),
                Column("Reference", width: .flexible(minimum: 10), dropPriority: 1),
                Column("Amount", width: .fixed(14), alignment: .trailing),
                Column("State", width: .fixed(12)),
            ],
            rowCount: items.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: items[shown].map { row($0, format) }
            ),
            top: list.top,
            selected: list.selected,
            emptyText: context.session?.outbox == nil ? "Loading" : "Nothing waits"
        )
    }

    private func row(_ item: OutboxItem, _ format: Format) -> ListRow {
        let reviewed = item.reviewed
        let amount: CellContent =
            Currency(code: reviewed.currencyCode).map { currency in
                .amount(
                    format.plainAmount(
                        Money(minorUnits: reviewed.amountMinorUnits, currency: currency),
                        role: .amountPending
                    )
                )
            } ?? .empty
        return ListRow([
            .text(SafeText(trusted: format.dates.moment(item.queuedAt, now: format.now))),
            .untrusted(SafeText(untrusted: reviewed.payeeName, limit: .payee)),
            .untrusted(SafeText(untrusted: reviewed.reference, limit: .reference)),
            amount,
            .status(Self.status(item.state)),
        ])
    }

    /// How a transfer stands, as a mark and a word.
    static func status(_ state: OutboxItem.State) -> StatusContent {
        switch state {
        case .queued: StatusContent(.queued, "queued", role: .statusPending)
        case .unknown: StatusContent(.warning, "unknown", role: .statusWarning)
        case .needsCode: StatusContent(.warning, "needs a code", role: .statusWarning)
        case .cancelled: StatusContent(.reversed, "taken back", role: .statusInfo)
        case .decided(let decision):
            switch decision.outcome {
            case .posted: StatusContent(.posted, "posted", role: .statusOk)
            case .refused: StatusContent(.failed, "refused", role: .statusError)
            }
        }
    }
}
