import CoreVocabulary
import TerminalKit
import WireProtocol

/// Screen of the user's sessions, any of which can be ended.
struct SessionsScreen: RowListScreen {
    /// Answer of the bank about the sessions.
    private enum Answer: Sendable {
        case awaited, unknown
        case known([SessionSummary])
    }

    private var answer = Answer.awaited
    private var request = RepeatedRequest()
    /// Time of the last request, in milliseconds of the monotonic clock.
    private var askedMilliseconds: Int64 = 0
    /// Time of the next automatic request; nil while the screen is hidden or the bank is silent.
    private var dueMilliseconds: Int64?
    /// Times of the last answer and of the last one with news.
    private var answeredAt: Instant?
    private var changedAt: Instant?
    var list = RowList()

    /// Pause in milliseconds between automatic requests.
    ///
    /// What another console does here is in no feed. Six questions in a minute are few beside the
    /// requests that the bank allows a user.
    private static let pauseMilliseconds: Int64 = 10_000

    var kind: ScreenKind { .sessions }

    mutating func appear(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        ask(&turn)
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .endSession, .open:
            guard let session = selected(turn.context) else { return }
            let opened = turn.context.format.dayAndTime(session.openedAt)
            turn.go(.open(QuestionScreen.endSession(session.id, openedAt: opened)))
        default: list.perform(command, &turn)
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        switch reply {
        case .sessions(let sessions):
            let isNew = sessions != nil && sessions != self.sessions
            apply(sessions)
            if sessions != nil { answeredAt = turn.context.time.wall }
            if isNew || changedAt == nil { changedAt = answeredAt }
            if request.answered() { send(&turn) }
        case .sessionEnded(let id, let isDone):
            if isDone {
                if let ended = sessions.first(where: { $0.id == id }) { list.release(ended) }
                apply(sessions.filter { $0.id != id })
                // What the bank answers next is newer than this, be it the same.
                changedAt = nil
            }
            turn.say(isDone ? .success : .warning, StatusSentences.sessionEnd(isDone))
            ask(&turn)
        default: return
        }
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        list.arrange(found(turn.context), height: visibleRows("sessions"))
        askInTime(&turn)
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? { dueMilliseconds }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        if let own = list.availability(of: command) { return own }
        switch command {
        case .endSession, .open:
            guard let selected = selected(context) else {
                return list.position.needsSelection(orElse: "There is no session to end.")
            }
            return selected.isCurrent
                ? .disabled("This is the session that you are in; sign out to end it.") : .enabled
        default: return .inherited
        }
    }

    func advisedCommand(in context: ScreenContext) -> CommandID? {
        if case .unknown = answer { .refresh } else { nil }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Sessions")
        if case .unknown = answer {
            content.blocks = [
                .text([StatusSentences.sessionsUnknown.safeText], role: .statusWarning)
            ]
            return content
        }
        let advice: SafeText =
            "Where you are signed in; a console that runs renews its session within ten"
            + " minutes. End any you do not know, then ask your bank for a new password."
        content.blocks = [.text(asOf(context) + [advice], role: .textMuted), .list(model(context))]
        return content
    }

    /// Returns the time of the list, in words.
    ///
    /// Read out, each answer that says what is known would be news: the time is that of the last one
    /// that said something new.
    private func asOf(_ context: ScreenContext) -> [SafeText] {
        let hasLine = context.session?.status?.offlineSince == nil
        let known = hasLine && context.viewport.isSpoken ? changedAt : answeredAt
        guard let known else { return [] }
        let moment = context.format.dates.exactMoment(known, now: context.time.wall)
        let line = hasLine ? "" : "; the bank does not answer now"
        return [SafeText(trusted: "As of \(moment)\(line).")]
    }

    /// Asks again after the pause, while somebody looks and the bank answers.
    private mutating func askInTime(_ turn: inout Turn) {
        dueMilliseconds = nil
        let hasLine = turn.context.session?.status?.offlineSince == nil
        guard turn.isInSight, hasLine, !request.isPending else { return }
        let due = askedMilliseconds + Self.pauseMilliseconds
        if due <= turn.context.time.steadyMilliseconds {
            ask(&turn)
        } else {
            dueMilliseconds = due
        }
    }

    /// Applies an answer; the last list stays if the bank could not be asked.
    private mutating func apply(_ sessions: [SessionSummary]?) {
        if let sessions {
            answer = .known(sessions)
        } else if isAwaited {
            answer = .unknown
        }
    }

    /// Requests the list; the bank counts requests, so one runs at a time.
    private mutating func ask(_ turn: inout Turn) {
        if request.ask() { send(&turn) }
    }

    private mutating func send(_ turn: inout Turn) {
        askedMilliseconds = turn.context.time.steadyMilliseconds
        turn.ask(.sessions)
    }

    private var sessions: [SessionSummary] {
        if case .known(let sessions) = answer { sessions } else { [] }
    }

    private var isAwaited: Bool {
        if case .awaited = answer { true } else { false }
    }

    private func found(_ context: ScreenContext) -> [SessionSummary] {
        let format = context.format
        return list.found(among: sessions, format) {
            SearchedRow(
                cells: row($0, context).cells,
                days: [format.dates.zone.date(of: $0.openedAt)]
            )
        }
    }

    private func selected(_ context: ScreenContext) -> SessionSummary? {
        list.chosen(among: found(context))
    }

    private func model(_ context: ScreenContext) -> ListModel {
        let isExact = sessions.contains { hasTwin($0) }
        let columns = [
            Column("Opened", width: .fixed(isExact ? 15 : 12)),
            Column("Renewed", width: .fixed(12)),
            Column("Ends by", width: .fixed(12), dropPriority: 1),
            Column("Terminal", width: .flexible(minimum: 10), dropPriority: 2),
            Column("Which", width: .fixed(14)),
        ]
        return list.model(
            "sessions",
            "Sessions",
            columns,
            found(context),
            of: sessions,
            emptyText: isAwaited
                ? "Asking the bank" : list.isFiltered ? "Nothing found" : "There is none",
            context.format
        ) { row($0, context) }
    }

    /// Returns true if another session began in the same minute, so that seconds tell them apart.
    private func hasTwin(_ session: SessionSummary) -> Bool {
        sessions.contains {
            $0.id != session.id && Self.minute($0.openedAt) == Self.minute(session.openedAt)
        }
    }

    /// Returns the minute of an instant; zones differ by whole minutes.
    private static func minute(_ instant: Instant) -> Int64 {
        instant.nanosecondsSinceEpoch / (60 * Instant.nanosecondsPerSecond)
    }

    private func row(_ session: SessionSummary, _ context: ScreenContext) -> ListRow {
        let format = context.format
        let opened =
            hasTwin(session)
            ? SafeText(trusted: format.dates.exactMoment(session.openedAt, now: format.now))
            : format.moment(session.openedAt)
        return ListRow([
            .text(opened), .text(format.moment(session.seenAt)),
            .text(format.moment(session.endsAt)),
            session.terminal.map { .untrusted(SafeText(untrusted: $0, limit: .payee)) }
                ?? .text("none", role: .textMuted),
            session.isCurrent
                ? .status(StatusContent(.success, "this one", role: .statusOk)) : .text("another"),
        ])
    }
}
