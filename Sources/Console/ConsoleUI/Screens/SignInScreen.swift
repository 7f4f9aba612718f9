import ClientService
import CoreVocabulary
import Cryptography
import TerminalKit

/// Sign-in form with name, password and code, which are checked together.
///
/// While the bank cannot be reached, the name and the password open what this console holds; only
/// after somebody chose that.
struct SignInScreen: ConsoleScreen {
    /// The fields in order.
    private enum SignInField: String, FormField {
        case user, password, code

        var kind: Field.Kind {
            switch self {
            case .user: .text
            case .password: .masked
            case .code: .code
            }
        }

        var label: SafeText {
            switch self {
            case .user: "Name"
            case .password: "Password"
            case .code: "Code"
            }
        }

        var hint: SafeText? { self == .code ? "from your authenticator" : nil }

        func makeInput() -> FieldInput {
            switch self {
            case .user: .text(TextField(maximumScalarCount: 64))
            case .password: .password()
            case .code: .code()
            }
        }
    }

    /// Party that checks the form.
    private enum Way: Sendable {
        case bank, offlineCopy
    }

    private var form = Form<SignInField>(focus: .user)
    /// Error of the last attempt, or reason for the end of the last session.
    private var notice: Sentence?
    /// The last session that ended here without the bank's confirmation.
    var untoldEnd: UntoldEnd?
    /// The spinner that runs while the bank is asked.
    private var spinner = SpinnerState()
    private(set) var isBusy = false
    /// The time before which no attempt is worthwhile, by the steady clock.
    private var waitEnds: Instant?
    private var way = Way.bank
    /// Cause of the link failure at the last attempt; nil if the bank answered.
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

    /// Creates a form, with the reason why it is shown again.
    ///
    /// - Parameters:
    ///   - notice: Why.
    ///   - name: The name of whoever did not ask for it; nil where somebody did. What is typed at
    ///     that moment may be the password, and is hidden as one.
    ///   - isTypingSecret: Whether what was typed up to that moment was a secret: it is hidden also
    ///     where no name may stay, and a name has to be typed first.
    init(notice: Sentence? = nil, endedFor name: String? = nil, isTypingSecret: Bool = false) {
        self.notice = notice
        guard let name else { return }
        form[.user].edit(.replace(name))
        form.focus(form[.user].isEmpty && !isTypingSecret ? .user : .password)
    }

    /// Creates a form in front of the offline copy, for the same user.
    init(over session: Session?) {
        guard let session else { return }
        isOverCopy = true
        form[.user].edit(.replace(session.name))
        focusFirst()
    }

    /// The name that was typed.
    var name: String { form[.user].text }

    var kind: ScreenKind { .signIn }

    var focus: InputFocus {
        isBusy ? .commands : form.focused == .user ? .text : .secret
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        guard !isBusy else {
            // Nothing is changed while the bank is asked, but whoever does not want to wait may leave.
            if command == .back || command == .quit { askToLeave(&turn) }
            return
        }
        form.forgetWarnings()
        switch command {
        case .nextField: form.moveFocus(by: 1)
        case .previousField: form.moveFocus(by: -1)
        case .confirm: confirm(&turn)
        case .openOfflineCopy: ask(.offlineCopy)
        // Read out, a form is gone through prompt by prompt, and back the same way.
        case .back where turn.context.viewport.isSpoken && form.focused != .user:
            form.moveFocus(by: -1)
        case .fillIn:
            let demo = turn.context.configuration.demoNotice
            let place = demo?.next(after: name, isFilled: !form[.password].isEmpty)
            guard let demo, let place else { return }
            turn.ask(.fillIn(user: demo.people[place].user, signsIn: false))
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
        if !isBusy { form.edit(edit) }
    }

    mutating func enter(_ secret: SharedSecret) {
        form.replace(with: secret)
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
            guard let sentence = StatusSentences.offline(outcome) else { return }
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
            told = StatusSentences.notice(news)
        } else if hasFailed {
            notice = StatusSentences.notice(news)
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
            return isToldOpen(context) ? .disabled(StatusSentences.copyOpenElsewhere.text) : .absent
        case .fillIn:
            return isBusy || context.configuration.demoNotice?.people.isEmpty != false
                ? .inherited : .enabled
        case .nextField, .previousField, .back, .quit: return .enabled
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        if isBusy { return .askToLeave }
        let goesBack =
            way == .offlineCopy || isOverCopy
            || (context.viewport.isSpoken && form.focused != .user)
        return goesBack ? .goBack : .askToLeave
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let bankName = context.configuration.bankName
        var content = ScreenContent(
            title: way == .bank
                ? SafeText(trusted: "Sign in to \(bankName)") : "Read the offline copy"
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
        content.blocks += [.form(form.model(isFocused: !isBusy)), .space]
        content.blocks += notices(context)
        if let demo = context.configuration.demoNotice {
            let words = demo.paragraphs.map { SafeText(trusted: $0) }
            content.blocks += [.space, .text(words, role: .text, isOptional: true)]
            if !demo.people.isEmpty { content.blocks += people(demo, context) }
        }
        let title: SafeText = way == .bank ? "Asking the bank" : "Opening the copy"
        content.progress = spinner.progress(title, context.time)
        return content
    }

    /// Returns what is to be said of the last attempt, of the last session and of the copy.
    private func notices(_ context: ScreenContext) -> [Block] {
        var blocks: [Block] = []
        if isBusy, context.isPreparing {
            blocks.append(
                .text(
                    "You are signed in as soon as the made-up bank is prepared; nothing needs to be"
                        + " typed again."
                )
            )
        } else if let words = notice(context) {
            blocks.append(.text([SafeText(trusted: words)], role: .statusWarning))
        }
        if let end = untoldEnd.flatMap({ StatusSentences.untoldEnd($0, context) }) {
            blocks.append(.sentence(end, role: .statusWarning))
        }
        if offersCopy(context) {
            let key = CommandRows.keyName(.openOfflineCopy)
            let words =
                context.viewport.isSpoken
                ? "Offline copy, as a command, opens what this console holds, to read it."
                : "\(key) opens what this console holds, to read it without the bank."
            blocks.append(.text(SafeText(trusted: words)))
        } else if isToldOpen(context) {
            blocks.append(.sentence(StatusSentences.copyOpenElsewhere))
        }
        return blocks
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        let spin = spinner.nextProgressDeadlineMilliseconds(time)
        let count = secondsToWait(time).map { seconds in
            let ends = (waitEnds ?? time.steady).nanosecondsSinceEpoch / 1_000_000
            return ends - (seconds - 1) * 1_000
        }
        return [spin, count, untoldEnd?.deadlineMilliseconds(time)].compactMap(\.self).min()
    }

    /// Returns the users of a demonstration, and the key that types for them.
    private func people(_ demo: DemoNotice, _ context: ScreenContext) -> [Block] {
        let rows = demo.people.map { person in
            ListRow(
                [person.user, person.role, person.name].map {
                    .text(SafeText(untrusted: $0, limit: .payee))
                }
            )
        }
        let key = context.viewport.isSpoken ? ":fill in" : CommandRows.keyName(.fillIn)
        let words = "\(key) types name, password and code; again, those of the next person."
        let list = ListModel(
            id: "people",
            title: "People",
            columns: [
                Column("Name", width: .fixed(10)), Column("Role", width: .fixed(12)),
                Column("Person", width: .flexible(minimum: 10)),
            ],
            rowCount: rows.count,
            window: ListWindow(rows: rows),
            selected: demo.people.firstIndex { $0.user == name },
            isFocused: false,
            isOptional: true
        )
        return [.text(SafeText(trusted: words)), .list(list)]
    }

    private func notice(_ context: ScreenContext) -> String? {
        guard waitEnds != nil else { return (notice ?? lineNotice)?.text }
        guard let seconds = secondsToWait(context.time) else { return "You can try again now." }
        // Read out, the wait is news once and its end once more, not every second.
        if context.viewport.isSpoken { return notice?.text }
        return way == .bank
            ? Sentences.signIn(.mustWait(seconds: seconds))?.text
            : StatusSentences.offline(.mustWait(seconds: seconds))?.text
    }

    /// The state of the link after an attempt that the bank did not answer; nil if it answered.
    private var lineNotice: Sentence? {
        guard let cause, !isBusy, !isOverCopy else { return nil }
        if isBankBack { return StatusSentences.bankIsBack }
        return way == .bank ? StatusSentences.link(cause) : nil
    }

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
        form.forgetErrors()
        form[.password].clear()
        form[.code].clear()
        form.ask(for: way == .bank ? SignInField.allCases : [.user, .password])
        focusFirst()
    }

    /// Moves the focus to the password, or to the name where it is missing.
    private mutating func focusFirst() {
        form.focus(form[.user].isEmpty ? .user : .password)
    }

    /// Fills the fields for a demonstration, and leaves the sending to Enter.
    private mutating func fillIn(_ credentials: DemoCredentials) {
        guard !isBusy else { return }
        // A person's code stays where no newer one is put in; it is of no use to another person.
        if name != credentials.user { form[.code].clear() }
        form[.user].edit(.replace(credentials.user))
        form[.password].replace(with: credentials.password)
        if let code = credentials.code { form[.code].replace(with: code) }
        form.forgetErrors()
        form.focus(.user)
    }

    private mutating func fail(_ sentence: Sentence, _ context: ScreenContext) {
        isBusy = false
        form.reopen()
        spinner.stop()
        notice = told ?? sentence
        told = nil
        // Read out, nobody sees that the name is wrong: it is asked for again.
        form.focus(context.viewport.isSpoken ? .user : .password)
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

    private mutating func confirm(_ turn: inout Turn) {
        guard form.advance() else { return }
        isBusy = true
        form.submit()
        notice = nil
        waitEnds = nil
        hasFailed = false
        told = nil
        spinner.start(at: turn.context.time.steadyReading)
        let password = form[.password].surrender()
        guard way == .bank else {
            return turn.ask(.openOffline(user: name, password: password))
        }
        cause = nil
        isBankBack = false
        turn.ask(.signIn(user: name, password: password, code: form[.code].surrender()))
    }
}
