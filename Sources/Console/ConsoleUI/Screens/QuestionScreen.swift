import ClientService
import CoreVocabulary
import TerminalKit

/// A question in front of the screen below, with a safe answer that has the focus first.
struct QuestionScreen: ConsoleScreen {
    /// What is done when the answer is not the safe one.
    enum Deed: Sendable {
        case quit, signOut, discardDraft
        case takeBack(IntentKey)
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

    /// Whether to take a queued transfer back.
    static func takeBack(_ key: IntentKey) -> QuestionScreen {
        QuestionScreen(
            "Take the transfer back?",
            ["It was never sent. It will not be, and no money moves."],
            stay: "Leave it queued",
            act: "Take it back",
            deed: .takeBack(key)
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
        }
    }
}
