import ClientService
import CoreVocabulary
import TerminalKit

/// A question in front of the screen below, with a safe answer that has the focus first.
struct QuestionScreen: ConsoleScreen {
    /// The action of an answer other than the safe one.
    enum Deed: Sendable {
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
    /// The action of each button after the first, which is the safe one.
    private let deeds: [Deed]
    private var buttons: ButtonRow
    /// True if the bank has answered since the question said that it does not.
    private var isBankBack = false

    private init(
        _ title: SafeText,
        _ paragraphs: [SafeText],
        stay: SafeText,
        act: SafeText,
        deed: Deed
    ) {
        self.init(title, paragraphs, stay: stay, answers: [(act, deed)])
    }

    private init(
        _ title: SafeText,
        _ paragraphs: [SafeText],
        stay: SafeText,
        answers: [(title: SafeText, deed: Deed)]
    ) {
        self.title = title
        self.paragraphs = paragraphs
        deeds = answers.map(\.deed)
        buttons = ButtonRow(
            [Button("stay", stay, kind: .safe)]
                + answers.enumerated().map { index, answer in
                    // The last one cannot be undone.
                    Button(
                        "act\(index)",
                        answer.title,
                        kind: index == answers.count - 1 ? .danger : .ordinary
                    )
                }
        )
    }

    /// The question whether to leave the program.
    static func leave(losesDraft: Bool) -> QuestionScreen {
        QuestionScreen(
            "Leave?",
            [],
            stay: "Stay",
            act: "Leave",
            deed: .quit(losesDraft: losesDraft)
        )
    }

    /// The question whether to sign out.
    static func signOut(losesDraft: Bool) -> QuestionScreen {
        QuestionScreen(
            "Sign out?",
            [],
            stay: "Stay",
            act: "Sign out",
            deed: .signOut(losesDraft: losesDraft)
        )
    }

    /// The question whether to discard the draft of a transfer.
    static let discardDraft = QuestionScreen(
        "Discard the draft?",
        ["What was typed for the transfer is forgotten. Nothing was sent."],
        stay: "Keep it",
        act: "Discard",
        deed: .discardDraft
    )

    /// The question whether to take back a transfer that waits or has no known outcome.
    static func takeBack(_ item: OutboxItem) -> QuestionScreen {
        QuestionScreen(
            "Take the transfer back?",
            [],
            stay: "Leave it",
            act: "Take it back",
            deed: .takeBack(item.intentKey)
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

    /// The title of a question without an object, and the reason.
    private typealias End = (title: SafeText, reason: SafeText)

    /// The end of a question whose matter was settled meanwhile; nil while the question stands.
    private func end(_ context: ScreenContext) -> End? {
        switch deeds.first {
        case .takeBack(let key)?:
            let title: SafeText = "Nothing to take back"
            guard let item = Self.item(key, context) else {
                return (title, "It is not in the outbox any more.")
            }
            guard case .disabled(let reason) = item.canBeTakenBack else { return nil }
            return (title, SafeText(trusted: reason))
        case .openOfflineCopy? where isBankBack:
            return ("Sign in", SafeText(trusted: Sentences.bankIsBack.text))
        default:
            return nil
        }
    }

    private static func item(_ key: IntentKey, _ context: ScreenContext) -> OutboxItem? {
        context.session?.outbox?.first { $0.intentKey == key }
    }

    private func paragraphs(_ context: ScreenContext) -> [SafeText] {
        if let end = end(context) { return [end.reason] }
        switch deeds.first {
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
        guard end(context) == nil, case .takeBack(let key)? = deeds.first,
            let item = Self.item(key, context)
        else { return [] }
        return [
            Fact("To", item.reviewed.receiver(in: context)),
            Fact("Amount", item.amount(context.format)),
        ]
    }

    /// Returns the present answers: only to close, if the question has ended.
    private func answers(_ context: ScreenContext) -> ButtonRow {
        end(context) == nil ? buttons : ButtonRow([Button("stay", "Close", kind: .safe)])
    }

    /// The question about a transfer whose code was refused, asked as the user leaves its screen.
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

    /// The question whether to end a session that is open elsewhere.
    static func endSession(_ id: SessionID, openedAt: SafeText) -> QuestionScreen {
        QuestionScreen(
            "End the session?",
            [
                "It was opened at \(openedAt). Whoever uses it is signed out; what is queued there"
                    + " stays queued."
            ],
            stay: "Cancel",
            act: "End it",
            deed: .endSession(id)
        )
    }

    /// The question whether to read the offline copy while the bank cannot be reached.
    static func openOfflineCopy(_ cause: LinkCause) -> QuestionScreen {
        QuestionScreen(
            "Read the offline copy?",
            [
                SafeText(trusted: Sentences.link(cause).text),
                "You can read what this console holds, as of when it last heard from the bank. Your"
                    + " name and password open it, no code; nothing can be sent.",
            ],
            stay: "Back to sign in",
            act: "Read the copy",
            deed: .openOfflineCopy
        )
    }

    var kind: ScreenKind { .question }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .left, .previousField: _ = buttons.handle(.left)
        case .right, .nextField: _ = buttons.handle(.right)
        case .back: turn.go(.close)
        case .confirm: press(&turn)
        default: break
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        buttons.focus(index)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .left, .right, .previousField, .nextField, .back, .confirm: .enabled
        default: .absent
        }
    }

    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn) {
        isBankBack = status.isBankReachable
    }

    func backDeed(in context: ScreenContext) -> BackDeed {
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
            focused: answers.focused
        )
        return content
    }

    private func press(_ turn: inout Turn) {
        turn.go(.close)
        guard end(turn.context) == nil, let focused = buttons.focused,
            deeds.indices.contains(focused - 1)
        else { return }
        switch deeds[focused - 1] {
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
