import TerminalKit

/// Interpretation of typed lines.
extension LinearShell {
    /// Handles a line; its consequences are read out afterwards.
    mutating func handle(_ line: String, at time: ConsoleTime) -> Response {
        let model = console.linearScreen
        let words = line.trimmed
        if words.hasPrefix(":") { return command(String(words.dropFirst()).trimmed, time) }
        if let field = model.focusedField { return fill(field, with: line, time) }
        if let buttons = model.focusedButtons { return press(words, of: buttons, time) }
        guard let list = model.focusedList else { return command(words, time) }
        switch console.workspace.session.meaning(of: words, at: list, of: model) {
        case .row(let row)?: return choose(row, of: list, time)
        case let refused?: return refuse(words, refused, at: list, of: model)
        case nil: break
        }
        return model.isTypingWords ? filter(line, time) : command(words, time)
    }

    private mutating func fill(_ field: Field, with line: String, _ time: ConsoleTime) -> Response {
        // An empty line keeps the content of the field and continues.
        var response = Response()
        if !line.isEmpty {
            response.effects += console.act(at: time) { $0.edit(.replace(line), &$1) }
            // The input was refused.
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
            if commands.isCommand(words) { return command(words, time) }
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
        // On these screens a transfer is selected first, and a command follows.
        guard console.workspace.top.kind != .outbox,
            console.workspace.top.kind != .sync || list.id != "queue"
        else {
            // Selecting the selected row is no change, so it must be read explicitly.
            if row == list.selected {
                let lines = selectedRow()
                response.lines = lines.map(\.plain)
                noteNumbers(in: lines, of: console.linearScreen)
            }
            return response
        }
        let command: CommandID =
            console.workspace.availability(of: .choose) == .enabled ? .choose : .open
        response.effects += console.act(command, at: time)
        return response
    }

    /// Returns the selected row with its number.
    private func selectedRow() -> [SafeText] {
        guard let list = console.linearScreen.focusedList, let selected = list.selected else {
            return []
        }
        return LinearRenderer.rows(of: list).filter { $0.plain.hasPrefix("\(selected + 1): ") }
    }

    private mutating func filter(_ line: String, _ time: ConsoleTime) -> Response {
        var response = Response()
        response.effects += console.act(at: time) { $0.edit(.replace(line), &$1) }
        if console.workspace.availability(of: .confirm) == .enabled {
            response.effects += console.act(.confirm, at: time)
            // The filter is still being edited, so its text was invalid and its note gives the
            // reason.
            if let filter = console.linearScreen.focusedList?.filter, filter.cursorColumn != nil,
                let problem = filter.note
            {
                return Response(lines: [problem.plain], effects: response.effects)
            }
        }
        readsRows = true
        if console.linearScreen.focusedList?.rowCount == 0, commands.isCommand(line.trimmed) {
            response.lines.append(
                "This was taken as words to find. A command has a colon in front: :\(line.trimmed)."
            )
        }
        return response
    }

    /// Reads the next or previous page of the list.
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
                // The last row is selected first, so that the page begins with its first row.
                screen.select(min(list.rowCount, top + Self.rowCount) - 1, &turn)
                screen.select(top, &turn)
            }
        )
    }

    /// Runs a command by its words.
    mutating func command(_ words: String, _ time: ConsoleTime) -> Response {
        let lowered = words.lowercased()
        if console.workspace.lock != nil { return commandAtLock(lowered, time) }
        switch lowered {
        case "": return Response()
        case "help", "commands", "?": return Response(lines: commands.help)
        case "quit" where console.workspace.top.kind == .question:
            // The open question is about something else. Leaving asks a question of its own.
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
        // At a list these keys page, whatever other command they have.
        case "n" where console.linearScreen.focusedList != nil:
            return page(isForward: true, time)
        case "p" where console.linearScreen.focusedList != nil:
            return page(isForward: false, time)
        case "stop":
            guard console.workspace.availability(of: .stop) == .enabled else {
                return Response(lines: ["Nothing is under way."])
            }
            return Response(effects: console.act(.stop, at: time))
        default: break
        }
        guard let found = commands.match(words) else {
            if let here = commands.placeHere(words) { return Response(lines: [here.plain]) }
            let help = commands.takesWords ? ":help" : "help"
            return Response(lines: ["That is no command here; \(help) lists what can be done."])
        }
        return run(found, time)
    }

    /// Handles a command at the lock, which accepts only the password and the way out.
    private mutating func commandAtLock(_ words: String, _ time: ConsoleTime) -> Response {
        guard words == "quit" || words == "sign out" else {
            let filling = commands.isDemonstration ? " \(Self.fillInLine) types the password." : ""
            return Response(lines: ["Type your password to go on; :quit signs you out.\(filling)"])
        }
        return Response(effects: console.update(.input(.key(.function(10))), at: time))
    }

    private mutating func run(_ found: Command<CommandID>, _ time: ConsoleTime) -> Response {
        if let reason = found.disabledReason { return Response(lines: [reason.plain]) }
        let endsFilter =
            found.action == .clearFilter
            || found.action == .back && console.workspace.backAction == .clearFilter
        var response = Response(effects: console.act(found.action, at: time))
        if endsFilter {
            // A number now chooses among the unfiltered rows, so they are read, even those read
            // before the search.
            readsRows = true
            readList = nil
            // On screens with a permanent filter its line stays, so its removal is announced here.
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
}
