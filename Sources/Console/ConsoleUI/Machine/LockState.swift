import ClientService
import Cryptography
import TerminalKit

/// State of a locked console, which asks for the password and shows nothing else.
struct LockState: Sendable {
    private enum UnlockField: String, FormField {
        case unlock

        var kind: Field.Kind { .masked }
        var label: SafeText { "Password" }
        func makeInput() -> FieldInput { .password() }
    }

    /// Answers to the question about signing out.
    private enum Answer {
        case stay, signOut
    }

    private var form = Form<UnlockField>(focus: .unlock)
    private var notice: Sentence?
    private(set) var isBusy = false
    /// Answers to the question about signing out; nil while it is not shown.
    private var answers: ButtonRow<Answer>?

    /// True if the question about signing out is shown.
    var isAsking: Bool { answers != nil }

    /// Shows the question about signing out, with the focus on staying.
    mutating func askToSignOut() {
        answers = ButtonRow([
            (.stay, Button("stay", "Stay locked", kind: .safe)),
            (.signOut, Button("leave", "Sign out", kind: .danger)),
        ])
    }

    /// Handles a key of that question; returns true if the session must end.
    mutating func answer(_ key: Key) -> Bool {
        switch key {
        case .left, .backTab, .up: answers?.moveFocus(by: -1)
        case .right, .tab, .down: answers?.moveFocus(by: 1)
        case .escape: answers = nil
        case .enter:
            defer { answers = nil }
            return answers?.focused == .signOut
        default: break
        }
        return false
    }

    /// Edits the typed password.
    mutating func edit(_ edit: FieldEdit) {
        guard !isBusy, !isAsking else { return }
        form.edit(edit)
    }

    /// Sets a password that was typed elsewhere.
    mutating func enter(_ secret: SharedSecret) {
        form.replace(with: secret)
    }

    /// Returns the request to check the password; nil if there is none or one is being checked.
    mutating func confirm() -> ClientEffect? {
        guard !isBusy else { return nil }
        form.forgetWarnings()
        guard form.advance() else { return nil }
        isBusy = true
        notice = nil
        return .unlock(password: form[.unlock].surrender())
    }

    /// Shows that the password was wrong.
    mutating func refuse(_ outcome: UnlockOutcome) {
        isBusy = false
        notice = Sentences.unlock(outcome)
    }

    /// Returns the display model of the lock, without any content behind it.
    func model(fillsIn: Bool) -> LockModel {
        if let answers { return Self.question(answers) }
        let words: SafeText =
            isBusy
            ? "Checking the password."
            : notice.map { $0.safeText }
                ?? "Type your password to go on. What you were doing is kept."
        return LockModel(
            title: "Locked",
            paragraphs: [words],
            form: form.model(isFocused: !isBusy),
            hints: [
                Hint("Enter", "Unlock"),
                Hint(Self.key(.quit), "Sign out", isEssential: true),
            ] + (fillsIn ? [Hint(Self.key(.fillIn), "Fill in")] : [])
        )
    }

    private static func key(_ id: CommandID) -> SafeText {
        SafeText(trusted: CommandRows.keyName(id))
    }

    private static func question(_ answers: ButtonRow<Answer>) -> LockModel {
        LockModel(
            title: "Locked",
            paragraphs: ["Sign out?", SigningOut.locked],
            buttons: answers.model,
            hints: [Hint("Enter", "Go on"), Hint("Tab", "Next answer"), Hint("Esc", "Stay locked")]
        )
    }
}
