import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit

/// Transfers that wait, and the inbox: what became of those whose decision nobody has read yet.
///
/// A decision stays in the inbox until somebody marks it as seen.
struct OutboxScreen: ConsoleScreen {
    private enum Pane: Sendable {
        case inbox, waiting
    }

    private var pane = Pane.inbox
    private var inbox = ListState()
    private var waiting = ListState()

    var kind: ScreenKind { .outbox }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        guard let item = selected(turn.context) else {
            move(command)
            return
        }
        switch command {
        case .nextPane: pane = pane == .inbox ? .waiting : .inbox
        case .takeBack: turn.go(.open(QuestionScreen.takeBack(item)))
        case .enterCode: turn.go(.open(TransferScreen(reauthorising: item)))
        case .acknowledge: turn.ask(.acknowledge(item.intentKey))
        case .open:
            if case .needsCode = item.state {
                turn.go(.open(TransferScreen(reauthorising: item)))
            } else {
                turn.ask(.acknowledge(item.intentKey))
            }
        default: move(command)
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        if pane == .inbox { inbox.select(index) } else { waiting.select(index) }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.outbox == nil
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        inbox.setCount(items(.inbox, turn.context).count)
        waiting.setCount(items(.waiting, turn.context).count)
        if let rows = visibleRows("inbox") { inbox.setHeight(rows) }
        if let rows = visibleRows("outbox") { waiting.setHeight(rows) }
        // The focus is never on a list that is not there.
        if inbox.count == 0 { pane = .waiting }
        if waiting.count == 0, inbox.count > 0 { pane = .inbox }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        let list = pane == .inbox ? inbox : waiting
        if let motion = list.availability(of: command) { return motion }
        let item = selected(context)
        switch command {
        case .nextPane:
            return inbox.count > 0 && waiting.count > 0 ? .enabled : .absent
        case .takeBack:
            return item?.canBeTakenBack ?? .disabled("Nothing waits.")
        case .enterCode:
            return needsCode(item, context)
        case .acknowledge:
            return item?.isOver == true
                ? .enabled : .disabled("The bank has not decided; it stays on the list.")
        case .open:
            if case .needsCode? = item?.state { return needsCode(item, context) }
            return item?.isOver == true ? .enabled : .disabled("There is nothing to do but wait.")
        default: return .absent
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Outbox")
        let decided = items(.inbox, context)
        let queued = items(.waiting, context)
        let showsOne = context.viewport.isLow || context.viewport.isSpoken
        if !decided.isEmpty, !showsOne || pane == .inbox {
            content.blocks += [
                .heading("Inbox: decided, to be marked as seen"),
                .list(model(.inbox, decided, context)),
            ]
            if pane == .inbox { content.blocks += explanation(context) }
        }
        if decided.isEmpty || !showsOne || pane == .waiting {
            if !content.blocks.isEmpty { content.blocks += [.space, .heading("Waiting")] }
            content.blocks += [
                .text(
                    ["What waits here has moved no money and is in no balance."],
                    role: .textMuted
                ),
                .list(model(.waiting, queued, context)),
            ]
            if pane == .waiting { content.blocks += explanation(context) }
        }
        return content
    }

    private func explanation(_ context: ScreenContext) -> [Block] {
        guard let item = selected(context) else { return [] }
        return [.space, .text([SafeText(trusted: Sentences.outbox(item).text)], role: .text)]
    }

    private func needsCode(_ item: OutboxItem?, _ context: ScreenContext) -> Availability {
        guard case .needsCode? = item?.state else {
            return .disabled("This transfer needs no code.")
        }
        return context.session?.bankRefusal.map { .disabled($0) } ?? .enabled
    }

    private mutating func move(_ command: CommandID) {
        if pane == .inbox { inbox.perform(command) } else { waiting.perform(command) }
    }

    private func items(_ pane: Pane, _ context: ScreenContext) -> [OutboxItem] {
        (context.session?.outbox ?? []).filter { $0.isOver == (pane == .inbox) }
    }

    private func selected(_ context: ScreenContext) -> OutboxItem? {
        let items = items(pane, context)
        guard let row = (pane == .inbox ? inbox : waiting).selected, items.indices.contains(row)
        else { return nil }
        return items[row]
    }

    private func model(
        _ pane: Pane,
        _ items: [OutboxItem],
        _ context: ScreenContext
    ) -> ListModel {
        let format = context.format
        let list = pane == .inbox ? inbox : waiting
        let shown = list.visibleRange.clamped(to: items.indices)
        return ListModel(
            id: pane == .inbox ? "inbox" : "outbox",
            title: pane == .inbox ? "Inbox" : "Transfers",
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
            isFocused: self.pane == pane,
            emptyText: context.session?.outbox == nil ? "Loading" : "Nothing waits"
        )
    }

    private func row(_ item: OutboxItem, _ format: Format) -> ListRow {
        let reviewed = item.reviewed
        return ListRow([
            .text(SafeText(trusted: format.dates.moment(item.queuedAt, now: format.now))),
            .untrusted(SafeText(untrusted: reviewed.payeeName, limit: .payee)),
            .untrusted(SafeText(untrusted: reviewed.reference, limit: .reference)),
            item.amount(format),
            .status(item.status),
        ])
    }
}
