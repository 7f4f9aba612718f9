import TerminalKit

/// Cache of the current commands, rebuilt only when one of them changes.
///
/// Every key needs the table and every frame the hints. Checking the keys of all commands for
/// conflicts each time would take longer than painting.
struct CommandCache: Sendable {
    /// Available commands with their keys.
    private(set) var table = CommandTable<CommandID>([])
    /// Hints for the hint bar.
    private(set) var hints: [Hint] = []
    private var basis = Basis()

    /// State of the screen from which the commands are made.
    struct Basis: Equatable {
        /// Availability of each of ``CommandRows/all``, in the same order.
        var availabilities: [Availability] = []
        /// True if letters are text now.
        var isTyping = false
        /// Terms of the audience.
        var words = AudienceWords.customer
        /// Current effect of Esc.
        var back = BackAction.goBack
        /// Part of the screen on which Enter and Tab act.
        var part = FocusedPart.other
        /// Commands whose hints come first, because they need the user's attention.
        var first: Set<CommandID> = []
    }

    /// Updates the available commands.
    mutating func update(_ newBasis: Basis) {
        guard newBasis != basis else { return }
        basis = newBasis
        table = CommandTable(zip(CommandRows.all, basis.availabilities).compactMap(command))
        hints = table.hints
    }

    private func command(_ row: CommandRow, _ availability: Availability) -> Command<CommandID>? {
        let disabledReason: SafeText?
        switch availability {
        case .absent, .inherited: return nil
        case .enabled: disabledReason = nil
        case .disabled(let reason): disabledReason = SafeText(trusted: reason)
        }
        return Command(
            id: row.id.rawValue,
            keys: basis.isTyping ? row.keys.filter(Self.isFree) : row.keys,
            title: basis.part.title(of: row.id) ?? basis.words.title(of: row),
            help: basis.part.help(of: row.id) ?? row.help,
            group: SafeText(trusted: row.group.rawValue),
            disabledReason: disabledReason,
            action: row.id,
            hintPriority: hintRank(of: row),
            hintTitle: row.id == .back ? basis.back.title : nil,
            synonyms: row.synonyms,
            isEssential: row.id == .lock || row.id == .quit
        )
    }

    /// Returns the rank of a command in the hint bar.
    ///
    /// Half of what a screen lists is unreachable without the key for its other list. Its hint
    /// precedes the one for finding and, where a command acts on the rows, the one for a new
    /// transfer.
    private func hintRank(of row: CommandRow) -> Int? {
        if basis.first.contains(row.id) { return CommandRows.firstHintRank }
        // On the list of commands, Esc leads back, and a hint for help is not needed.
        if row.id == .help, availability(of: .runSelected) != .absent { return nil }
        guard availability(of: .nextPane) == .enabled else { return row.hintRank }
        switch row.id {
        case .filter: return CommandRows.hintRankAfterLists
        case .newTransfer where availability(of: .takeBack) != .absent:
            return CommandRows.hintRankAfterLists
        default: return row.hintRank
        }
    }

    private func availability(of id: CommandID) -> Availability {
        let index = CommandRows.all.firstIndex { $0.id == id }
        guard let index, basis.availabilities.indices.contains(index) else { return .absent }
        return basis.availabilities[index]
    }

    /// Returns true if a key sequence does not start with a key that edits text.
    static func isFree(_ sequence: KeySequence) -> Bool {
        sequence.keys.first.map { !Console.isEditing($0) } ?? true
    }
}
