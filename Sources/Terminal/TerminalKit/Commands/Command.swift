/// User command, as the row from which key map, hint bar, help and palette are generated.
package struct Command<Action: Sendable>: Sendable {
    /// Identifier of the command, such as "transfer.new"; unique in its table.
    package var id: String
    /// Keys that run the command, the one to teach first; empty if it is in the palette only.
    package var keys: [KeySequence]
    /// Title of the command, one or two words.
    package var title: SafeText
    /// Description of the command in a sentence.
    package var help: SafeText
    /// Group of the command, such as "Go to".
    package var group: SafeText
    /// Reason why the command cannot be run now, a sentence for users; nil if it can.
    package var disabledReason: SafeText?
    /// Action that the command runs.
    package var action: Action
    /// Rank in the hint bar: lower is more important; nil keeps the command out.
    package var hintPriority: Int?
    /// Title in the hint bar if the command has a specific effect now; nil to use ``title``.
    package var hintTitle: SafeText?
    /// Further words by which the command can be found.
    package var synonyms: String
    /// True if the hint stays visible on a screen too small to draw.
    package var isEssential: Bool

    /// Creates a command with its keys, texts and action.
    package init(
        id: String,
        keys: [KeySequence],
        title: SafeText,
        help: SafeText,
        group: SafeText,
        disabledReason: SafeText? = nil,
        action: Action,
        hintPriority: Int? = nil,
        hintTitle: SafeText? = nil,
        synonyms: String = "",
        isEssential: Bool = false
    ) {
        self.id = id
        self.keys = keys
        self.title = title
        self.help = help
        self.group = group
        self.disabledReason = disabledReason
        self.action = action
        self.hintPriority = hintPriority
        self.hintTitle = hintTitle
        self.synonyms = synonyms
        self.isEssential = isEssential
    }
}

extension Command: Equatable where Action: Equatable {}
