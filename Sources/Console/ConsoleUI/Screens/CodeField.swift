import Cryptography
import TerminalKit

/// The field of the code that authorises a transfer, with its error.
///
/// An error is about what stands in the field and goes with it, whoever empties or fills the field.
struct CodeField: Sendable {
    private var field = SecretField.code()
    /// The message about the content, or about the last code that was sent.
    private var verdict: SafeText?

    /// The masked content that the screen shows.
    var content: Field.Content { field.content }

    /// The error of the content or of the last code; nil where there is none.
    var error: SafeText? { verdict ?? field.refusal ?? field.digitProblem }

    /// The reason why the last paste was refused; nil when it was accepted.
    var warning: SafeText? { field.warning }

    /// Applies an edit to the code.
    mutating func edit(_ edit: FieldEdit) {
        verdict = nil
        // The field keeps why it does not hold what was typed.
        _ = field.edit(edit)
    }

    /// Adopts a code that was typed elsewhere, and empties the given one.
    mutating func take(_ other: SharedSecret) {
        verdict = nil
        field.take(other)
    }

    /// Clears the code and its message.
    mutating func clear() {
        verdict = nil
        field.clear()
    }

    /// Removes the warning about a paste: the user has pressed a key since.
    mutating func forgetWarning() {
        field.forgetWarning()
    }

    /// Shows the error of a code that cannot be sent.
    ///
    /// - Returns: True if one does, which may be sent.
    mutating func judge() -> Bool {
        verdict = field.refusal ?? field.codeProblem
        return verdict == nil
    }

    /// Shows the answer to the code that was sent, until another one is typed.
    mutating func refuse(_ words: SafeText) {
        verdict = words
    }

    /// Returns the code, and starts with an empty field.
    mutating func surrender() -> SharedSecret {
        verdict = nil
        return field.surrender()
    }
}
