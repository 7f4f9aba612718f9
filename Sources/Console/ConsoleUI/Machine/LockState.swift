import ClientService
import Cryptography
import TerminalKit

/// A locked console: it asks for the password and shows nothing else.
struct LockState: Sendable {
    private var password = SecretField.password()
    private var notice: Sentence?
    private var error: SafeText?
    private(set) var isBusy = false
    /// The answers to whether to sign out; nil while that is not asked.
    private var answers: ButtonRow?

    /// Whether it asks whether to sign out.
    var isAsking: Bool { answers != nil }

    /// Asks whether to sign out; the focus starts on staying.
    mutating func askToSignOut() {
        answers = ButtonRow([
            Button("stay", "Stay locked", kind: .safe), Button("leave", "Sign out", kind: .danger),
        ])
    }

    /// Takes a key of that question.
    ///
    /// - Returns: Whether it answers that the session is to end.
    mutating func answer(_ key: Key) -> Bool {
        switch key {
        case .left, .backTab, .up: _ = answers?.handle(.left)
        case .right, .tab, .down: _ = answers?.handle(.right)
        case .escape: answers = nil
        case .enter:
            let isSafe = answers?.focused == 0
            answers = nil
            return !isSafe
        default: break
        }
        return false
    }

    /// Takes an edit of the password.
    mutating func edit(_ edit: FieldEdit) {
        guard !isBusy, !isAsking else { return }
        error = password.edit(edit)
    }

    /// Takes a password that was typed elsewhere.
    mutating func take(_ secret: SharedSecret) {
        password.take(secret)
        error = password.refusal
    }

    /// Has the password checked; nil when none was typed or one is being checked.
    mutating func confirm() -> ClientEffect? {
        guard !isBusy else { return nil }
        password.forgetWarning()
        if let problem = password.isEmpty ? "is needed" : password.refusal {
            error = problem
            return nil
        }
        isBusy = true
        notice = nil
        return .unlock(password: password.surrender())
    }

    /// Takes in that the password was wrong.
    mutating func refuse(_ outcome: UnlockOutcome) {
        isBusy = false
        notice = Sentences.unlock(outcome)
    }

    /// What is shown.
    ///
    /// - Parameter fillsIn: Whether a key types the password, as in a demonstration.
    /// - Returns: The lock, with nothing of what it hides.
    func model(fillsIn: Bool) -> LockModel {
        if let answers { return Self.question(answers) }
        let words: SafeText =
            isBusy
            ? "Checking the password."
            : notice.map { SafeText(trusted: $0.text) }
                ?? "Type your password to go on. What you were doing is kept."
        return LockModel(
            title: "Locked",
            paragraphs: [words],
            form: FormModel(
                fields: [
                    Field(
                        id: "unlock",
                        kind: .masked,
                        label: "Password",
                        content: password.content,
                        error: error,
                        warning: password.warning
                    )
                ],
                focused: isBusy ? nil : 0
            ),
            hints: [
                Hint("Enter", "Unlock"),
                Hint(Self.key(.quit), "Sign out", isEssential: true),
            ] + (fillsIn ? [Hint(Self.key(.fillIn), "Fill in")] : [])
        )
    }

    private static func key(_ id: CommandID) -> SafeText {
        SafeText(trusted: CommandRows.keyName(id))
    }

    private static func question(_ answers: ButtonRow) -> LockModel {
        LockModel(
            title: "Locked",
            paragraphs: ["Sign out?", SigningOut.locked],
            buttons: answers.model(isFocused: true),
            hints: [
                Hint("Enter", "Go on"), Hint("Tab", "Next answer"), Hint("Esc", "Stay locked"),
            ]
        )
    }
}
