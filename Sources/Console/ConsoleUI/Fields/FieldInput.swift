import CoreVocabulary
import Cryptography
import TerminalKit

/// Text or secret that is typed into a field.
protocol TypedContent: Sendable {
    /// Content that the screen shows.
    var content: Field.Content { get }
    /// True if nothing was typed.
    var isEmpty: Bool { get }
    /// Reason why the field does not hold all that was typed; nil if it does.
    var refusal: SafeText? { get }
    /// Reason why nothing of the last paste was accepted; nil if all of it was.
    var warning: SafeText? { get }

    /// Applies an edit; returns the reason why the field does not hold what was typed, if any.
    mutating func edit(_ edit: FieldEdit) -> SafeText?
    /// Erases the content and its warning.
    mutating func clear()
    /// Removes the warning about a rejected paste; a user who pressed a key has seen it.
    mutating func forgetWarning()
}

extension TextField: TypedContent {}
extension SecretField: TypedContent {}

/// Input of one field of a form, with what is wrong with it.
///
/// An error concerns the current content, so it is removed by every change of the content.
struct FieldInput: Sendable {
    private var typed: any TypedContent
    /// True if the secret must be a one-time code.
    private let isCode: Bool
    /// Error that was found in the content, or became known of a secret that was surrendered.
    private var verdict: SafeText?

    /// Creates an input for readable text.
    static func text(_ field: TextField) -> FieldInput { FieldInput(typed: field, isCode: false) }

    /// Creates an input for a password.
    static func password() -> FieldInput {
        FieldInput(typed: SecretField.password(), isCode: false)
    }

    /// Creates an input for a one-time code.
    static func code() -> FieldInput { FieldInput(typed: SecretField.code(), isCode: true) }

    private var secret: SecretField? { typed as? SecretField }

    /// Content that the screen shows.
    var content: Field.Content { typed.content }

    /// Text of the field; empty for a secret, which never becomes a string.
    var text: String { (typed as? TextField)?.text ?? "" }

    /// True if nothing was typed.
    var isEmpty: Bool { typed.isEmpty }

    /// Reason why the field does not hold all that was typed; nil if it does.
    var refusal: SafeText? { typed.refusal }

    /// Reason why nothing of the last paste was accepted; nil if all of it was.
    var warning: SafeText? { typed.warning }

    /// Error to show beside the content; nil if none is known.
    var error: SafeText? { verdict ?? refusal ?? (isCode ? secret?.digitProblem : nil) }

    /// Applies an edit to the content.
    mutating func edit(_ edit: FieldEdit) {
        verdict = nil
        // The field itself keeps the reason why it does not hold what was typed.
        _ = typed.edit(edit)
    }

    /// Replaces a secret by one that was typed elsewhere; the other one is emptied.
    mutating func replace(with secret: SharedSecret) {
        verdict = nil
        guard var field = self.secret else { return secret.wipe() }
        field.replace(with: secret)
        typed = field
    }

    /// Erases the content and its error.
    mutating func clear() {
        verdict = nil
        typed.clear()
    }

    /// Removes the warning about a rejected paste; a user who pressed a key has seen it.
    mutating func forgetWarning() {
        if typed.warning != nil { typed.forgetWarning() }
    }

    /// Sets the error until the content changes, or removes it.
    mutating func judge(_ words: SafeText?) {
        verdict = words
    }

    /// Returns true if the content can be submitted, and otherwise shows the reason.
    mutating func validate() -> Bool {
        verdict = refusal ?? (isCode ? secret?.codeProblem : nil)
        return verdict == nil
    }

    /// Hands over the secret, and continues with an empty field.
    mutating func surrender() -> SharedSecret {
        verdict = nil
        guard var field = secret else { invariantBroken("only a secret is handed over") }
        defer { typed = field }
        return field.surrender()
    }
}
