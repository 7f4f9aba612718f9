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
/// its key; in a field a command has a colon in front. `:help`, `:back` and `:quit` are commands at
/// every prompt, also where a secret is asked for.
public struct LinearShell: Sendable {
    /// What has a demonstration type a secret, where a line would be the secret.
    static let fillInLine = ":fill in"

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
    /// The list of which rows were read last.
    var readList: ListModel?
    /// Whether the program was asked to end; nothing is said after that.
    var hasLeft = false
    /// The screens of which it was said what can be typed there.
    var guided: Set<ScreenID> = []
    /// The lists of which it was said what each value of a row is, as it was said.
    var toldColumns: Set<String> = []
    /// Whether a search was said to be under way.
    var hasSaidSearching = false
    /// Whether it was said that the record is being fetched.
    var hasSaidFetching = false
    /// True if it was said that a way out is taken while the record is on its way.
    var hasSaidWayOut = false
    /// True if a prompt came before the rows of the first list, which are still to be read.
    var owesRows = false
    /// True if somebody types at a terminal; a script is asked for no line before its turn.
    let isTypedByHand: Bool
    /// The start of the wait for the record after the sign-in, by the steady clock; nil without one.
    var waitsSince: Instant?
    /// True if that wait has been as long as it may be.
    var isPatienceOver = false
    /// The wait that was said last; nil when none is under way.
    var saidWait: SafeText?
    /// The message that was said last; it stays on the screen and is said once.
    var saidToast: Int?
    /// How each transfer of the outbox stood when the screen was read last.
    var toldStates: [IntentKey: OutboxItem.State] = [:]

    /// A console that asks who is there.
    ///
    /// - Parameters:
    ///   - configuration: What the console is told.
    ///   - isTypedByHand: True if somebody types at a terminal, and false for a script, of which no
    ///     line may be taken before its turn.
    ///   - time: When it starts.
    public init(
        configuration: ConsoleConfiguration,
        isTypedByHand: Bool = true,
        at time: ConsoleTime
    ) {
        self.isTypedByHand = isTypedByHand
        console = Console(
            configuration: configuration,
            viewport: .lines(rowCount: Self.rowCount),
            at: time
        )
    }

    /// What to print first.
    public mutating func start(at time: ConsoleTime) -> Response {
        Response(lines: speak(), effects: console.firstEffects)
    }

    /// Takes an event that is no line: an answer, news, or time that went by.
    public mutating func receive(_ event: ConsoleEvent, at time: ConsoleTime) -> Response {
        let filled = filledIn(by: event)
        let effects = console.update(event, at: time)
        noteLeaving(effects)
        noteWait(at: time)
        let said = filled + speak()
        return Response(lines: dated(said), effects: effects)
    }

    /// Takes a line that was typed, without its end.
    public mutating func receive(line: String, at time: ConsoleTime) -> Response {
        let asked = prompt
        console.wake(at: time)
        var response = takesWayOut ? takeWayOut(line, at: time) : take(line, at: time)
        noteLeaving(response.effects)
        response.lines += speak(answersLine: true)
        response.lines = dated(response.lines)
        let isSilent = response.lines.isEmpty && response.effects.isEmpty
        // Silence is no answer to whoever sees nothing change.
        if isSilent, !hasLeft, !isAwaiting, prompt == asked, !line.trimmed.isEmpty {
            response.lines = ["Nothing changed."]
        }
        return response
    }

    /// Takes note of being asked to end: whoever leaves is not asked who is there, and the answer to
    /// signing out, which comes later, is no news to anybody.
    private mutating func noteLeaving(_ effects: [Effect]) {
        let isLeaving = effects.contains { effect in
            if case .shell(.quit) = effect { true } else { false }
        }
        if isLeaving { hasLeft = true }
    }

    /// Takes a secret that was typed; it is emptied.
    public mutating func receive(secret: SharedSecret, at time: ConsoleTime) -> Response {
        guard console.isTypingSecret else {
            secret.wipe()
            let said = speak()
            return Response(lines: dated(said), effects: [])
        }
        var response = take(secret, at: time)
        noteLeaving(response.effects)
        response.lines += speak(answersLine: true)
        response.lines = dated(response.lines)
        return response
    }

    private mutating func take(_ secret: SharedSecret, at time: ConsoleTime) -> Response {
        if let words = spokenCommand(in: secret) {
            secret.wipe()
            return command(words, time)
        }
        if secret.spells(Self.fillInLine), console.configuration.demoNotice != nil {
            secret.wipe()
            return Response(effects: console.update(.input(.key(.control("f"))), at: time))
        }
        // An empty line leaves what stands there and goes on, as in every field.
        if !secret.isEmpty { console.enter(secret: secret, at: time) }
        let effects = console.update(.input(.key(.enter)), at: time)
        return Response(lines: errorSaidBefore(), effects: effects)
    }

    /// What is told of the field that is asked for, where it is what was said last: no change,
    /// but news to whoever typed something else.
    func errorSaidBefore() -> [String] {
        guard let field = console.linearScreen.focusedField, let complaint = field.complaint,
            last?.focusedField?.complaint == complaint
        else { return [] }
        return ["\(field.label.plain): \(complaint.plain)"]
    }

    /// What to print last.
    public static func farewell(wasAsked: Bool) -> String {
        (wasAsked ? "The console was asked to end. " : "") + "Nobody is signed in here any more."
    }

    /// When the console changes by itself next, by the steady clock; nil when it does not.
    public var nextDeadline: Instant? {
        [console.nextDeadline, patienceEnds].compactMap(\.self).min()
    }

    /// True if the session is over, and the news of its end comes next: what is on the screen until
    /// then is the user's no more, and why it ended is told where somebody is asked to sign in.
    var isEnding: Bool {
        switch console.session?.status?.notice {
        case .wiped, .leaseEnded: true
        default: false
        }
    }

    /// What is asked for now.
    public var prompt: Prompt {
        let model = console.linearScreen
        guard let field = model.focusedField else {
            let text =
                model.focusedButtons != nil
                ? "Number: " : model.isTypingWords ? "Words or number: " : "> "
            return Prompt(text: text, isSecret: console.isTypingSecret)
        }
        let suffix = field.suffix.map { " (\($0.plain))" } ?? ""
        var value = ""
        // An empty line leaves what stands there, so that has to be known.
        if case .text(let text, _) = field.content, !text.isEmpty { value = " [\(text.plain)]" }
        return Prompt(
            text: "\(field.label.plain)\(suffix)\(value): ",
            isSecret: console.isTypingSecret
        )
    }

    /// The command in what was typed where a secret is asked for; nil when it is a secret.
    ///
    /// A code has digits only, so whatever begins with a colon is none. A password may begin with
    /// one; only the words that are commands at every prompt are taken for none, which are shorter
    /// than the bank allows a password to be.
    private func spokenCommand(in secret: SharedSecret) -> String? {
        let isCode = isAskingForCode
        return secret.withBytes { bytes -> String? in
            guard let first = bytes.indices.first, bytes[first] == UInt8(ascii: ":") else {
                return nil
            }
            if isCode {
                var words: [UInt8] = []
                for index in bytes.indices.dropFirst() { words.append(bytes[index]) }
                return String(decoding: words, as: UTF8.self).trimmed
            }
            for word in Self.wordsEverywhere {
                let wanted = Array(word.utf8)
                var isWord = wanted.count == bytes.count - 1
                for index in wanted.indices where isWord {
                    isWord = wanted[index] == bytes[index + 1]
                }
                if isWord { return word }
            }
            return nil
        }
    }

    /// Whether a one-time code is asked for, which no command can be mistaken for.
    var isAskingForCode: Bool {
        console.lock == nil && console.linearScreen.focusedField?.kind == .code
    }

    /// The commands at every prompt.
    private static let wordsEverywhere = ["help", "back", "quit"]
}

extension SharedSecret {
    /// Whether the secret is a text; for those of a demonstration, which are none.
    fileprivate func spells(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return withBytes { bytes in
            bytes.count == wanted.count && bytes.indices.allSatisfy { bytes[$0] == wanted[$0] }
        }
    }
}
