import ClientService
import CoreVocabulary
import TerminalKit

/// Screen of the state of link, record and queue, with the divergences found.
struct SyncScreen: RowListScreen {
    private enum Pane: String, Sendable {
        case queue, divergences
    }

    private var report: SyncReport?
    private var hasFailed = false
    private var request = RepeatedRequest()
    /// The news of the books that the user read here: it is shown until this screen closes.
    private var noticeRead: StatusNotice?
    private var lists = ListPair(Pane.queue, .divergences)
    private var pane: Pane { lists.pane }
    /// The accounts of the findings in the report.
    private var sides = DivergenceScreen.Sides(of: [])

    var kind: ScreenKind { .sync }
    var list: RowList {
        get { lists.list }
        set { lists.list = newValue }
    }

    mutating func appear(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn) {
        ask(&turn)
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if let (_, newReport) = reply.answer(to: SyncReportQuery.self) {
            report = newReport
            sides = DivergenceScreen.Sides(of: newReport.divergences)
            hasFailed = false
            // What the restored books lack stands on the screen now.
            if let notice = newsOfBooks(turn.context) {
                noticeRead = notice
                turn.ask(.readNotice)
            }
            if request.answered() { turn.ask(SyncReportQuery()) }
        } else if reply.failure(of: SyncReportQuery.self) != nil {
            hasFailed = true
            if request.answered() { turn.ask(SyncReportQuery()) }
        }
        switch reply {
        case .outbox, .cancelled: ask(&turn)
        default: return
        }
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .nextPane: lists.goToOther()
        case .takeBack:
            if let item = selectedItem(turn.context) {
                turn.go(.open(QuestionScreen.takeBack(item)))
            }
        case .open:
            switch pane {
            case .queue:
                if let item = selectedItem(turn.context) {
                    turn.go(.open(TransferScreen(showing: item)))
                }
            case .divergences:
                if let divergence = selectedDivergence(turn.context) {
                    turn.go(.open(DivergenceScreen(divergence: divergence, sides: sides)))
                }
            }
        default: list.perform(command, &turn)
        }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        report == nil && !hasFailed
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        let context = turn.context
        if !context.viewport.isSpoken {
            // The focus is never on a list that has nothing, where the other one has.
            if wrong.isEmpty {
                lists.pane = .queue
            } else if waiting.isEmpty {
                lists.pane = .divergences
            }
        }
        lists.arrange(.queue, foundItems(context), visibleRows)
        lists.arrange(.divergences, foundDivergences(context), visibleRows)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // Its key takes a transfer back here; Esc shows everything, too.
        if command != .clearFilter, let own = list.availability(of: command) { return own }
        switch command {
        case .nextPane:
            // Read out, it is the only way to hear that the other list is empty.
            let hasBoth = !waiting.isEmpty && !wrong.isEmpty
            return hasBoth || context.viewport.isSpoken ? .enabled : .inherited
        case .open:
            return list.position.needsSelection(orElse: "There is nothing to open.")
        case .takeBack:
            guard pane == .queue else { return .inherited }
            return selectedItem(context)?.canBeTakenBack
                ?? list.position.needsSelection(orElse: "Nothing waits.")
        default: return .inherited
        }
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        // The ages in the queue; each changes once a minute.
        waiting.map { time.nextMinuteMilliseconds(since: $0.queuedAt) }.min()
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Sync")
        guard let report else {
            let words: SafeText =
                hasFailed
                ? Sentences.unreadable(SyncReportQuery.self, for: context.words).safeText
                : "Loading"
            content.blocks = [.text([words], role: hasFailed ? .statusWarning : .textMuted)]
            if let notice = newsOfBooks(context) {
                content.blocks.append(booksBlock(StatusSentences.notice(notice, on: kind), context))
            }
            return content
        }
        let words = SyncWords(report: report, context: context)
        content.blocks = [.facts(words.facts)]
        if let advice = words.advice {
            content.blocks.append(.text([advice], isOptional: true))
        }
        let readNotice = context.session?.status?.notice == nil ? noticeRead : nil
        if let notice = newsOfBooks(context) ?? readNotice {
            let sentence = StatusSentences.booksRestored(
                notice,
                hasFound: !wrong.isEmpty,
                hasLost: context.session?.outbox?.contains(where: \.isLost) == true
            )
            content.blocks.append(booksBlock(sentence, context))
        }
        // Read out, each list says what it is, and the other one is told of when somebody goes to it.
        if context.viewport.isSpoken {
            content.blocks.append(
                .list(pane == .queue ? queueList(context) : divergenceList(context))
            )
        } else {
            content.blocks += [
                .space, .heading(queueHeading(context)), .list(queueList(context)),
                .space, .heading("Found wrong"), .list(divergenceList(context)),
            ]
        }
        return content
    }

    /// Returns the news about losses of the books, which this screen shows with the findings.
    private func newsOfBooks(_ context: ScreenContext) -> StatusNotice? {
        context.session?.status?.notice.flatMap { $0.isOfBooks ? $0 : nil }
    }

    private func booksBlock(_ notice: Sentence, _ context: ScreenContext) -> Block {
        // Where rows are short, the advice goes first.
        let paragraphs = context.viewport.isLow ? [notice.happened] : notice.paragraphs
        let words = context.viewport.isSpoken ? [notice.text] : paragraphs
        return .text(words.map { SafeText(trusted: $0) }, role: .statusWarning, isOptional: true)
    }

    private func queueHeading(_ context: ScreenContext) -> SafeText {
        waiting.isEmpty || context.session?.bankRefusal != nil
            ? "Waiting for the bank" : "Waiting for the bank; r tries now"
    }

    /// Transfers that the bank has not decided; decisions are in the inbox.
    private var waiting: [OutboxItem] { (report?.queue ?? []).filter { !$0.isOver } }

    private var wrong: [Divergence] { report?.divergences ?? [] }

    private func foundItems(_ context: ScreenContext) -> [OutboxItem] {
        let format = context.format
        return lists[.queue].found(among: waiting, format) {
            format.searched($0, Self.row($0, context))
        }
    }

    private func foundDivergences(_ context: ScreenContext) -> [Divergence] {
        lists[.divergences].found(among: wrong, context.format) {
            DivergenceScreen.searched($0, sides, context)
        }
    }

    private func selectedItem(_ context: ScreenContext) -> OutboxItem? {
        lists[.queue].chosen(among: foundItems(context))
    }

    private func selectedDivergence(_ context: ScreenContext) -> Divergence? {
        lists[.divergences].chosen(among: foundDivergences(context))
    }

    private mutating func ask(_ turn: inout Turn) {
        if request.ask() { turn.ask(SyncReportQuery()) }
    }

    private func queueList(_ context: ScreenContext) -> ListModel {
        let list = lists[.queue]
        // Read out, an age would be news every minute.
        let age = context.viewport.isSpoken ? [] : [Column("Waits", width: .fixed(12))]
        let columns =
            [Column("Since", width: .fixed(12), dropPriority: 2)] + age + [
                Column("To", width: .flexible(minimum: 10), dropPriority: 1),
                Column("Amount", width: .fixed(14), alignment: .trailing),
                Column("State", width: .fixed(14)),
            ]
        var model = list.model(
            Pane.queue.rawValue,
            "Waiting for the bank",
            columns,
            foundItems(context),
            of: waiting,
            emptyText: list.isFiltered ? "Nothing found" : "Nothing waits in this console",
            context.format
        ) { Self.row($0, context) }
        model.isFocused = pane == .queue
        return model
    }

    private static func row(_ item: OutboxItem, _ context: ScreenContext) -> ListRow {
        let format = context.format
        let waits = DateWords.age(seconds: format.now.seconds(since: item.queuedAt))
        let age: [CellContent] =
            context.viewport.isSpoken ? [] : [.text(SafeText(trusted: waits))]
        return ListRow(
            [.text(format.moment(item.queuedAt))] + age + [
                item.reviewed.receiver(in: context), item.amount(format), .status(item.status),
            ]
        )
    }

    private func divergenceList(_ context: ScreenContext) -> ListModel {
        let list = lists[.divergences]
        let extras = DivergenceScreen.Extras(
            tellsBank: wrong.contains(where: \.isTellable),
            showsEntries: wrong.contains { $0.entry != nil }
        )
        var model = list.model(
            Pane.divergences.rawValue,
            "Found wrong",
            extras.columns,
            foundDivergences(context),
            of: wrong,
            emptyText: list.isFiltered ? "Nothing found" : "Nothing was found wrong",
            context.format
        ) { DivergenceScreen.row($0, extras, sides, context) }
        model.isFocused = pane == .divergences
        return model
    }
}
