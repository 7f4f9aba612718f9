import TerminalKit

/// Table of the commands that are available on the top screen.
extension Console {
    /// Table of the available commands, with reasons for the disabled ones.
    var commandTable: CommandTable<CommandID> { workspace.commands.table }

    /// Updates the available commands.
    mutating func refreshCommands() {
        let context = workspace.context
        let basis = CommandCache.Basis(
            availabilities: CommandRows.all.map { workspace.availability(of: $0.id, in: context) },
            isTyping: workspace.top.focus != .commands,
            words: context.words,
            back: workspace.backAction(in: context),
            part: focusedPart,
            first: firstCommands(context)
        )
        workspace.commands.update(basis)
    }

    /// Returns the commands that the user needs now: of a filled outbox, and as the screen advises.
    private func firstCommands(_ context: ScreenContext) -> Set<CommandID> {
        var first: Set<CommandID> = []
        if workspace.session?.holdsTransfers == true { first.insert(.goOutbox) }
        if let advised = workspace.top.advisedCommand(in: context) { first.insert(advised) }
        return first
    }

    /// Part of the screen on which Enter and Tab act.
    private var focusedPart: FocusedPart {
        if workspace.top.kind == .question { return .answers }
        return (workspace.top as? TransferScreen)?.focusedPart ?? .other
    }
}
