import TerminalKit

/// The commands of the moment, put together anew only when one of them has come, gone or changed.
///
/// Every key asks for the table and every frame for the hints; checking the keys of all commands
/// against each other each time would take longer than painting.
struct CommandDesk: Sendable {
    /// The commands with their keys.
    private(set) var table = CommandTable<CommandID>([])
    /// The line of hints.
    private(set) var hints: [Hint] = []
    private var availabilities: [Availability] = []
    private var isTyping = false
    private var words = AudienceWords.customer
    private var back = BackDeed.goBack
    private var part = FocusedPart.other
    private var first: Set<CommandID> = []

    /// Takes in which commands can be given now.
    ///
    /// - Parameters:
    ///   - newAvailabilities: One for each of ``CommandRows/all``, in its order.
    ///   - newIsTyping: Whether letters are text now.
    ///   - newWords: The words of whoever reads them.
    ///   - newBack: What Esc does.
    ///   - newPart: The part on which Enter and Tab act.
    ///   - newFirst: Commands whose keys stand in front of others: the user is to see to something.
    mutating func update(
        _ newAvailabilities: [Availability],
        isTyping newIsTyping: Bool,
        words newWords: AudienceWords,
        back newBack: BackDeed,
        part newPart: FocusedPart,
        first newFirst: Set<CommandID>
    ) {
        guard
            newAvailabilities != availabilities || newIsTyping != isTyping || newWords != words
                || newBack != back || newPart != part || newFirst != first
        else { return }
        words = newWords
        back = newBack
        part = newPart
        first = newFirst
        availabilities = newAvailabilities
        isTyping = newIsTyping
        table = CommandTable(
            zip(CommandRows.all, availabilities).compactMap { row, availability in
                command(row, availability)
            }
        )
        hints = table.hints
    }

    private func command(
        _ row: CommandRow,
        _ availability: Availability
    ) -> Command<CommandID>? {
        let state: Command<CommandID>.Availability
        switch availability {
        case .absent: return nil
        case .enabled: state = .enabled
        case .disabled(let reason): state = .disabled(reason: SafeText(trusted: reason))
        }
        return Command(
            id: row.id.rawValue,
            keys: isTyping ? row.keys.filter(Self.isFree) : row.keys,
            title: part.title(of: row.id) ?? words.title(of: row),
            help: part.help(of: row.id) ?? row.help,
            group: SafeText(trusted: row.group.rawValue),
            availability: state,
            action: row.id,
            hintPriority: hintRank(of: row),
            hintTitle: row.id == .back ? back.title : nil,
            synonyms: row.synonyms,
            isEssential: row.id == .lock || row.id == .quit
        )
    }

    /// The place of a command in the line of hints.
    ///
    /// Half of what a screen lists is out of reach without the key of its other list: that goes before
    /// finding, and where something is done with the rows, before beginning another transfer.
    private func hintRank(of row: CommandRow) -> Int? {
        if first.contains(row.id) { return CommandRows.firstHintRank }
        // Among the commands themselves, Esc says how to get back, and no key is needed to find them.
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
        guard let index, availabilities.indices.contains(index) else { return .absent }
        return availabilities[index]
    }

    /// Whether keys are no text while text is typed.
    static func isFree(_ sequence: KeySequence) -> Bool {
        sequence.keys.first.map { !Console.isEditing($0) } ?? true
    }
}
