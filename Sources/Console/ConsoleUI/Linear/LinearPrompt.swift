import TerminalKit

/// Prompt for the next line of linear mode.
package struct LinearPrompt: Hashable, Sendable {
    /// Text to print before the input, on the same line.
    package let text: String
    /// True if the input is a secret.
    ///
    /// Switch the echo off and pass the bytes to ``LinearShell/receive(secret:at:)``.
    package let isSecret: Bool

    /// Creates a prompt from its two parts.
    init(text: String, isSecret: Bool) {
        self.text = text
        self.isSecret = isSecret
    }

    /// Creates the prompt for the present screen.
    init(_ console: Console) {
        let model = console.linearScreen
        isSecret = console.isTypingSecret
        guard let field = model.focusedField else {
            text =
                model.focusedButtons != nil
                ? "Number: " : model.isTypingWords ? "Words or number: " : "> "
            return
        }
        let suffix = field.suffix.map { " (\($0.plain))" } ?? ""
        var value = ""
        // An empty line keeps the content, so it must be known.
        if case .text(let content, _) = field.content, !content.isEmpty {
            value = " [\(content.plain)]"
        }
        text = "\(field.label.plain)\(suffix)\(value): "
    }
}
