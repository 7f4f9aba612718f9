import ClientService
import IdentityCore
import TerminalKit

/// The outbox with waiting transfers, and the inbox with decisions that nobody has read yet.
///
/// A decision stays in the inbox until somebody marks it as seen.
struct OutboxScreen: RowListScreen {
    private enum Pane: String, Sendable {
        case inbox
        case waiting = "outbox"
    }

    private var lists = ListPair(Pane.inbox, .waiting)
    private var pane: Pane { lists.pane }

    var kind: ScreenKind { .outbox }
    var list: RowList {
        get { lists.list }
        set { lists.list = newValue }
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        if command == .nextPane {
            lists.goToOther(withFilter: matchesElsewhere(turn.context) > 0)
        }
        guard !list.perform(command, &turn), let item = selected(turn.context) else { return }
        switch command {
        case .takeBack: turn.go(.open(QuestionScreen.takeBack(item)))
        case .enterCode: turn.go(.open(TransferScreen(reauthorising: item)))
        case .acknowledge:
            list.release(item)
            turn.ask(.acknowledge(item.intentKey))
        case .open:
            // Where a code is wanted and can be given, that is what is to be done.
            let takesCode = needsCode(item, turn.context) == .enabled
            // What was decided counts as seen when it is left.
            if item.isOver { list.release(item) }
            turn.go(
                .open(
                    takesCode
                        ? TransferScreen(reauthorising: item) : TransferScreen(showing: item)
                )
            )
        default: break
        }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.outbox == nil
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let context = turn.context
        lists.arrange(.inbox, found(.inbox, context), visibleRows)
        lists.arrange(.waiting, found(.waiting, context), visibleRows)
        // The focus is never on a list that is not there.
        let hasInbox = !items(.inbox, context).isEmpty
        if !hasInbox { lists.pane = .waiting }
        if hasInbox, items(.waiting, context).isEmpty { lists.pane = .inbox }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // What is looked for is in the other list: its key works while words are typed, too.
        if command == .nextPane, matchesElsewhere(context) > 0 { return .enabled }
        // Its key takes a transfer back here; Esc shows everything, too.
        if command != .clearFilter, let own = list.availability(of: command) { return own }
        let item = selected(context)
        switch command {
        case .nextPane:
            return items(.inbox, context).isEmpty || items(.waiting, context).isEmpty
                ? .inherited : .enabled
        case .takeBack:
            return item?.canBeTakenBack ?? nothing
        case .enterCode:
            return needsCode(item, context)
        case .acknowledge:
            guard let item else { return nothing }
            return item.isOver
                ? .enabled : .disabled("The bank has not decided; it stays on the list.")
        case .open:
            return item == nil ? nothing : .enabled
        default: return .inherited
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Outbox and inbox")
        let decided = items(.inbox, context)
        let queued = items(.waiting, context)
        // Read out, the other list is only told of when somebody goes to it.
        let showsOne = context.viewport.isSpoken
        if !decided.isEmpty, !showsOne || pane == .inbox {
            content.blocks += [
                .heading("Inbox: decided, to be marked as seen"),
                .list(model(.inbox, context)),
            ]
            if pane == .inbox { content.blocks += explanation(context) }
        }
        if decided.isEmpty || !showsOne || pane == .waiting {
            if !content.blocks.isEmpty { content.blocks += [.space, .heading("Waiting")] }
            content.blocks += [
                .text([Self.note(queued)], role: .textMuted),
                .list(model(.waiting, context)),
            ]
            if pane == .waiting { content.blocks += explanation(context) }
        }
        return content
    }

    /// Returns a note on all that waits; what was sent may have moved money already.
    private static func note(_ items: [OutboxItem]) -> SafeText {
        items.contains(where: \.mayHaveMoved)
            ? "The bank has not decided what waits here."
            : "What waits here has moved no money and is in no balance."
    }

    /// The reason why no command is available while no row is selected.
    private var nothing: Availability {
        if list.position.hasLostSelection { return .disabled(ListState.lostReason) }
        return .disabled(
            list.isFiltered ? "No transfer matches what you typed." : "The outbox is empty."
        )
    }

    private func explanation(_ context: ScreenContext) -> [Block] {
        guard let item = selected(context) else { return [] }
        let words = TransferWords(item, for: context.words)
        return [.space, .sentence(words.sentence)]
    }

    private func needsCode(_ item: OutboxItem?, _ context: ScreenContext) -> Availability {
        guard let item else { return nothing }
        guard case .needsCode = item.state else {
            return .disabled("This transfer needs no code.")
        }
        return context.session?.bankRefusal.map { .disabled($0) } ?? .enabled
    }

    private func items(_ pane: Pane, _ context: ScreenContext) -> [OutboxItem] {
        (context.session?.outbox ?? []).filter { $0.isOver == (pane == .inbox) }
    }

    private func found(
        _ pane: Pane,
        _ context: ScreenContext,
        by other: RowList? = nil
    ) -> [OutboxItem] {
        let format = context.format
        return (other ?? lists[pane]).found(among: items(pane, context), format) {
            format.searched($0, row($0, context))
        }
    }

    /// Returns the number of matches in the other list, if this one has none.
    private func matchesElsewhere(_ context: ScreenContext) -> Int {
        guard list.isFiltered, found(pane, context).isEmpty else { return 0 }
        return found(lists.otherPane, context, by: list).count
    }

    /// Returns the words of a list without matches.
    private func nothingFound(in pane: Pane, _ context: ScreenContext) -> SafeText {
        lists.elsewhere(
            "Nothing found",
            in: pane,
            count: matchesElsewhere(context),
            pane == .inbox ? "among those that wait" : "in the inbox",
            isSpoken: context.viewport.isSpoken
        ) ?? "Nothing found"
    }

    private func selected(_ context: ScreenContext) -> OutboxItem? {
        list.chosen(among: found(pane, context))
    }

    private func model(_ pane: Pane, _ context: ScreenContext) -> ListModel {
        let list = lists[pane]
        let empty: SafeText =
            list.isFiltered
            ? nothingFound(in: pane, context)
            : context.emptyText(.outbox, "Nothing waits in this console")
        let columns = [
            Column("Queued", width: .fixed(12)),
            Column("To", width: .flexible(minimum: 10, comfortable: 18)),
            Column("Reference", width: .flexible(minimum: 10), dropPriority: 1),
            Column("Amount", width: .fixed(14), alignment: .trailing),
            Column("State", width: .fixed(14)),
        ]
        var model = list.model(
            pane.rawValue,
            pane == .inbox ? "Inbox" : "Transfers",
            columns,
            found(pane, context),
            of: items(pane, context),
            emptyText: context.session?.outbox == nil ? "Loading" : empty,
            context.format
        ) { row($0, context) }
        model.isFocused = self.pane == pane
        return model
    }

    private func row(_ item: OutboxItem, _ context: ScreenContext) -> ListRow {
        let format = context.format
        let reviewed = item.reviewed
        return ListRow([
            .text(format.moment(item.queuedAt)),
            reviewed.receiver(in: context),
            .untrusted(SafeText(untrusted: reviewed.reference, limit: .reference)),
            item.amount(format),
            .status(item.status),
        ])
    }
}
