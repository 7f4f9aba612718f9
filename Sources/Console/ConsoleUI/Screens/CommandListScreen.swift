import TerminalKit

/// List of the available commands, to read, search and run; `?` and `:` both open it.
struct CommandListScreen: ConsoleScreen {
    /// Purpose for which the screen was opened.
    enum Purpose: Sendable {
        /// The list to read; letters are commands until `/` is pressed.
        case help
        /// The list to search and run; letters are search words.
        case palette
    }

    private let purpose: Purpose
    private let table: CommandTable<CommandID>
    /// The commands, sorted by the match of their titles with the words.
    private var ranked: CommandTable<CommandID>
    private var words = TextField(maximumScalarCount: 40)
    private var isTyping: Bool
    private var list = ListState()

    /// Lists the commands of the screen below.
    init(_ purpose: Purpose, _ table: CommandTable<CommandID>) {
        self.purpose = purpose
        self.table = table
        ranked = table
        isTyping = purpose == .palette
        list.setCount(table.commands.count)
    }

    var kind: ScreenKind { purpose == .help ? .help : .palette }
    var focus: InputFocus { isTyping ? .text : .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .filter: isTyping = true
        case .back:
            if purpose == .help, isTyping || !words.isEmpty {
                isTyping = false
                words.clear()
                ranked = table
                list.setCount(table.commands.count)
            } else {
                turn.go(.close)
            }
        case .runSelected: runSelected(&turn)
        // The key that opened the list closes it.
        case .help: turn.go(.close)
        default: list.perform(command)
        }
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        if let reason = words.edit(edit) ?? words.warning { turn.say(.warning, reason) }
        // Once for each change: a table checks all its keys against each other.
        ranked = rankedTable()
        list.setCount(found.count)
        list.moveToStart()
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        if let rows = visibleRows("commands") { list.setHeight(rows) }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        if let motion = list.availability(of: command) { return motion }
        switch command {
        case .runSelected:
            return list.count > 0 ? .enabled : .disabled("No command matches what you typed.")
        case .back: return .enabled
        case .help: return purpose == .help ? .enabled : .inherited
        case .filter: return isTyping ? .inherited : .enabled
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        purpose == .help && (isTyping || !words.isEmpty) ? .clearFilter : .goBack
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: purpose == .help ? "Help" : "Commands")
        content.blocks = [
            .list(ranked.list(id: "commands", matching: words, isTyping: isTyping, state: list))
        ]
        return content
    }

    private var found: [Command<CommandID>] { ranked.matches(words.text) }

    private func rankedTable() -> CommandTable<CommandID> {
        let wanted = words.text.lowercased().split(separator: " ").joined(separator: " ")
        guard !wanted.isEmpty else { return table }
        let commands = table.commands.enumerated().map { index, command in
            (rank: Self.rank(command, wanted), index: index, command: command)
        }
        return CommandTable(
            commands.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.command)
        )
    }

    /// Returns the rank of a command for words in lower case; the lowest matches best.
    private static func rank(_ command: Command<CommandID>, _ wanted: String) -> Int {
        let title = command.title.plain
        let words = SearchWords(wanted)
        if title.lowercased().hasPrefix(wanted) { return 0 }
        if words.stand(in: title) { return 1 }
        if words.stand(in: command.synonyms) { return 2 }
        return command.keys.contains { words.stand(in: $0.text) } ? 3 : 4
    }

    private func runSelected(_ turn: inout Turn) {
        guard let row = list.selected, found.indices.contains(row) else { return }
        if let reason = found[row].disabledReason {
            turn.say(.warning, reason)
        } else {
            turn.go(.closeAndRun(found[row].action))
        }
    }
}
