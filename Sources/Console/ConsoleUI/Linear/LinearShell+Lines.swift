import TerminalKit

/// What a typed line means.
extension LinearShell {
    /// Takes a line in; what follows from it is spoken afterwards.
    mutating func take(_ line: String, at time: ConsoleTime) -> Response {
        let model = console.linearScreen
        let words = line.trimmed
        if model.lock != nil {
            return words.lowercased() == "sign out"
                ? send(.key(.function(10)), time) : Response(lines: ["Type your password."])
        }
        if words.hasPrefix(":") { return command(String(words.dropFirst()).trimmed, time) }
        if let field = model.focusedField { return fill(field, with: line, time) }
        if let buttons = model.focusedButtons { return press(words, of: buttons, time) }
        guard let list = model.focusedList else { return command(words, time) }
        if let number = Int(words), (1...max(1, list.rowCount)).contains(number), list.rowCount > 0
        {
            return choose(number - 1, time)
        }
        if list.filter?.cursorColumn != nil { return filter(line, time) }
        switch words {
        case "n", "next": return page(.pageDown, time)
        case "p", "previous": return page(.pageUp, time)
        default: return command(words, time)
        }
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
            if let error = console.linearScreen.focusedField?.error {
                // It was not taken; said here, because the same error again is no change.
                if last?.focusedField?.error == error {
                    response.lines.append("\(field.label.plain): \(error.plain)")
                }
                return response
            }
        }
        response.effects += console.act(.confirm, at: time)
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
            if !words.isEmpty, let found = match(words) { return run(found, time) }
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

    private mutating func choose(_ row: Int, _ time: ConsoleTime) -> Response {
        var response = Response()
        response.effects += console.act(at: time) { $0.select(row, &$1) }
        // A transfer is chosen first and then something is done with it.
        switch console.top.kind {
        case .outbox: break
        case .sync where console.linearScreen.focusedList?.id == "queue": break
        case .help, .palette: response.effects += console.act(.runSelected, at: time)
        default: response.effects += console.act(.open, at: time)
        }
        return response
    }

    private mutating func filter(_ line: String, _ time: ConsoleTime) -> Response {
        var response = Response()
        response.effects += console.act(at: time) { $0.edit(.replace(line), &$1) }
        if console.availability(of: .confirm) == .enabled {
            response.effects += console.act(.confirm, at: time)
        }
        readsRows = true
        return response
    }

    private mutating func page(_ command: CommandID, _ time: ConsoleTime) -> Response {
        let before = console.linearScreen.focusedList
        var response = Response()
        response.effects += console.act(command, at: time)
        if !console.isAwaitingRows, before?.selected == console.linearScreen.focusedList?.selected {
            response.lines.append(
                command == .pageDown ? "These are the last rows." : "These are the first rows."
            )
        } else {
            readsRows = true
        }
        return response
    }

    private mutating func command(_ words: String, _ time: ConsoleTime) -> Response {
        switch words.lowercased() {
        case "": return Response()
        case "read", "again":
            last = nil
            return Response()
        case "stop": return send(.key(.control("c")), time)
        default: break
        }
        guard let found = match(words) else {
            return Response(lines: ["That is no command here; help lists what can be done."])
        }
        return run(found, time)
    }

    private mutating func run(_ found: Command<CommandID>, _ time: ConsoleTime) -> Response {
        if let reason = found.disabledReason { return Response(lines: [reason.plain]) }
        return Response(effects: console.act(found.action, at: time))
    }

    private mutating func send(_ event: InputEvent, _ time: ConsoleTime) -> Response {
        Response(effects: console.update(.input(event), at: time))
    }

    /// The command with a key, a title, or the beginning of one title only.
    private func match(_ words: String) -> Command<CommandID>? {
        let commands = console.commandTable.commands
        if let exact = commands.first(where: { $0.keys.contains { $0.text == words } }) {
            return exact
        }
        let wanted =
            Self.aliases.first { $0.word == words.lowercased() }?.title ?? words.lowercased()
        if let exact = commands.first(where: { $0.title.plain.lowercased() == wanted }) {
            return exact
        }
        let begun = commands.filter { $0.title.plain.lowercased().hasPrefix(wanted) }
        return begun.count == 1 ? begun[0] : nil
    }

    private static let aliases: [(word: String, title: String)] = [
        ("quit", "leave"), ("exit", "leave"), ("search", "find"), ("filter", "find"),
        ("logout", "sign out"), ("overview", "accounts"), ("commands", "help"),
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
    private mutating func wake(at time: ConsoleTime) -> Bool {
        self.time = time
        lockIfIdle()
        lastInput = time.steady
        _ = toasts.advance(nowMilliseconds: time.steadyMilliseconds)
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
