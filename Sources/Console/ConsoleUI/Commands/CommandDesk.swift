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

    /// Takes in which commands can be given now.
    ///
    /// - Parameters:
    ///   - newAvailabilities: One for each of ``CommandRows/all``, in its order.
    ///   - newIsTyping: Whether letters are text now.
    mutating func update(_ newAvailabilities: [Availability], isTyping newIsTyping: Bool) {
        guard newAvailabilities != availabilities || newIsTyping != isTyping else { return }
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
            title: row.title,
            help: row.help,
            group: SafeText(trusted: row.group.rawValue),
            availability: state,
            action: row.id,
            hintPriority: row.hintRank,
            isEssential: row.id == .lock || row.id == .quit
        )
    }

    /// Whether keys are no text while text is typed.
    private static func isFree(_ sequence: KeySequence) -> Bool {
        sequence.keys.first.map { !Console.isEditing($0) } ?? true
    }
}
