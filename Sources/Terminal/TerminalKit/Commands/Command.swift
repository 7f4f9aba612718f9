/// Something that a person can do, as one row of a table.
///
/// Key map, hint bar, help and palette are made from these rows, so they cannot disagree.
public struct Command<Action: Sendable>: Sendable {
    /// Whether a command can be run now.
    public enum Availability: Equatable, Sendable {
        /// It can.
        case enabled
        /// It cannot, for the reason given: a sentence for people.
        case disabled(reason: SafeText)
    }

    /// Which command this is, such as "transfer.new"; unique in its table.
    public var id: String
    /// The keys that run it, the one to teach first; none for the palette alone.
    public var keys: [KeySequence]
    /// What it does, one or two words.
    public var title: SafeText
    /// What it does, in a sentence.
    public var help: SafeText
    /// What it belongs to, such as "Go to".
    public var group: SafeText
    /// Whether it can be run now.
    public var availability: Availability
    /// What is to be done.
    public var action: Action
    /// Its place in the hint bar: lower is more important; nil keeps it out.
    public var hintPriority: Int?
    /// What the hint bar calls it where it does something particular now; nil where its title says it.
    public var hintTitle: SafeText?
    /// Other words by which people look for it.
    public var synonyms: String
    /// Whether its key is named even where the screen is too small to be drawn.
    public var isEssential: Bool

    /// Makes a command.
    public init(
        id: String,
        keys: [KeySequence],
        title: SafeText,
        help: SafeText,
        group: SafeText,
        availability: Availability = .enabled,
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
        self.availability = availability
        self.action = action
        self.hintPriority = hintPriority
        self.hintTitle = hintTitle
        self.synonyms = synonyms
        self.isEssential = isEssential
    }

    /// Why the command cannot be run now; nil when it can.
    public var disabledReason: SafeText? {
        if case .disabled(let reason) = availability { reason } else { nil }
    }
}

extension Command: Equatable where Action: Equatable {}
