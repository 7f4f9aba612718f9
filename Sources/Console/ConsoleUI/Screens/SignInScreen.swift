import ClientService
import CoreVocabulary
import Cryptography
import TerminalKit

/// The sign-in form: name, password and code, answered together.
///
/// While the bank cannot be reached, the name and the password open what this console holds; only
/// after somebody chose that.
struct SignInScreen: ConsoleScreen {
    /// The fields in order.
    enum Row: Int, CaseIterable, Sendable {
        case user, password, code
    }

    /// The authority that checks the password: the bank, or the offline copy.
    private enum Way: Sendable {
        case bank, offlineCopy
    }

    private var user = TextField(maximumScalarCount: 64)
    private var password = SecretField.password()
    private var code = SecretField.code()
    private var row = Row.user
    /// The fault of the last attempt, or the reason why the last session ended.
    private var notice: Sentence?
    /// The last session that ended here without the bank's confirmation.
    var untoldEnd: UntoldEnd?
    private var errors: [Row: SafeText] = [:]
    /// The spinner that runs while the bank is asked.
    private var spinner = SpinnerState()
    private(set) var isBusy = false
    /// The time before which no attempt is worthwhile, by the steady clock.
    private var waitEnds: Instant?
    private var way = Way.bank
    /// The cause of the link failure at the last attempt; nil when the bank answered it.
    private var cause: LinkCause?
    /// True if the bank answers now, and did not at the last attempt.
    private var isBankBack = false
    /// The place of a record that can be read without the bank, as of the last attempt.
    private var copy = HeldCopy.none
    /// True if the offline copy is open behind this screen.
    private var isOverCopy = false
    /// True if the last attempt failed for a reason that did not come with it.
    private var hasFailed = false
    /// The reason why the running attempt will fail, when it is known before.
    private var told: Sentence?
    /// The content of the fields when they were sent: an emptied form would look refused.
    private var sent: [Row: Field.Content] = [:]

    /// Creates a form, with the reason why it is shown again.
    ///
    /// - Parameters:
    ///   - notice: Why.
    ///   - name: The name of whoever did not ask for it; nil where somebody did. What is typed at
    ///     that moment may be the password, and is hidden as one.
    ///   - isTypingSecret: Whether what was typed up to that moment was a secret: it is hidden also
    ///     where no name may stay, and a name has to be typed first.
    init(
        notice: Sentence? = nil,
        endedFor name: String? = nil,
        isTypingSecret: Bool = false
    ) {
        self.notice = notice
        guard let name else { return }
        _ = user.edit(.replace(name))
        row = user.isEmpty && !isTypingSecret ? .user : .password
    }

    /// Creates a form in front of the offline copy, for the same user.
    init(over session: Session?) {
        guard let session else { return }
        isOverCopy = true
        _ = user.edit(.replace(session.name))
        row = user.isEmpty ? .user : .password
    }

    /// The name that was typed.
    var name: String { user.text }

    var kind: ScreenKind { .signIn }

    var focus: InputFocus {
        isBusy ? .commands : row == .user ? .text : .secret
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        guard !isBusy else {
            // Nothing is changed while the bank is asked, but whoever does not want to wait may leave.
            if command == .back || command == .quit { askToLeave(&turn) }
            return
        }
        user.forgetWarning()
        password.forgetWarning()
        code.forgetWarning()
        switch command {
        case .nextField: move(by: 1)
        case .previousField: move(by: -1)
        case .confirm: confirm(&turn)
        case .openOfflineCopy: ask(.offlineCopy)
        // Read out, a form is gone through prompt by prompt, and back the same way.
        case .back where turn.context.viewport.isSpoken && row != .user: move(by: -1)
        case .fillIn:
            let demo = turn.context.configuration.demoNotice
            guard let place = demo?.next(after: user.text, isFilled: !password.isEmpty),
                let person = demo?.people[place]
            else { return }
            turn.ask(.fillIn(user: person.user, signsIn: false))
        case .back where way == .offlineCopy: ask(.bank)
        case .back where isOverCopy: turn.go(.close)
        case .back, .quit: askToLeave(&turn)
        default: break
        }
    }

    private func askToLeave(_ turn: inout Turn) {
        turn.go(.open(QuestionScreen.leave(losesDraft: false)))
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        guard !isBusy else { return }
        let refusal: SafeText?
        switch row {
        case .user: refusal = user.edit(edit)
        case .password: refusal = password.edit(edit)
        case .code: refusal = code.edit(edit) ?? code.digitProblem
        }
        errors[row] = refusal
    }

    mutating func take(_ secret: SharedSecret) {
        switch row {
        case .user: secret.wipe()
        case .password:
            password.take(secret)
            errors[.password] = password.refusal
        case .code:
            code.take(secret)
            errors[.code] = code.refusal ?? code.digitProblem
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        // Success is taken in by the console, which replaces this screen.
        switch reply {
        case .signedIn(let outcome):
            guard let sentence = Sentences.signIn(outcome) else { return }
            fail(sentence, turn.context)
            hasFailed = outcome == .failed
            if case .mustWait(let seconds) = outcome { wait(seconds, turn.context.time) }
            guard case .unreachable(let newCause, let newCopy) = outcome else { return }
            cause = newCause
            isBankBack = false
            copy = newCopy
            if offersCopy(turn.context) {
                turn.go(.open(QuestionScreen.openOfflineCopy(newCause)))
            }
        case .filledIn(let credentials?, let signsIn):
            fillIn(credentials)
            if signsIn, credentials.code != nil { confirm(&turn) }
        case .openedOffline(let outcome):
            guard let sentence = Sentences.offline(outcome) else { return }
            fail(sentence, turn.context)
            if case .mustWait(let seconds) = outcome { wait(seconds, turn.context.time) }
            // Nothing can be opened here now; the next attempt at the bank finds out again.
            if outcome == .leaseEnded || outcome == .empty || outcome == .openElsewhere {
                way = .bank
                cause = nil
            }
        default: return
        }
    }

    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn) {
        untoldEnd = status.untoldEnd
        if status.isBankReachable != isBankBack {
            isBankBack = status.isBankReachable
            // Whatever was said of the line is not so any more.
            if cause != nil, !isBusy { notice = nil }
        }
        // Why an attempt failed is told beside its outcome, before it or after it.
        guard let news = status.notice, news == .wiped || news == .upgradeNeeded else { return }
        if isBusy {
            told = Sentences.notice(news)
        } else if hasFailed {
            notice = Sentences.notice(news)
        }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .confirm:
            if isBusy { return .disabled("The bank is being asked.") }
            return secondsToWait(context.time).map {
                .disabled("There were too many tries. Wait \(Sentences.wait($0)).")
            } ?? .enabled
        case .openOfflineCopy:
            if offersCopy(context) { return .enabled }
            return isToldOpen(context) ? .disabled(Sentences.copyOpenElsewhere.text) : .absent
        case .fillIn:
            return isBusy || context.configuration.demoNotice?.people.isEmpty != false
                ? .absent : .enabled
        case .nextField, .previousField, .back, .quit: return .enabled
        default: return .absent
        }
    }

    func backDeed(in context: ScreenContext) -> BackDeed {
        if isBusy { return .askToLeave }
        let goesBack =
            way == .offlineCopy || isOverCopy || (context.viewport.isSpoken && row != .user)
        return goesBack ? .goBack : .askToLeave
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(
            title: way == .bank
                ? SafeText(trusted: "Sign in to \(context.configuration.bankName)")
                : "Read the offline copy"
        )
        if way == .offlineCopy {
            content.blocks = [
                .text(
                    "The bank is not asked. What this console holds is shown as of when it last"
                        + " heard from it; nothing can be sent."
                ),
                .space,
            ]
        }
        content.blocks.append(.form(form))
        content.blocks.append(.space)
        if isBusy, context.isPreparing {
            content.blocks.append(
                .text(
                    "You are signed in as soon as the made-up bank is prepared; nothing needs to be"
                        + " typed again."
                )
            )
        } else if let words = notice(context) {
            content.blocks.append(.text([SafeText(trusted: words)], role: .statusWarning))
        }
        if let words = untoldEnd.flatMap({ Sentences.untoldEnd($0, context)?.text }) {
            content.blocks.append(.text([SafeText(trusted: words)], role: .statusWarning))
        }
        if offersCopy(context) {
            content.blocks.append(
                .text(
                    context.viewport.isSpoken
                        ? "Offline copy, as a command, opens what this console holds, to read it."
                        : SafeText(
                            trusted: "\(CommandRows.keyName(.openOfflineCopy)) opens what this"
                                + " console holds, to read it without the bank."
                        )
                )
            )
        } else if isToldOpen(context) {
            content.blocks.append(.text([SafeText(trusted: Sentences.copyOpenElsewhere.text)]))
        }
        if let demo = context.configuration.demoNotice {
            content.blocks.append(.space)
            content.blocks.append(
                .text(
                    demo.paragraphs.map { SafeText(trusted: $0) },
                    role: .text,
                    isOptional: true
                )
            )
            if !demo.people.isEmpty { content.blocks += people(demo, context) }
        }
        content.progress = spinner.progress(
            way == .bank ? "Asking the bank" : "Opening the copy",
            context.time
        )
        return content
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        let spin = spinner.nextProgressDeadlineMilliseconds(time)
        let count = secondsToWait(time).map { seconds in
            let ends = (waitEnds ?? time.steady).nanosecondsSinceEpoch / 1_000_000
            return ends - (seconds - 1) * 1_000
        }
        return [spin, count, untoldEnd?.deadlineMilliseconds(time)].compactMap(\.self).min()
    }

    private var form: FormModel {
        let fields = [
            Field(
                id: "user",
                kind: .text,
                label: "Name",
                content: user.content,
                error: errors[.user],
                warning: user.warning
            ),
            Field(
                id: "password",
                kind: .masked,
                label: "Password",
                content: sent[.password] ?? password.content,
                error: errors[.password],
                warning: password.warning
            ),
            Field(
                id: "code",
                kind: .code,
                label: "Code",
                content: sent[.code] ?? code.content,
                error: errors[.code],
                warning: code.warning,
                hint: "from your authenticator"
            ),
        ]
        return FormModel(
            fields: Array(fields.prefix(rows.count)),
            focused: isBusy ? nil : row.rawValue
        )
    }

    /// The people who may sign in to a demonstration, and the key that types for them.
    private func people(_ demo: DemoNotice, _ context: ScreenContext) -> [Block] {
        let rows = demo.people.map { person in
            ListRow([
                .text(SafeText(untrusted: person.user, limit: .payee)),
                .text(SafeText(untrusted: person.role, limit: .payee)),
                .text(SafeText(untrusted: person.name, limit: .payee)),
            ])
        }
        return [
            .text(
                context.viewport.isSpoken
                    ? ":fill in types name, password and code; again, those of the next person."
                    : SafeText(
                        trusted: "\(CommandRows.keyName(.fillIn)) types name, password and code;"
                            + " again, those of the next person."
                    )
            ),
            .list(
                ListModel(
                    id: "people",
                    title: "People",
                    columns: [
                        Column("Name", width: .fixed(10)), Column("Role", width: .fixed(12)),
                        Column("Person", width: .flexible(minimum: 10)),
                    ],
                    rowCount: rows.count,
                    window: ListWindow(rows: rows),
                    selected: demo.people.firstIndex { $0.user == user.text },
                    isFocused: false,
                    isOptional: true
                )
            ),
        ]
    }

    private func notice(_ context: ScreenContext) -> String? {
        guard waitEnds != nil else { return (notice ?? lineNotice)?.text }
        guard let seconds = secondsToWait(context.time) else { return "You can try again now." }
        // Read out, the wait is news once and its end once more, not every second.
        if context.viewport.isSpoken { return notice?.text }
        return way == .bank
            ? Sentences.signIn(.mustWait(seconds: seconds))?.text
            : Sentences.offline(.mustWait(seconds: seconds))?.text
    }

    /// The state of the link after an attempt that the bank did not answer; nil if it answered.
    private var lineNotice: Sentence? {
        guard let cause, !isBusy, !isOverCopy else { return nil }
        if isBankBack { return Sentences.bankIsBack }
        return way == .bank ? Sentences.link(cause) : nil
    }

    /// The fields of the present form.
    private var rows: [Row] { way == .bank ? Row.allCases : [.user, .password] }

    /// Returns true if the offline copy can be opened instead.
    private func offersCopy(_ context: ScreenContext) -> Bool {
        copy == .here && hasUseForCopy(context)
    }

    /// Returns true if the form says that the record is open in another console.
    private func isToldOpen(_ context: ScreenContext) -> Bool {
        copy == .openElsewhere && hasUseForCopy(context)
    }

    /// Returns true if a copy could replace a bank that does not answer.
    private func hasUseForCopy(_ context: ScreenContext) -> Bool {
        context.configuration.keepsOfflineCopy && cause != nil && !isBankBack
            && way == .bank && !isOverCopy && !isBusy
    }

    /// Turns the form to the bank or to the copy; the name stays.
    private mutating func ask(_ newWay: Way) {
        way = newWay
        notice = nil
        waitEnds = nil
        errors = [:]
        password.clear()
        code.clear()
        row = user.isEmpty ? .user : .password
    }

    /// Fills the fields for a demonstration, and leaves the sending to Enter.
    private mutating func fillIn(_ credentials: DemoCredentials) {
        guard !isBusy else { return }
        // A person's code stays where no newer one is put in; it is of no use to another person.
        if user.text != credentials.user { code.clear() }
        _ = user.edit(.replace(credentials.user))
        password.take(credentials.password)
        if let code = credentials.code { self.code.take(code) }
        errors = [:]
        errors[.code] = code.refusal ?? code.digitProblem
        row = .user
    }

    private mutating func fail(_ sentence: Sentence, _ context: ScreenContext) {
        isBusy = false
        sent = [:]
        spinner.stop()
        notice = told ?? sentence
        told = nil
        // Read out, nobody sees that the name is wrong: it is asked for again.
        row = context.viewport.isSpoken ? .user : .password
    }

    private mutating func wait(_ seconds: Int64, _ time: ConsoleTime) {
        waitEnds = time.steady.adding(seconds: max(0, seconds))
    }

    /// Returns the seconds until an attempt is worthwhile, rounded up; nil if it is now.
    private func secondsToWait(_ time: ConsoleTime) -> Int64? {
        guard let waitEnds, waitEnds > time.steady else { return nil }
        let nanoseconds = waitEnds.nanosecondsSinceEpoch - time.steady.nanosecondsSinceEpoch
        let second = Instant.nanosecondsPerSecond
        return (nanoseconds + second - 1) / second
    }

    private mutating func move(by step: Int) {
        let count = rows.count
        row = rows[(row.rawValue + step + count) % count]
    }

    private mutating func confirm(_ turn: inout Turn) {
        let empty = rows.filter(isEmpty)
        guard empty.isEmpty else {
            // Enter in a field that is filled in goes on; the errors come when nothing is ahead.
            if let next = empty.first(where: { $0.rawValue > row.rawValue }), !isEmpty(row) {
                row = next
            } else {
                for row in empty { errors[row] = "is needed" }
                row = empty[0]
            }
            return
        }
        if let wrong = rows.first(where: { problem(of: $0) != nil }) {
            errors[wrong] = problem(of: wrong)
            row = wrong
            return
        }
        isBusy = true
        sent = [.password: password.content, .code: code.content]
        notice = nil
        waitEnds = nil
        errors = [:]
        hasFailed = false
        told = nil
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
        guard way == .bank else {
            turn.ask(.openOffline(user: user.text, password: password.surrender()))
            return
        }
        cause = nil
        isBankBack = false
        turn.ask(
            .signIn(
                user: user.text,
                password: password.surrender(),
                code: code.surrender()
            )
        )
    }

    /// The problem of a field that is filled in and cannot be sent; nil when it can.
    private func problem(of row: Row) -> SafeText? {
        switch row {
        case .user: user.refusal
        case .password: password.refusal
        case .code: code.refusal ?? code.codeProblem
        }
    }

    private func isEmpty(_ row: Row) -> Bool {
        switch row {
        case .user: user.isEmpty
        case .password: password.isEmpty
        case .code: code.isEmpty
        }
    }
}
