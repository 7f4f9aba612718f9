import CoreVocabulary
import Cryptography
import TerminalKit

/// Input of one field of a form, with what is wrong with it.
///
/// An error concerns the current content, so it is removed by every change of the content.
struct FieldInput: Sendable {
    private enum Content: Sendable {
        case text(TextField), secret(SecretField)
    }

    private var input: Content
    /// True if the secret must be a one-time code.
    private let isCode: Bool
    /// Error that was found in the content, or became known of a secret that was surrendered.
    private var verdict: SafeText?

    /// Creates an input for readable text.
    static func text(_ field: TextField) -> FieldInput {
        FieldInput(input: .text(field), isCode: false)
    }

    /// Creates an input for a password.
    static func password() -> FieldInput {
        FieldInput(input: .secret(.password()), isCode: false)
    }

    /// Creates an input for a one-time code.
    static func code() -> FieldInput {
        FieldInput(input: .secret(.code()), isCode: true)
    }

    /// Content that the screen shows.
    var content: Field.Content {
        switch input {
        case .text(let field): field.content
        case .secret(let field): field.content
        }
    }

    /// Text of the field; empty for a secret, which never becomes a string.
    var text: String {
        if case .text(let field) = input { field.text } else { "" }
    }

    /// True if nothing was typed.
    var isEmpty: Bool {
        switch input {
        case .text(let field): field.isEmpty
        case .secret(let field): field.isEmpty
        }
    }

    /// Reason why the field does not hold all that was typed; nil if it does.
    var refusal: SafeText? {
        switch input {
        case .text(let field): field.refusal
        case .secret(let field): field.refusal
        }
    }

    /// Reason why nothing of the last paste was accepted; nil if all of it was.
    var warning: SafeText? {
        switch input {
        case .text(let field): field.warning
        case .secret(let field): field.warning
        }
    }

    /// Error to show beside the content; nil if none is known.
    var error: SafeText? {
        if let known = verdict ?? refusal { return known }
        if isCode, case .secret(let field) = input { return field.digitProblem }
        return nil
    }

    /// Reason why the content cannot be submitted; nil if it can.
    private var problem: SafeText? {
        if let refusal { return refusal }
        if isCode, case .secret(let field) = input { return field.codeProblem }
        return nil
    }

    /// Applies an edit to the content.
    mutating func edit(_ edit: FieldEdit) {
        verdict = nil
        // The field itself keeps the reason why it does not hold what was typed.
        switch input {
        case .text(var field):
            _ = field.edit(edit)
            input = .text(field)
        case .secret(var field):
            _ = field.edit(edit)
            input = .secret(field)
        }
    }

    /// Replaces a secret by one that was typed elsewhere; the other one is emptied.
    mutating func replace(with secret: SharedSecret) {
        verdict = nil
        switch input {
        case .text: secret.wipe()
        case .secret(var field):
            field.replace(with: secret)
            input = .secret(field)
        }
    }

    /// Erases the content and its error.
    mutating func clear() {
        verdict = nil
        switch input {
        case .text(var field):
            field.clear()
            input = .text(field)
        case .secret(var field):
            field.clear()
            input = .secret(field)
        }
    }

    /// Removes the warning about a rejected paste; a user who pressed a key has seen it.
    mutating func forgetWarning() {
        switch input {
        case .text(var field):
            field.forgetWarning()
            input = .text(field)
        case .secret(var field):
            field.forgetWarning()
            input = .secret(field)
        }
    }

    /// Sets the error until the content changes, or removes it.
    mutating func judge(_ words: SafeText?) {
        verdict = words
    }

    /// Checks whether the content can be submitted, and otherwise shows the reason.
    ///
    /// - Returns: True if it can be submitted.
    mutating func validate() -> Bool {
        verdict = problem
        return verdict == nil
    }

    /// Hands over the secret, and continues with an empty field.
    mutating func surrender() -> SharedSecret {
        verdict = nil
        switch input {
        case .text: invariantBroken("only a secret is handed over")
        case .secret(var field):
            defer { input = .secret(field) }
            return field.surrender()
        }
    }
}
