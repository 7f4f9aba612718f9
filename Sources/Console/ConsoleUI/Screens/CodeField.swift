import Cryptography
import TerminalKit

/// The field of the code that authorises a transfer, with what is wrong with it.
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

    /// Takes a code that was typed elsewhere; empties the other one.
    mutating func take(_ other: SharedSecret) {
        verdict = nil
        field.take(other)
    }

    /// Forgets what was typed, and what was said of it.
    mutating func clear() {
        verdict = nil
        field.clear()
    }

    /// Forgets that a paste was refused: whoever pressed a key has seen it.
    mutating func forgetWarning() {
        field.forgetWarning()
    }

    /// Says what is wrong where no code stands here.
    ///
    /// - Returns: True if one does, which may be sent.
    mutating func judge() -> Bool {
        verdict = field.refusal ?? field.codeProblem
        return verdict == nil
    }

    /// Says what became of the code that was taken out, until something else stands here.
    mutating func refuse(_ words: SafeText) {
        verdict = words
    }

    /// Gives the code away and starts with an empty field.
    mutating func surrender() -> SharedSecret {
        verdict = nil
        return field.surrender()
    }
}
