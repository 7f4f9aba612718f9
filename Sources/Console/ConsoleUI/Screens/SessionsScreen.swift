import ClientService
import CoreVocabulary
import TerminalKit
import WireProtocol

/// Where the user is signed in, and the end of what should not be.
struct SessionsScreen: ConsoleScreen {
    /// What the bank said.
    private enum Answer: Sendable {
        case awaited, unknown
        case known([SessionSummary])
    }

    private var answer = Answer.awaited
    /// Whether the question is under way, and whether it is to be asked once more after it.
    private var isAsking = false
    private var asksAgain = false
    private var list = ListState()

    var kind: ScreenKind { .sessions }
    var focus: InputFocus { .commands }

    mutating func appear(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .endSession, .open:
            guard let session = selected else { return }
            let opened = turn.context.format.dates.dayAndTime(session.openedAt)
            turn.go(
                .open(
                    QuestionScreen.endSession(session.id, openedAt: SafeText(trusted: opened))
                )
            )
        default: list.perform(command)
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        switch reply {
        case .sessions(let sessions):
            take(sessions)
            answered(&turn)
        case .sessionEnded(let id, let isDone):
            if isDone { take(sessions.filter { $0.id != id }) }
            turn.say(isDone ? .success : .warning, Sentences.sessionEnd(isDone))
            ask(&turn)
        default: return
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        list.setCount(sessions.count)
        if let rows = visibleRows("sessions") { list.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        if let motion = list.availability(of: command) { return motion }
        switch command {
        case .endSession, .open:
            guard let selected else { return .disabled("There is no session to end.") }
            return selected.isCurrent
                ? .disabled("This is the session that you are in; sign out to end it.") : .enabled
        default: return .absent
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Sessions")
        if case .unknown = answer {
            content.blocks = [
                .text([SafeText(trusted: Sentences.sessionsUnknown.text)], role: .statusWarning)
            ]
            return content
        }
        content.blocks = [
            .text(
                [
                    "Where you are signed in. End what you do not know, then change your password"
                        + " at the bank."
                ],
                role: .textMuted
            ),
            .list(model(context)),
        ]
        return content
    }

    /// Takes an answer in; what is known stays where the bank could not be asked again.
    private mutating func take(_ sessions: [SessionSummary]?) {
        if let sessions {
            answer = .known(sessions)
        } else if isAwaited {
            answer = .unknown
        }
    }

    /// News does not pile questions up, each of which the bank counts: one is under way, and at most
    /// one waits.
    private mutating func ask(_ turn: inout Turn) {
        guard !isAsking else {
            asksAgain = true
            return
        }
        isAsking = true
        turn.ask(.sessions)
    }

    private mutating func answered(_ turn: inout Turn) {
        isAsking = false
        guard asksAgain else { return }
        asksAgain = false
        ask(&turn)
    }

    private var sessions: [SessionSummary] {
        if case .known(let sessions) = answer { sessions } else { [] }
    }

    private var isAwaited: Bool {
        if case .awaited = answer { true } else { false }
    }

    private var selected: SessionSummary? {
        guard let row = list.selected, sessions.indices.contains(row) else { return nil }
        return sessions[row]
    }

    private func model(_ context: ScreenContext) -> ListModel {
        let dates = context.format.dates
        let now = context.time.wall
        func moment(_ instant: Instant) -> CellContent {
            .text(SafeText(trusted: dates.moment(instant, now: now)))
        }
        let shown = list.visibleRange.clamped(to: sessions.indices)
        return ListModel(
            id: "sessions",
            title: "Sessions",
            columns: [
                Column("Opened", width: .fixed(12)),
                Column("Last seen", width: .fixed(12)),
                Column("Ends by", width: .fixed(12), dropPriority: 1),
                Column("Terminal", width: .flexible(minimum: 10), dropPriority: 2),
                Column("Which", width: .fixed(14)),
            ],
            rowCount: sessions.count,
            window: ListWindow(
                firstIndex: shown.lowerBound,
                rows: sessions[shown].map { session in
                    ListRow([
                        moment(session.openedAt), moment(session.seenAt), moment(session.endsAt),
                        session.terminal.map {
                            .untrusted(SafeText(untrusted: $0, limit: .payee))
                        } ?? .text("none", role: .textMuted),
                        session.isCurrent
                            ? .status(StatusContent(.selected, "this one", role: .statusOk))
                            : .text("another"),
                    ])
                }
            ),
            top: list.top,
            selected: list.selected,
            emptyText: isAwaited ? "Asking the bank" : "There is none"
        )
    }
}
