import ClientService
import CoreVocabulary
import TerminalKit

/// A question in front of the screen below, with a safe answer that has the focus first.
struct QuestionScreen: ConsoleScreen {
    /// Effect of an answer on the session or a transfer.
    private enum Answer: Hashable, Sendable {
        /// Leaves everything as it is: the safe answer, which stands first.
        case stay
        case quit(losesDraft: Bool)
        case signOut(losesDraft: Bool)
        case discardDraft
        case takeBack(IntentKey)
        case endSession(SessionID)
        case openOfflineCopy
        /// Leaves the transfer below in the outbox, and goes to another screen if requested.
        case leaveTransfer(then: CommandID?)
        /// Leaves the transfer below and takes it back.
        case leaveAndTakeBack(IntentKey)
    }

    private let title: SafeText
    private let paragraphs: [SafeText]
    private var buttons: ButtonRow<Answer>
    /// True if the bank has answered since the question stated that it does not.
    private var isBankBack = false

    private init(
        _ title: SafeText,
        _ paragraphs: [SafeText] = [],
        stay: SafeText,
        answers: [(title: SafeText, answer: Answer)]
    ) {
        self.title = title
        self.paragraphs = paragraphs
        let choices = answers.enumerated().map { index, choice in
            // The last one cannot be undone.
            let kind: Button.Kind = index == answers.count - 1 ? .danger : .ordinary
            return (choice.answer, Button("act\(index)", choice.title, kind: kind))
        }
        buttons = ButtonRow([(.stay, Button("stay", stay, kind: .safe))] + choices)
    }

    /// The answer that the question is about: the first that changes something.
    private var subject: Answer? { buttons.answers.first { $0 != .stay } }

    /// Returns the question about leaving the program.
    static func leave(losesDraft: Bool) -> QuestionScreen {
        let quit = Answer.quit(losesDraft: losesDraft)
        return QuestionScreen("Leave?", stay: "Stay", answers: [("Leave", quit)])
    }

    /// Returns the question about signing out.
    static func signOut(losesDraft: Bool) -> QuestionScreen {
        let signOut = Answer.signOut(losesDraft: losesDraft)
        return QuestionScreen("Sign out?", stay: "Stay", answers: [("Sign out", signOut)])
    }

    /// Question about discarding what was typed for a transfer.
    static let discardDraft = QuestionScreen(
        "Discard the draft?",
        ["What was typed for the transfer is forgotten. Nothing was sent."],
        stay: "Keep it",
        answers: [("Discard", .discardDraft)]
    )

    /// Returns the question about cancelling a transfer that waits or is unknown.
    static func takeBack(_ item: OutboxItem) -> QuestionScreen {
        QuestionScreen(
            "Take the transfer back?",
            stay: "Leave it",
            answers: [("Take it back", .takeBack(item.intentKey))]
        )
    }

    /// Returns the effect of taking a transfer back in its present state: it may be sent while the
    /// question is open.
    private static func meaning(
        ofTakingBack item: OutboxItem,
        _ context: ScreenContext
    ) -> SafeText {
        guard item.mayHaveArrived else {
            return "It was never sent. It will not be, and no money moves."
        }
        let asked =
            context.isOfflineCopy ? "It is asked once you have signed in" : "It is asked"
        return SafeText(
            trusted: "The bank may have it already. \(asked), and decides: either it is posted, or"
                + " it never will be."
        )
    }

    /// The end of a question whose matter was settled meanwhile; nil while the question stands.
    private func end(_ context: ScreenContext) -> (title: SafeText, reason: SafeText)? {
        switch subject {
        case .takeBack(let key)?:
            let title: SafeText = "Nothing to take back"
            guard let item = Self.item(key, context) else {
                return (title, "It is not in the outbox any more.")
            }
            guard case .disabled(let reason) = item.canBeTakenBack else { return nil }
            return (title, SafeText(trusted: reason))
        case .openOfflineCopy? where isBankBack:
            return ("Sign in", StatusSentences.bankIsBack.safeText)
        default:
            return nil
        }
    }

    private static func item(_ key: IntentKey, _ context: ScreenContext) -> OutboxItem? {
        context.session?.outbox?.first { $0.intentKey == key }
    }

    private func paragraphs(_ context: ScreenContext) -> [SafeText] {
        if let end = end(context) { return [end.reason] }
        switch subject {
        case .quit(let losesDraft)?:
            guard let session = context.session else { return [] }
            let words = SigningOut.words(session, losesDraft: losesDraft)
            return ["You will be signed out. \(words)"]
        case .signOut(let losesDraft)?:
            return [SigningOut.words(context.session, losesDraft: losesDraft)]
        case .takeBack(let key)?:
            return Self.item(key, context).map { [Self.meaning(ofTakingBack: $0, context)] }
                ?? paragraphs
        default:
            return paragraphs
        }
    }

    /// Returns the facts of the transfer in question, because its row may not be visible.
    private func facts(_ context: ScreenContext) -> [Fact] {
        guard end(context) == nil, case .takeBack(let key)? = subject,
            let item = Self.item(key, context)
        else { return [] }
        return [
            Fact("To", item.reviewed.receiver(in: context)),
            Fact("Amount", item.amount(context.format)),
        ]
    }

    /// Returns the present answers: only to close, if the question has ended.
    private func answers(_ context: ScreenContext) -> ButtonRow<Answer> {
        end(context) == nil
            ? buttons : ButtonRow([(.stay, Button("stay", "Close", kind: .safe))])
    }

    /// Returns the question about a transfer whose code was refused, when its screen is left.
    static func leaveWithoutCode(_ key: IntentKey, then command: CommandID?) -> QuestionScreen {
        QuestionScreen(
            "Leave it without a code?",
            [
                "Its code was refused. No money has moved, and it is not sent before it has another"
                    + " code. In the outbox it waits for one."
            ],
            stay: "Enter a code",
            answers: [
                ("Leave it there", .leaveTransfer(then: command)),
                ("Take it back", .leaveAndTakeBack(key)),
            ]
        )
    }

    /// Returns the question about ending a session that is open elsewhere.
    static func endSession(_ id: SessionID, openedAt: SafeText) -> QuestionScreen {
        QuestionScreen(
            "End the session?",
            [
                "It was opened at \(openedAt). Whoever uses it is signed out; what is queued there"
                    + " stays queued."
            ],
            stay: "Cancel",
            answers: [("End it", .endSession(id))]
        )
    }

    /// Returns the question about reading the offline copy while the bank is unreachable.
    static func openOfflineCopy(_ cause: LinkCause) -> QuestionScreen {
        QuestionScreen(
            "Read the offline copy?",
            [
                StatusSentences.link(cause).safeText,
                "You can read what this console holds, as of when it last heard from the bank. Your"
                    + " name and password open it, no code; nothing can be sent.",
            ],
            stay: "Back to sign in",
            answers: [("Read the copy", .openOfflineCopy)]
        )
    }

    var kind: ScreenKind { .question }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .left, .previousField: buttons.moveFocus(by: -1)
        case .right, .nextField: buttons.moveFocus(by: 1)
        case .back: turn.go(.close)
        case .confirm: press(&turn)
        default: break
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        buttons.focus(at: index)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .left, .right, .previousField, .nextField, .back, .confirm: .enabled
        case .redraw, .suspend: .inherited
        default: .absent
        }
    }

    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn) {
        isBankBack = status.isBankReachable
    }

    func backAction(in context: ScreenContext) -> BackAction {
        answers(context).buttons.first.map { .answer($0.title) } ?? .goBack
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let title = end(context)?.title ?? title
        var content = ScreenContent(title: title)
        let answers = answers(context)
        content.dialog = DialogModel(
            title: title,
            paragraphs: paragraphs(context),
            facts: facts(context),
            buttons: answers.buttons,
            focused: answers.focusedIndex
        )
        return content
    }

    private func press(_ turn: inout Turn) {
        turn.go(.close)
        guard end(turn.context) == nil, let answer = buttons.focused else { return }
        switch answer {
        case .stay: break
        case .quit: turn.go(.end(.quit))
        case .signOut: turn.go(.end(.signOut))
        case .discardDraft:
            turn.go(.dropTransfer)
            turn.say(.information, "The draft was discarded.")
        case .takeBack(let key): turn.ask(.cancel(key))
        case .endSession(let id): turn.ask(.endSession(id))
        case .openOfflineCopy: turn.go(.run(.openOfflineCopy))
        case .leaveTransfer(let command):
            turn.go(command.map { .closeAndRun($0) } ?? .close)
        case .leaveAndTakeBack(let key):
            turn.go(.close)
            turn.ask(.cancel(key))
        }
    }
}
