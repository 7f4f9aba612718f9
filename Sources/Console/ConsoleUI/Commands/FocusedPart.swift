import TerminalKit

/// Part of a screen on which Enter and Tab act, which determines their titles and help.
enum FocusedPart: Hashable, Sendable {
    /// A list, a form, or any other part on which Enter continues.
    case other
    /// A row of answers to a question.
    case answers
    /// The code that authorises a transfer.
    case transferCode

    /// Returns the title of a command here; nil to use the one of its row.
    func title(of id: CommandID) -> SafeText? {
        switch (self, id) {
        case (.answers, .nextField): "Next answer"
        case (.answers, .previousField): "Previous answer"
        case (.transferCode, .confirm): "Send"
        default: nil
        }
    }

    /// Returns the help text of a command here; nil to use the one of its row.
    func help(of id: CommandID) -> SafeText? {
        switch (self, id) {
        case (.answers, .nextField): "Moves the focus to the next answer."
        case (.answers, .previousField): "Moves the focus to the answer before."
        case (.transferCode, .confirm): "Sends the transfer with the code that was typed."
        default: nil
        }
    }
}
