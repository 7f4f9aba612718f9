import ClientService
import CoreVocabulary
import Cryptography
import TerminalKit

/// Who are you: name, password and code on one form, answered once.
struct SignInScreen: ConsoleScreen {
    /// The fields in order.
    enum Row: Int, CaseIterable, Sendable {
        case user, password, code
    }

    private var user = TextField(maximumScalarCount: 64)
    private var password = SecretField.password()
    private var code = SecretField.code()
    private var row = Row.user
    /// What was wrong with the last attempt or why the last session ended.
    private var notice: Sentence?
    private var errors: [Row: SafeText] = [:]
    /// Runs while the bank is being asked.
    private var spinner = SpinnerState()
    private var isBusy = false
    /// Until when no attempt is worth making, by the steady clock.
    private var waitEnds: Instant?

    /// An empty form, with why it is on the screen again.
    init(notice: Sentence? = nil) {
        self.notice = notice
    }

    var kind: ScreenKind { .signIn }

    var focus: InputFocus {
        isBusy ? .commands : row == .user ? .text : .secret
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        guard !isBusy else { return }
        switch command {
        case .nextField: move(by: 1)
        case .previousField: move(by: -1)
        case .confirm: confirm(&turn)
        case .back, .quit: turn.go(.open(QuestionScreen.leave(isSignedIn: false)))
        default: break
        }
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        guard !isBusy else { return }
        let refusal: SafeText?
        switch row {
        case .user: refusal = user.edit(edit)
        case .password: refusal = password.edit(edit)
        case .code: refusal = code.edit(edit)
        }
        errors[row] = refusal
    }

    mutating func take(_ secret: SharedSecret) {
        switch row {
        case .user: secret.wipe()
        case .password: password.take(secret)
        case .code: code.take(secret)
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        // Success is taken in by the console, which replaces this screen.
        guard case .signedIn(let outcome) = reply, let sentence = Sentences.signIn(outcome) else {
            return
        }
        isBusy = false
        spinner.stop()
        notice = sentence
        row = .password
        if case .mustWait(let seconds) = outcome {
            waitEnds = turn.context.time.steady.adding(seconds: max(0, seconds))
        }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .confirm:
            if isBusy { return .disabled("The bank is being asked.") }
            return secondsToWait(context.time).map {
                .disabled("There were too many wrong tries. Wait \(Sentences.wait($0)).")
            } ?? .enabled
        case .nextField, .previousField, .back, .quit: return .enabled
        default: return .absent
        }
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(
            title: SafeText(trusted: "Sign in to \(context.configuration.bankName)")
        )
        content.blocks.append(.form(form))
        let words = notice(context)
        content.blocks.append(.space)
        if let words {
            content.blocks.append(.text([SafeText(trusted: words)], role: .statusWarning))
        }
        if let demo = context.configuration.demoNotice {
            content.blocks.append(.space)
            content.blocks.append(
                .text(demo.paragraphs.map { SafeText(trusted: $0) }, role: .text)
            )
        }
        content.progress = spinner.progress("Asking the bank", context.time)
        return content
    }

    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        let spin = spinner.nextDeadlineMilliseconds(nowMilliseconds: time.steadyMilliseconds)
        let count = secondsToWait(time).map { seconds in
            let ends = (waitEnds ?? time.steady).nanosecondsSinceEpoch / 1_000_000
            return ends - (seconds - 1) * 1_000
        }
        return [spin, count].compactMap(\.self).min()
    }

    private var form: FormModel {
        FormModel(
            fields: [
                Field(
                    id: "user",
                    kind: .text,
                    label: "Name",
                    content: user.content,
                    error: errors[.user]
                ),
                Field(
                    id: "password",
                    kind: .masked,
                    label: "Password",
                    content: password.content,
                    error: errors[.password]
                ),
                Field(
                    id: "code",
                    kind: .code,
                    label: "Code",
                    content: code.content,
                    error: errors[.code],
                    hint: "from your authenticator"
                ),
            ],
            focused: isBusy ? nil : row.rawValue
        )
    }

    private func notice(_ context: ScreenContext) -> String? {
        guard waitEnds != nil else { return notice?.text }
        guard let seconds = secondsToWait(context.time) else { return "You can try again now." }
        // Read out, the wait is news once and its end once more, not every second.
        if context.viewport.isSpoken { return notice?.text }
        return Sentences.signIn(.mustWait(seconds: seconds))?.text
    }

    /// Whole seconds until an attempt is worth making, rounded up; nil when it is now.
    private func secondsToWait(_ time: ConsoleTime) -> Int64? {
        guard let waitEnds, waitEnds > time.steady else { return nil }
        let nanoseconds = waitEnds.nanosecondsSinceEpoch - time.steady.nanosecondsSinceEpoch
        let second = Instant.nanosecondsPerSecond
        return (nanoseconds + second - 1) / second
    }

    private mutating func move(by step: Int) {
        let count = Row.allCases.count
        row = Row.allCases[(row.rawValue + step + count) % count]
    }

    private mutating func confirm(_ turn: inout Turn) {
        let empty = Row.allCases.filter(isEmpty)
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
        isBusy = true
        notice = nil
        waitEnds = nil
        errors = [:]
        spinner.start(nowMilliseconds: turn.context.time.steadyMilliseconds)
        turn.ask(
            .signIn(
                user: user.text,
                password: password.surrender(),
                code: code.surrender()
            )
        )
    }

    private func isEmpty(_ row: Row) -> Bool {
        switch row {
        case .user: user.isEmpty
        case .password: password.isEmpty
        case .code: code.isEmpty
        }
    }
}
