import TerminalKit

/// Commands that can be typed in linear mode at the present screen, and help on them.
struct LinearCommands {
    /// Console whose screen is read.
    let console: Console

    /// True if input is taken as text, so that a command needs a colon in front.
    var takesWords: Bool {
        let model = console.linearScreen
        return model.focusedField != nil || model.isTypingWords
    }

    /// True if the demo has users whose credentials can be filled in.
    var isDemonstration: Bool { console.configuration.demoNotice?.people.isEmpty == false }

    /// Help on everything that can be typed here, line by line, without keys.
    var help: [String] {
        let colon = takesWords ? ":" : ""
        let heading =
            takesWords ? "Commands here, with a colon in front:" : "Commands here, by their names:"
        let commands = console.commandTable.commands.filter(isOffered).map { command in
            let title = command.action == .quit ? "quit" : command.title.plain.lowercased()
            let words = command.disabledReason.map { "not now. \($0.plain)" } ?? command.help.plain
            return "\(colon)\(title): \(words)"
        }
        return [heading] + ways.map { "\(colon)\($0.word): \($0.help)" } + commands
    }

    /// Returns a summary of what can be typed here, in one line.
    func guide(_ model: ScreenModel) -> [SafeText] {
        var parts: [SafeText] = []
        let colon = takesWords ? ":" : ""
        if let list = model.focusedList, list.rowCount > 0 {
            parts.append(
                model.isTypingWords
                    ? "words to look for, or a number that chooses a row" : "a number chooses a row"
            )
            let reading =
                list.rowCount > LinearShell.rowCount ? "\(colon)more reads further rows; " : ""
            let naming = "\(colon)names reads the selected row with what each value is"
            parts.append(SafeText(trusted: reading + naming))
        }
        let words = console.commandTable.commands
            .filter { isOffered($0) && $0.disabledReason == nil && $0.hintPriority != nil }
            .sorted { ($0.hintPriority ?? 0, $0.id) < ($1.hintPriority ?? 0, $1.id) }
            .map { colon + $0.title.plain.lowercased() }
        let all = ([colon + "help"] + words).joined(separator: ", ")
        parts.append(SafeText(trusted: "commands: \(all)"))
        return [parts.dropFirst().reduce("You can type: " + parts[0]) { $0 + "; " + $1 }]
    }

    /// Additional commands of linear mode that have an effect here.
    private var ways: [(word: String, help: String)] {
        guard !console.isTypingSecret else { return [] }
        var ways: [(word: String, help: String)] = [
            ("read", "Reads the screen again, with what can be typed.")
        ]
        guard let list = console.linearScreen.focusedList, list.rowCount > 0 else { return ways }
        ways.append(("names", "Reads the selected row with what each value is."))
        guard list.rowCount > LinearShell.rowCount else { return ways }
        ways.append(("more", "Reads on in the list."))
        ways.append(("previous", "Reads back in the list."))
        return ways
    }

    /// Returns true if a command is worth listing here.
    private func isOffered(_ command: Command<CommandID>) -> Bool {
        // In a password field, any other input is taken as the password.
        if console.isTypingSecret, !isAskingForCode {
            return command.action == .back || command.action == .quit
                || (command.action == .fillIn && isDemonstration)
        }
        return !Self.isForScreens(command.action) && !Self.unspoken.contains(command.action)
    }

    /// Returns true if a command is meaningful only on a painted screen.
    static func isForScreens(_ command: CommandID) -> Bool {
        switch command {
        case .help, .palette, .redraw, .suspend: true
        default: false
        }
    }

    /// Commands that a typed line implies, and motions that are invisible in linear mode.
    private static let unspoken: Set<CommandID> = [
        .up, .down, .pageUp, .pageDown, .first, .last, .open, .choose, .runSelected, .nextField,
        .previousField, .left, .right, .confirm,
    ]

    /// True if a one-time code is requested, which cannot be confused with a command.
    var isAskingForCode: Bool {
        console.workspace.lock == nil && console.linearScreen.focusedField?.kind == .code
    }

    /// Returns true if words are a command here, which the user may have meant.
    func isCommand(_ words: String) -> Bool {
        Self.words.contains(words.lowercased()) || (!words.isEmpty && match(words) != nil)
    }

    /// Returns the command with this key or title, or with a title that has this unique prefix.
    func match(_ words: String) -> Command<CommandID>? {
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

    /// Returns a message if words name the screen that is already open; nil otherwise.
    ///
    /// Its command is not in the table there.
    func placeHere(_ words: String) -> SafeText? {
        let wanted = Self.title(meantBy: words)
        return console.hereAlready { row in
            row.title.plain.lowercased() == wanted || row.keys.contains { $0.text == words }
        }
    }

    /// Returns the title for an alias, and other words in lower case.
    private static func title(meantBy words: String) -> String {
        aliases.first { $0.word == words.lowercased() }?.title ?? words.lowercased()
    }

    /// Additional commands of linear mode, beside those of the table.
    private static let words: Set<String> = [
        "help", "quit", "read", "again", "names", "more", "next", "previous", "stop",
    ]

    private static let aliases: [(word: String, title: String)] = [
        ("quit", "leave"), ("exit", "leave"), ("search", "find"), ("filter", "find"),
        ("logout", "sign out"), ("overview", "accounts"),
    ]

    /// Returns what an event filled in and the next step; empty if it fills nothing in.
    ///
    /// Call it before the console handles the event.
    func filledIn(by event: ConsoleEvent) -> [String] {
        guard case .reply(.filledIn(let known, let signsIn)) = event else { return [] }
        guard let credentials = known else {
            return ["Nobody of the demonstration has that name: nothing was filled in."]
        }
        if console.workspace.lock != nil {
            return ["Filled in: the password. An empty line goes on."]
        }
        if let screen = console.workspace.top as? SignInScreen, !screen.isBusy {
            let name = SafeText(untrusted: credentials.user, limit: .payee).plain
            let what = credentials.code == nil ? "name and password" : "name, password and code"
            let filled = "Filled in for \(name): \(what)."
            if signsIn, credentials.code != nil { return [filled] }
            let next = credentials.code == nil ? "goes on to the code" : "signs in"
            return ["\(filled) An empty line \(next); :fill in takes the next person."]
        }
        guard isAskingForCode, credentials.code != nil else { return [] }
        return ["Filled in: a code. An empty line sends it with the transfer."]
    }
}
