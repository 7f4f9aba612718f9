import TerminalKit

/// The part of a screen on which Enter and Tab act just now; their titles and their help say what they
/// do there.
enum FocusedPart: Hashable, Sendable {
    /// A list, a form, or whatever else goes on by Enter.
    case other
    /// Answers side by side.
    case answers
    /// The code that authorises a transfer.
    case transferCode

    /// The title of a command here; nil where its row says it.
    func title(of id: CommandID) -> SafeText? {
        switch (self, id) {
        case (.answers, .nextField): "Next answer"
        case (.answers, .previousField): "Previous answer"
        case (.transferCode, .confirm): "Send"
        default: nil
        }
    }

    /// The sentence of help about a command here; nil where its row says it.
    func help(of id: CommandID) -> SafeText? {
        switch (self, id) {
        case (.answers, .nextField): "Moves the focus to the next answer."
        case (.answers, .previousField): "Moves the focus to the answer before."
        case (.transferCode, .confirm): "Sends the transfer with the code that was typed."
        default: nil
        }
    }
}
