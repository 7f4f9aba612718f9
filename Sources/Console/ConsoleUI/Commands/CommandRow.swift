import TerminalKit

/// A command: how it is called, where it stands, and what it does, for people.
///
/// Keys, the line of hints, `?` and `:` are all made from these rows. No row moves money by
/// itself: a transfer is authorised with a code in a field and never by a key alone.
struct CommandRow: Sendable {
    /// Where a command stands in the help.
    enum Group: String, Hashable, Sendable, CaseIterable {
        // What stands here is the heading too.
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

    /// Which command this is.
    let id: CommandID
    /// The keys, the first of which is shown in hints; Ctrl-C stops and stands in no table.
    let keys: [KeySequence]
    /// What it is called: one to three words, an imperative.
    let title: SafeText
    /// What it does, in a sentence.
    let help: SafeText
    /// Where it stands in the help.
    let group: Group
    /// Places in the line of hints, the lowest first; nil when it is not hinted at.
    let hintRank: Int?
    /// Other words by which people look for it, as banks use them.
    let synonyms: String

    /// Makes a row; its parts stand in the order in which they are read.
    init(
        _ id: CommandID,
        _ keys: [KeySequence],
        _ title: SafeText,
        _ help: SafeText,
        in group: Group,
        hint hintRank: Int? = nil,
        also synonyms: String = ""
    ) {
        self.id = id
        self.keys = keys
        self.title = title
        self.help = help
        self.group = group
        self.hintRank = hintRank
        self.synonyms = synonyms
    }
}
