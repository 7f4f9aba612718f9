import TerminalKit

/// What a typed line means.
extension LinearShell {
    /// Takes a line in; what follows from it is spoken afterwards.
    mutating func take(_ line: String, at time: ConsoleTime) -> Response {
        let model = console.linearScreen
        let words = line.trimmed
        if words.hasPrefix(":") { return command(String(words.dropFirst()).trimmed, time) }
        if let field = model.focusedField { return fill(field, with: line, time) }
        if let buttons = model.focusedButtons { return press(words, of: buttons, time) }
        guard let list = model.focusedList else { return command(words, time) }
        switch meaning(of: words, at: list, of: model) {
        case .row(let row)?: return choose(row, of: list, time)
        case let refused?: return refuse(words, refused, at: list, of: model)
        case nil: break
        }
        return model.isTypingWords ? filter(line, time) : command(words, time)
    }

    private mutating func fill(
        _ field: Field,
        with line: String,
        _ time: ConsoleTime
    ) -> Response {
        // An empty line leaves what stands there and goes on.
        var response = Response()
        if !line.isEmpty {
            response.effects += console.act(at: time) { $0.edit(.replace(line), &$1) }
            // It was not taken.
            guard console.linearScreen.focusedField?.complaint == nil else {
                response.lines += errorSaidBefore()
                return response
            }
        }
        response.effects += console.act(.confirm, at: time)
        response.lines += errorSaidBefore()
        return response
    }

    private mutating func press(
        _ words: String,
        of buttons: ButtonsModel,
        _ time: ConsoleTime
    ) -> Response {
        let index =
            Int(words).map { $0 - 1 }
            ?? buttons.buttons.firstIndex { $0.title.plain.lowercased() == words.lowercased() }
        guard let index, buttons.buttons.indices.contains(index) else {
            if isCommand(words) { return command(words, time) }
            let choices = buttons.buttons.enumerated().map { "\($0 + 1) \($1.title.plain)" }
            return Response(
                lines: ["Type a number: \(choices.joined(separator: ", ")). Nothing was pressed."])
        }
        if let reason = buttons.buttons[index].disabledReason {
            return Response(lines: [reason.plain])
        }
        var response = Response()
        response.effects += console.act(at: time) { $0.select(index, &$1) }
        response.effects += console.act(.confirm, at: time)
        return response
    }

    private mutating func choose(_ row: Int, of list: ListModel, _ time: ConsoleTime) -> Response {
        var response = Response()
        response.effects += console.act(at: time) { $0.select(row, &$1) }
        // A transfer is chosen first and then something is done with it.
        guard console.top.kind != .outbox, console.top.kind != .sync || list.id != "queue" else {
            // The row that was selected before is no change, and so is not read by itself.
            if row == list.selected {
                let lines = selectedRow()
                response.lines = lines.map(\.plain)
                noteNumbers(in: lines, of: console.linearScreen)
            }
            return response
        }
        let command: CommandID = console.availability(of: .choose) == .enabled ? .choose : .open
        response.effects += console.act(command, at: time)
        return response
    }

    /// The selected row with its number.
    private func selectedRow() -> [SafeText] {
        guard let list = console.linearScreen.focusedList, let selected = list.selected else {
            return []
        }
        return LinearRenderer.rows(of: list).filter { $0.plain.hasPrefix("\(selected + 1): ") }
    }

    private mutating func filter(_ line: String, _ time: ConsoleTime) -> Response {
        var response = Response()
        response.effects += console.act(at: time) { $0.edit(.replace(line), &$1) }
        if console.availability(of: .confirm) == .enabled {
            response.effects += console.act(.confirm, at: time)
            // Still typing: it was not understood, and what is beside it says why.
            if let filter = console.linearScreen.focusedList?.filter, filter.cursorColumn != nil,
                let problem = filter.note
            {
                return Response(lines: [problem.plain], effects: response.effects)
            }
        }
        readsRows = true
        if console.linearScreen.focusedList?.rowCount == 0, isCommand(line.trimmed) {
            response.lines.append(
                "This was taken as words to find. A command has a colon in front: :\(line.trimmed)."
            )
        }
        return response
    }

    /// Reads on in the list, forwards or backwards, by as many rows as are read at a time.
    private mutating func page(isForward: Bool, _ time: ConsoleTime) -> Response {
        guard let list = console.linearScreen.focusedList, list.rowCount > 0 else {
            return Response(lines: ["There is no list here to read further."])
        }
        let read = LinearRenderer.introducedRows(of: list)
        guard isForward ? read.upperBound < list.rowCount : read.lowerBound > 0 else {
            return Response(
                lines: [isForward ? "These are the last rows." : "These are the first rows."]
            )
        }
        let top = isForward ? read.upperBound : max(0, read.lowerBound - Self.rowCount)
        readsRows = true
        return Response(
            effects: console.act(at: time) { screen, turn in
                // Its last row first, so that the page begins with its first.
                screen.select(min(list.rowCount, top + Self.rowCount) - 1, &turn)
                screen.select(top, &turn)
            }
        )
    }

    /// Gives a command by its words.
    mutating func command(_ words: String, _ time: ConsoleTime) -> Response {
        let lowered = words.lowercased()
        if console.lock != nil { return commandAtLock(lowered, time) }
        switch lowered {
        case "": return Response()
        case "help", "commands", "?": return Response(lines: help)
        case "quit" where console.top.kind == .question:
            // The question asks about something else; to leave is a question of its own.
            var response = Response(effects: console.act(.back, at: time))
            response.effects += console.act(.quit, at: time)
            return response
        case "read", "again":
            readAgain()
            return Response()
        case "names":
            let row = console.linearScreen.focusedList.flatMap(LinearRenderer.named)
            return Response(lines: [row?.plain ?? "There is no row here to read."])
        case "more", "next": return page(isForward: true, time)
        case "previous": return page(isForward: false, time)
        // At a list they read on, whatever else they are the keys of.
        case "n" where console.linearScreen.focusedList != nil:
            return page(isForward: true, time)
        case "p" where console.linearScreen.focusedList != nil:
            return page(isForward: false, time)
        case "stop":
            guard console.availability(of: .stop) == .enabled else {
                return Response(lines: ["Nothing is under way."])
            }
            return Response(effects: console.act(.stop, at: time))
        default: break
        }
        guard let found = match(words) else {
            if let here = placeHere(words) { return Response(lines: [here.plain]) }
            let help = takesWords ? ":help" : "help"
            return Response(lines: ["That is no command here; \(help) lists what can be done."])
        }
        return run(found, time)
    }

    /// At a lock there is the password and the way out, and nothing else.
    private mutating func commandAtLock(_ words: String, _ time: ConsoleTime) -> Response {
        guard words == "quit" || words == "sign out" else {
            let filling = isDemonstration ? " \(Self.fillInLine) types the password." : ""
            return Response(
                lines: ["Type your password to go on; :quit signs you out.\(filling)"]
            )
        }
        return Response(effects: console.update(.input(.key(.function(10))), at: time))
    }

    private mutating func run(_ found: Command<CommandID>, _ time: ConsoleTime) -> Response {
        if let reason = found.disabledReason { return Response(lines: [reason.plain]) }
        let endsFilter =
            found.action == .clearFilter
            || found.action == .back && console.backDeed == .clearFilter
        var response = Response(effects: console.act(found.action, at: time))
        if endsFilter {
            // A number chooses among the rows that stand there now, so they are read, also those that
            // were read before anything was looked for.
            readsRows = true
            readList = nil
            // Where words are always asked for, their line stays and is no news by itself.
            if console.linearScreen.focusedList?.filter != nil {
                response.lines.append("The words to find are removed.")
            }
        }
        switch found.action {
        case .first, .last, .pageUp, .pageDown: readsRows = true
        case .reverseOrder:
            readsRows = true
            if let order = console.linearScreen.focusedList?.footer {
                response.lines.append(order.plain)
            }
        default: break
        }
        return response
    }

    /// Whether words are a command here, so that whoever typed them may have meant it.
    private func isCommand(_ words: String) -> Bool {
        Self.words.contains(words.lowercased()) || (!words.isEmpty && match(words) != nil)
    }

    /// The command with a key, a title, or the beginning of one title only.
    private func match(_ words: String) -> Command<CommandID>? {
        let commands = console.commandTable.commands.filter { !Self.isForScreens($0.action) }
        if let exact = commands.first(where: { $0.keys.contains { $0.text == words } }) {
            return exact
        }
        let wanted = Self.title(meantBy: words)
        if let exact = commands.first(where: { $0.title.plain.lowercased() == wanted }) {
            return exact
        }
        let begun = commands.filter { $0.title.plain.lowercased().hasPrefix(wanted) }
        return begun.count == 1 ? begun[0] : nil
    }

    /// That the place which words name is the screen that is open, whose command is not there then;
    /// nil for other words.
    private func placeHere(_ words: String) -> SafeText? {
        let wanted = Self.title(meantBy: words)
        return console.hereAlready { row in
            row.title.plain.lowercased() == wanted || row.keys.contains { $0.text == words }
        }
    }

    /// The title of a command that is called by another word, and any other words as they are.
    private static func title(meantBy words: String) -> String {
        aliases.first { $0.word == words.lowercased() }?.title ?? words.lowercased()
    }

    /// The words that lines have beside the commands of the table.
    private static let words: Set<String> = [
        "help", "quit", "read", "again", "names", "more", "next", "previous", "stop",
    ]

    private static let aliases: [(word: String, title: String)] = [
        ("quit", "leave"), ("exit", "leave"), ("search", "find"), ("filter", "find"),
        ("logout", "sign out"), ("overview", "accounts"),
    ]
}

extension Console {
    /// Lets the screen on top act, as a key would.
    mutating func act(
        at time: ConsoleTime,
        _ body: (inout any ConsoleScreen, inout Turn) -> Void
    ) -> [Effect] {
        guard wake(at: time) else { return [] }
        return withTop(body) + settle()
    }

    /// Gives a command, as a key would.
    mutating func act(_ command: CommandID, at time: ConsoleTime) -> [Effect] {
        guard wake(at: time) else { return [] }
        return run(command) + settle()
    }

    /// Takes note that somebody did something; false when that came too late and it is locked.
    @discardableResult
    mutating func wake(at time: ConsoleTime) -> Bool {
        self.time = time
        lockIfIdle()
        lastInput = time.steady
        // What was said before has been heard.
        toast.clear()
        return lock == nil
    }
}

extension String {
    /// The text without spaces at its ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
