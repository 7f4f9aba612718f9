import ClientService
public import CoreVocabulary
public import Cryptography
import TerminalKit

/// The same console, spoken: typed lines instead of keys, and lines to read instead of a screen.
///
/// For screen readers and terminals that cannot be painted. The program prints what it is given,
/// shows ``prompt``, reads a line (without echo when the prompt says so) and hands it in:
///
/// ```swift
/// var spoken = shell.start(at: time)
/// spoken = shell.receive(line: "transfer", at: time)
/// ```
///
/// In a field a line is its text; at a list a number chooses a row; at buttons a number presses
/// one, and nothing is ever pressed by an empty line. Any other line is a command, by its title or
/// its key; in a field a command has a colon in front.
public struct LinearShell: Sendable {
    /// Rows of a list that are read at a time.
    public static let rowCount = LinearRenderer.introducedRowCount

    /// What is to be printed and done.
    public struct Response: Sendable {
        /// Lines to print, in order; safe to print as they are.
        public var lines: [String] = []
        /// What is to be done, in order.
        public var effects: [Effect] = []
    }

    /// What is asked for.
    public struct Prompt: Hashable, Sendable {
        /// What to print in front of what is typed, on the same line.
        public let text: String
        /// Whether what is typed is a secret: switch echo off and hand the bytes to
        /// ``LinearShell/receive(secret:at:)``.
        public let isSecret: Bool
    }

    /// The console that is spoken.
    var console: Console
    /// What was read out last.
    var last: ScreenModel?
    /// Whether the rows of the list are to be read, because somebody asked for other ones.
    var readsRows = false
    /// Whether a search was said to be under way.
    private var hasSaidSearching = false
    /// Whether it was said that the record is being fetched.
    private var hasSaidFetching = false
    /// The wait that was said last; nil when none is under way.
    private var saidWait: SafeText?
    /// The message that was said last; it stays on the screen and is said once.
    private var saidToast: Int?

    /// A console that asks who is there.
    public init(configuration: ConsoleConfiguration, at time: ConsoleTime) {
        console = Console(
            configuration: configuration,
            viewport: .lines(rowCount: Self.rowCount),
            at: time
        )
    }

    /// What to print first.
    public mutating func start(at time: ConsoleTime) -> Response {
        Response(lines: speak(), effects: [])
    }

    /// Takes an event that is no line: an answer, news, or time that went by.
    public mutating func receive(_ event: ConsoleEvent, at time: ConsoleTime) -> Response {
        let effects = console.update(event, at: time)
        return Response(lines: speak(), effects: effects)
    }

    /// Takes a line that was typed, without its end.
    public mutating func receive(line: String, at time: ConsoleTime) -> Response {
        var response = take(line, at: time)
        response.lines += speak()
        return response
    }

    /// Takes a secret that was typed; it is emptied.
    public mutating func receive(secret: SharedSecret, at time: ConsoleTime) -> Response {
        guard console.isTypingSecret else {
            secret.wipe()
            return Response(lines: speak(), effects: [])
        }
        console.enter(secret: secret, at: time)
        let effects = console.update(.input(.key(.enter)), at: time)
        return Response(lines: speak(), effects: effects)
    }

    /// When the console changes by itself next, by the steady clock; nil when it does not.
    public var nextDeadline: Instant? { console.nextDeadline }

    /// Whether what was asked for last is still on its way, so that it is too early for a prompt.
    public var isAwaiting: Bool {
        console.isAwaitingRows || console.session?.hasCaughtUp == false
    }

    /// What is asked for now.
    public var prompt: Prompt {
        let model = console.linearScreen
        guard let field = model.focusedField else {
            let isTyping = model.focusedList?.filter?.cursorColumn != nil
            let text =
                model.focusedButtons != nil ? "Number: " : isTyping ? "Words or number: " : "> "
            return Prompt(text: text, isSecret: console.isTypingSecret)
        }
        let suffix = field.suffix.map { " (\($0.plain))" } ?? ""
        return Prompt(text: "\(field.label.plain)\(suffix): ", isSecret: console.isTypingSecret)
    }

    /// What has changed since it was last said; nothing while rows are on their way.
    private mutating func speak() -> [String] {
        if isAwaiting { return fetching() }
        hasSaidFetching = false
        var model = console.linearScreen
        if let progress = model.progress, progress.total == nil {
            // A wait without a measure is told once, as a sentence.
            let isNew = saidWait != progress.title
            saidWait = progress.title
            model.progress = nil
            if isNew { return ["\(progress.title.plain)."] }
        } else {
            saidWait = nil
        }
        if model.isSearching {
            guard !hasSaidSearching else { return [] }
            hasSaidSearching = true
            return ["Searching; stop ends it."]
        }
        hasSaidSearching = false
        if model.toast?.id == saidToast { model.toast = nil } else { saidToast = model.toast?.id }
        var spoken = model
        // Another screen of the same session says who is signed in no second time.
        if last?.id != model.id, last?.status == model.status { spoken.status = StatusLine() }
        var lines = LinearRenderer.announce(old: last, new: spoken)
        if last?.id == model.id, let prompt = LinearRenderer.prompt(for: model) {
            // The prompt says the same just below.
            lines.removeAll { $0 == prompt }
        }
        if last?.id == model.id {
            // A secret that was handed in leaves its field empty, which is no news.
            let emptied = model.secretLabels.map { "\($0): empty" as SafeText }
            lines.removeAll { emptied.contains($0) }
        }
        let haveCome = last.map { model.hasRows(missingIn: $0) } ?? false
        if readsRows || haveCome, model.lock == nil, let list = model.focusedList {
            lines = lines.filter { !isRow($0, of: list) } + rows(of: list)
        }
        readsRows = false
        if let list = model.focusedList {
            // Which list has so many rows is not to be guessed.
            let count = SafeText(trusted: list.rowCount == 1 ? "1 row" : "\(list.rowCount) rows")
            lines = lines.map { $0 == count ? list.title + ": " + $0 : $0 }
        }
        if model.lock == nil, last?.id != model.id || last?.lock != nil || haveCome {
            lines.append(contentsOf: guide(model))
        }
        last = model
        return lines.map(\.plain)
    }

    /// Says once that the first synchronisation goes on.
    private mutating func fetching() -> [String] {
        guard !hasSaidFetching, console.session?.status?.catchingUp != nil else { return [] }
        hasSaidFetching = true
        return ["Fetching your records."]
    }

    /// The rows of a list from its top on, each with its number.
    private func rows(of list: ListModel) -> [SafeText] {
        var bare = list
        bare.footer = nil
        bare.filter = nil
        let lines = LinearRenderer.introduction(of: .list(bare))
        // The first line says which list this is, or that it is empty.
        return list.rowCount > 0 ? Array(lines.dropFirst()) : lines
    }

    /// Whether a line is the selected row by itself, which the rows say with its number.
    private func isRow(_ line: SafeText, of list: ListModel) -> Bool {
        guard let selected = list.selected, let row = list.row(at: selected) else { return false }
        let words = rows(
            of: ListModel(
                id: list.id,
                title: list.title,
                columns: list.columns,
                rowCount: 1,
                window: ListWindow(firstIndex: 0, rows: [row])
            )
        )
        return words.first.map { $0.plain == "1: \(line.plain)" } ?? false
    }

    /// What can be typed here, in one line.
    private func guide(_ model: ScreenModel) -> [SafeText] {
        var parts: [SafeText] = []
        if let list = model.focusedList, list.rowCount > 0 {
            parts.append("a number chooses a row; n and p read further rows")
        }
        let words = console.commandTable.commands
            .filter { $0.disabledReason == nil && $0.hintPriority != nil }
            .sorted { ($0.hintPriority ?? 0, $0.id) < ($1.hintPriority ?? 0, $1.id) }
            .map(\.title.plain).filter { !Self.unspoken.contains($0) }
        let isField = model.focusedField != nil || model.focusedList?.filter?.cursorColumn != nil
        if !words.isEmpty {
            let how = isField ? "commands, with a colon in front" : "commands"
            parts.append(SafeText(trusted: "\(how): \(words.joined(separator: ", ").lowercased())"))
        }
        guard !parts.isEmpty else { return [] }
        return [parts.dropFirst().reduce("You can type: " + parts[0]) { $0 + "; " + $1 }]
    }

    /// Commands that a typed line gives by itself.
    private static let unspoken: Set<String> = ["Open", "Run", "Go on", "Next field"]
}

extension Console {
    /// The screen as it is read out; keys are not spoken of, since lines are typed.
    var linearScreen: ScreenModel {
        var model = screen(size: Size(width: SizeClass.designWidth, height: 24))
        model.hints = []
        model.lock?.hints = []
        return model
    }
}

extension ScreenModel {
    /// The blocks that take what is typed now.
    private var activeBlocks: [Block] {
        if let lock { return lock.form.map { [.form($0)] } ?? [] }
        guard let dialog else { return blocks }
        return (dialog.form.map { [.form($0)] } ?? []) + [.buttons(dialog.buttons)]
    }

    /// The field that is asked for.
    var focusedField: Field? {
        for case .form(let form) in activeBlocks {
            if let field = form.focusedField { return field }
        }
        return nil
    }

    /// What the fields for secrets are called.
    var secretLabels: [SafeText] {
        activeBlocks.flatMap { block -> [SafeText] in
            guard case .form(let form) = block else { return [] }
            return form.fields.compactMap { field in
                if case .masked = field.content { field.label } else { nil }
            }
        }
    }

    /// The buttons of which one is to be pressed.
    var focusedButtons: ButtonsModel? {
        for case .buttons(let buttons) in activeBlocks where buttons.focused != nil {
            return buttons
        }
        return nil
    }

    /// The list from which a row is to be chosen.
    var focusedList: ListModel? {
        guard lock == nil, dialog == nil else { return nil }
        for case .list(let list) in blocks where list.isFocused { return list }
        return nil
    }

    /// Whether the rows of the list have come since it was read out empty.
    func hasRows(missingIn last: ScreenModel) -> Bool {
        guard id == last.id, let list = focusedList, let before = last.focusedList else {
            return false
        }
        return list.id == before.id && list.filter == before.filter && before.rowCount == 0
            && list.rowCount > 0
    }

    /// Whether a search is under way.
    var isSearching: Bool { progress?.cancelKey != nil }
}
