import TerminalKit

/// Definition of a command: its keys, its texts and its place in the help.
///
/// Keys, hint bar, help (`?`) and palette (`:`) are all generated from these rows. No command moves
/// money by itself: a transfer is authorised with a code in a field and never by a key alone.
struct CommandRow: Sendable {
    /// Group of a command in the help.
    enum Group: String, Hashable, Sendable, CaseIterable {
        // The raw values are also the headings.
        case moving = "Moving"
        case places = "Places"
        case account = "Account"
        case statements = "Statements"
        case transfers = "Transfers"
        case outbox = "Outbox"
        case sessions = "Sessions"
        case everywhere = "Everywhere"
        case demo = "Demo"
    }

    /// Identifier of the command.
    let id: CommandID
    /// Keys of the command, of which hints show the first.
    ///
    /// Ctrl-C, which stops, is in no table.
    let keys: [KeySequence]
    /// Title of one to three words, in the imperative.
    let title: SafeText
    /// Description of the command in a sentence.
    private(set) var help = SafeText.empty
    /// Group of the command in the help.
    let group: Group
    /// Rank in the hint bar, lowest first; nil for no hint.
    let hintRank: Int?
    /// Further words by which the command can be found, as banks use them.
    private(set) var synonyms = ""

    /// Creates a row; ``help(_:also:)`` completes it.
    init(
        _ id: CommandID,
        _ keys: [KeySequence],
        _ title: SafeText,
        in group: Group,
        hint hintRank: Int? = nil
    ) {
        self.id = id
        self.keys = keys
        self.title = title
        self.group = group
        self.hintRank = hintRank
    }

    /// Returns the row with its description, and with further words by which it can be found.
    func help(_ help: SafeText, also synonyms: String = "") -> CommandRow {
        var row = self
        row.help = help
        row.synonyms = synonyms
        return row
    }
}
