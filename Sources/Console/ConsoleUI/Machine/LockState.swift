import ClientService
import Cryptography
import TerminalKit

/// A locked console: it asks for the password and shows nothing else.
struct LockState: Sendable {
    private var password = SecretField.password()
    private var notice: Sentence?
    private var error: SafeText?
    private(set) var isBusy = false

    /// Takes an edit of the password.
    mutating func edit(_ edit: FieldEdit) {
        guard !isBusy else { return }
        error = password.edit(edit)
    }

    /// Takes a password that was typed elsewhere.
    mutating func take(_ secret: SharedSecret) {
        password.take(secret)
    }

    /// Has the password checked; nil when none was typed or one is being checked.
    mutating func confirm() -> ClientEffect? {
        guard !isBusy else { return nil }
        guard !password.isEmpty else {
            error = "is needed"
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
    var model: LockModel {
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
                        error: error
                    )
                ],
                focused: isBusy ? nil : 0
            ),
            hints: [
                Hint("Enter", "Unlock", isEssential: true),
                Hint("F10", "Sign out", isEssential: true),
            ]
        )
    }
}
