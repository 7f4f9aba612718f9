import ClientService
import CoreVocabulary
import TerminalKit

/// A question in front of the screen below, with a safe answer that has the focus first.
struct QuestionScreen: ConsoleScreen {
    /// What is done when the answer is not the safe one.
    enum Deed: Sendable {
        case quit, signOut, discardDraft
        case takeBack(IntentKey)
        case endSession(SessionID)
        case openOfflineCopy
    }

    private let title: SafeText
    private let paragraphs: [SafeText]
    private let deed: Deed
    private var buttons: ButtonRow

    private init(
        _ title: SafeText,
        _ paragraphs: [SafeText],
        stay: SafeText,
        act: SafeText,
        deed: Deed
    ) {
        self.title = title
        self.paragraphs = paragraphs
        self.deed = deed
        buttons = ButtonRow([
            Button("stay", stay, kind: .safe), Button("act", act, kind: .danger),
        ])
    }

    /// Whether to leave the program.
    static func leave(isSignedIn: Bool) -> QuestionScreen {
        QuestionScreen(
            "Leave?",
            isSignedIn
                ? ["You are signed out. Queued transfers stay queued and are sent later."] : [],
            stay: "Stay",
            act: "Leave",
            deed: .quit
        )
    }

    /// Whether to sign out.
    static let signOut = QuestionScreen(
        "Sign out?",
        ["Queued transfers stay queued and are sent later. A draft is forgotten."],
        stay: "Stay",
        act: "Sign out",
        deed: .signOut
    )

    /// Whether to forget what was typed for a transfer.
    static let discardDraft = QuestionScreen(
        "Discard the draft?",
        ["What was typed for the transfer is forgotten. Nothing was sent."],
        stay: "Keep it",
        act: "Discard",
        deed: .discardDraft
    )

    /// Whether to take a transfer back that waits or of which nothing is known.
    static func takeBack(_ item: OutboxItem) -> QuestionScreen {
        let wasSent = item.mayHaveArrived
        return QuestionScreen(
            "Take the transfer back?",
            [
                wasSent
                    ? "The bank may have it already. It is asked, and decides: either it is posted, or it"
                        + " never will be."
                    : "It was never sent. It will not be, and no money moves."
            ],
            stay: wasSent ? "Leave it" : "Leave it queued",
            act: "Take it back",
            deed: .takeBack(item.intentKey)
        )
    }

    /// Whether to end a session that is open elsewhere.
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

    /// Whether to read what this console holds while the bank cannot be reached.
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

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: title)
        content.dialog = DialogModel(
            title: title,
            paragraphs: paragraphs,
            buttons: buttons.buttons,
            focused: buttons.focused
        )
        return content
    }

    private func press(_ turn: inout Turn) {
        turn.go(.close)
        guard buttons.focused == 1 else { return }
        switch deed {
        case .quit: turn.go(.end(.quit))
        case .signOut: turn.go(.end(.signOut))
        case .discardDraft:
            turn.go(.dropTransfer)
        case .takeBack(let key): turn.ask(.cancel(key))
        case .endSession(let id): turn.ask(.endSession(id))
        case .openOfflineCopy: turn.go(.run(.openOfflineCopy))
        }
    }
}
