import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit

/// How the line, the record and the queue stand, and what was found wrong.
struct SyncScreen: ConsoleScreen {
    private enum Pane: Sendable {
        case queue, divergences
    }

    private var report: SyncReport?
    private var hasFailed = false
    /// Whether the question is under way, and whether it is to be asked once more after it.
    private var isAsking = false
    private var asksAgain = false
    private var pane = Pane.queue
    private var queue = ListState()
    private var divergences = ListState()

    var kind: ScreenKind { .sync }
    var focus: InputFocus { .commands }

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
        switch reply {
        case .syncReport(let newReport):
            report = newReport
            hasFailed = false
            answered(&turn)
        case .failed(.syncReport):
            hasFailed = true
            answered(&turn)
        case .outbox, .cancelled:
            ask(&turn)
        default: return
        }
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .nextPane: pane = pane == .queue ? .divergences : .queue
        case .takeBack:
            if let item = selectedItem { turn.go(.open(QuestionScreen.takeBack(item))) }
        case .open:
            switch pane {
            case .queue: turn.go(.open(OutboxScreen()))
            case .divergences:
                if let selectedDivergence {
                    turn.go(.open(DivergenceScreen(divergence: selectedDivergence)))
                }
            }
        default:
            if pane == .queue { queue.perform(command) } else { divergences.perform(command) }
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        if pane == .queue { queue.select(index) } else { divergences.select(index) }
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        report == nil && !hasFailed
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        queue.setCount(waiting.count)
        divergences.setCount(found.count)
        if let rows = visibleRows("queue") { queue.setHeight(rows) }
        if let rows = visibleRows("divergences") { divergences.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        let list = pane == .queue ? queue : divergences
        if let motion = list.availability(of: command) { return motion }
        switch command {
        case .nextPane: return .enabled
        case .open: return list.count > 0 ? .enabled : .disabled("There is nothing to open.")
        case .takeBack:
            guard pane == .queue else { return .absent }
            return selectedItem?.canBeTakenBack ?? .disabled("Nothing waits.")
        default: return .absent
        }
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        // The ages in the queue; each changes once a minute.
        let minute: Int64 = 60 * Instant.nanosecondsPerSecond
        return waiting.map { item in
            let age = time.wall.nanosecondsSinceEpoch - item.queuedAt.nanosecondsSinceEpoch
            let rest = minute - ((age % minute) + minute) % minute
            return time.steadyMilliseconds + rest / 1_000_000 + 1
        }.min()
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Sync")
        guard let report else {
            let words: SafeText =
                hasFailed ? SafeText(trusted: Sentences.failed(.syncReport).text) : "Loading"
            content.blocks = [.text([words], role: hasFailed ? .statusWarning : .textMuted)]
            return content
        }
        let showsOne = context.viewport.isLow || context.viewport.isSpoken
        let words = SyncWords(report: report, context: context)
        content.blocks = [
            .facts(showsOne && !context.viewport.isSpoken ? words.brief : words.facts)
        ]
        if let advice = words.advice, !context.viewport.isLow {
            content.blocks.append(.text([advice], role: .statusWarning))
        }
        // Read out, each list says what it is.
        let headings: (queue: [Block], divergences: [Block]) =
            context.viewport.isSpoken
            ? ([], [])
            : ([.space, .heading(queueHeading(context))], [.space, .heading("Found wrong")])
        if !showsOne || pane == .queue {
            content.blocks += headings.queue + [.list(queueList(context))]
        }
        if !showsOne || pane == .divergences {
            content.blocks += headings.divergences + [.list(divergenceList(context))]
        }
        return content
    }

    private func queueHeading(_ context: ScreenContext) -> SafeText {
        waiting.isEmpty || context.session?.bankRefusal != nil
            ? "Waiting to be sent" : "Waiting to be sent; r tries now"
    }

    /// What the bank has still to decide; what it decided stands in the inbox.
    private var waiting: [OutboxItem] { (report?.queue ?? []).filter { !$0.isOver } }

    private var found: [Divergence] { report?.divergences ?? [] }

    private var selectedItem: OutboxItem? {
        guard let row = queue.selected, waiting.indices.contains(row) else { return nil }
        return waiting[row]
    }

    private var selectedDivergence: Divergence? {
        guard let row = divergences.selected, found.indices.contains(row) else { return nil }
        return found[row]
    }

    /// News does not pile questions up: one is under way, and at most one waits.
    private mutating func ask(_ turn: inout Turn) {
        guard !isAsking else {
            asksAgain = true
            return
        }
        isAsking = true
        turn.ask(.syncReport)
    }

    private mutating func answered(_ turn: inout Turn) {
        isAsking = false
        guard asksAgain else { return }
        asksAgain = false
        ask(&turn)
    }

    private func queueList(_ context: ScreenContext) -> ListModel {
        let format = context.format
        let items = waiting
        let shown = queue.visibleRange.clamped(to: items.indices)
        // Read out, an age would be news every minute.
        let age = context.viewport.showsAges ? [Column("Waits", width: .fixed(12))] : []
        return ListModel(
            id: "queue",
            title: "Waiting to be sent",
            columns: [Column("Since", width: .fixed(12), dropPriority: 2)] + age + [
                Column("To", width: .flexible(minimum: 10), dropPriority: 1),
                Column("Amount", width: .fixed(14), alignment: .trailing),
                Column("State", width: .fixed(12)),
            ],
            rowCount: items.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: items[shown].map { item in
                    let waits = DateWords.age(seconds: format.now.seconds(since: item.queuedAt))
                    let age: [CellContent] =
                        context.viewport.showsAges ? [.text(SafeText(trusted: waits))] : []
                    return ListRow(
                        [
                            .text(
                                SafeText(
                                    trusted: format.dates.moment(item.queuedAt, now: format.now)
                                )
                            )
                        ] + age + [
                            .untrusted(
                                SafeText(untrusted: item.reviewed.payeeName, limit: .payee)
                            ),
                            item.amount(format), .status(item.status),
                        ]
                    )
                }
            ),
            top: queue.top,
            selected: queue.selected,
            isFocused: pane == .queue,
            emptyText: "Nothing waits"
        )
    }

    private func divergenceList(_ context: ScreenContext) -> ListModel {
        let shown = divergences.visibleRange.clamped(to: found.indices)
        return ListModel(
            id: "divergences",
            title: "Found wrong",
            columns: [
                Column("Found", width: .fixed(12), dropPriority: 2),
                Column("Account", width: .flexible(minimum: 12)),
                Column("Entry", width: .fixed(8), alignment: .trailing),
                Column("What", width: .fixed(14), dropPriority: 1),
                Column("State", width: .fixed(12)),
            ],
            rowCount: found.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: found[shown].map { DivergenceScreen.row($0, context) }
            ),
            top: divergences.top,
            selected: divergences.selected,
            isFocused: pane == .divergences,
            emptyText: "Nothing was found wrong"
        )
    }
}
