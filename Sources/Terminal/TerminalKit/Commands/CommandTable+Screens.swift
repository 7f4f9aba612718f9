/// Lists of commands for the help (`?`) and the palette (`:`).
extension CommandTable {
    /// Returns a list of the matching commands, with their keys and help or the reason to disable
    /// them, and with all rows measured; while `isTyping`, the search text is edited.
    package func list(
        id: String,
        matching words: TextField,
        isTyping: Bool,
        state: ListState
    ) -> ListModel {
        let found = matches(words.text)
        let filter = isTyping || !words.isEmpty
        return ListModel(
            id: id,
            title: "Commands",
            columns: [
                Column("Keys", width: .fixed(12)),
                Column("Command", width: .flexible(minimum: 16)),
                Column("What it does", width: .flexible(minimum: 30), dropPriority: 1),
                Column("Group", width: .fixed(12), dropPriority: 2),
            ],
            rowCount: found.count,
            window: ListWindow(rows: found.map(Self.row)),
            measured: filter ? commands.map(Self.row) : [],
            top: state.top,
            selected: state.selected,
            filter: filter
                ? FilterLine(
                    text: words.shown,
                    cursorColumn: isTyping ? words.cursorColumn : nil,
                    note: "\(found.count) of \(commands.count)"
                )
                : nil,
            footer: state.selected.flatMap { found.indices.contains($0) ? found[$0] : nil }
                .map(Self.description),
            emptyText: "No command matches what you typed"
        )
    }

    private static func row(_ command: Command<Action>) -> ListRow {
        let keys = SafeText.joined(command.keys.map(\.label), separator: ", ")
        let isEnabled = command.disabledReason == nil
        return ListRow(
            [
                .text(keys, role: .key),
                .text(command.title),
                .text(description(of: command), role: isEnabled ? .text : .textMuted),
                .text(command.group, role: .textMuted),
            ],
            disabledReason: command.disabledReason
        )
    }

    private static func description(of command: Command<Action>) -> SafeText {
        command.disabledReason.map { "Not now: \($0)" } ?? command.help
    }
}
