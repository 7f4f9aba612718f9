import ClientService
package import CoreVocabulary
package import Cryptography
import TerminalKit

/// The console in linear mode: typed lines instead of keys, and output lines instead of a screen.
///
/// It is for screen readers and terminals without cursor addressing. The program prints the
/// returned lines, shows ``prompt``, reads a line (without echo for a secret) and passes it on:
///
/// ```swift
/// var spoken = shell.start(at: time)
/// spoken = shell.receive(line: "transfer", at: time)
/// ```
///
/// In a field a line is its text. At a list a number chooses a row. At buttons a number presses
/// one, and an empty line never presses any. Any other line is a command, by its title or its key.
/// In a field a command has a colon in front. `:help`, `:back` and `:quit` are commands at every
/// prompt, even at those for a secret.
package struct LinearShell: Sendable {
    /// Line that makes a demo fill in a secret, at prompts where a line would be the secret.
    static let fillInLine = ":fill in"

    /// Number of rows of a list that are read at a time.
    package static let rowCount = LinearRenderer.introducedRowCount

    /// Output of the shell and effects to run.
    package struct Response: Sendable {
        /// Lines to print, in order; safe to print as they are.
        package var lines: [String] = []
        /// Effects to run, in order.
        package var effects: [Effect] = []
    }

    /// Console whose screens are read out.
    var console: Console
    /// Screen that was read out last.
    var last: ScreenModel?
    /// True if the rows of the list must be read, because the user requested other ones.
    var readsRows = false
    /// List whose rows were read last.
    var readList: ListModel?
    /// True if the program was asked to end, after which nothing is read.
    var hasLeft = false
    /// Screens whose guide was read.
    var guided: Set<ScreenID> = []
    /// Lists whose column titles were read, with these titles.
    var toldColumns: Set<String> = []
    /// True if a running search was announced.
    var hasSaidSearching = false
    /// True if the fetching of the record was announced.
    var hasSaidFetching = false
    /// True if the ways out during the fetching of the record were announced.
    var hasSaidWayOut = false
    /// True if a prompt preceded the rows of the first list, which must still be read.
    var owesRows = false
    /// True if a user types at a terminal.
    ///
    /// A script gets no prompt before its turn.
    let isTypedByHand: Bool
    /// Start of the wait for the record after sign-in, by the monotonic clock; nil without one.
    var waitsSince: Instant?
    /// True if that wait has reached its limit.
    var isPatienceOver = false
    /// Wait that was announced last; nil if none is running.
    var saidWait: SafeText?
    /// Message that was announced last; it stays on the screen and is read once.
    var saidToast: Int?
    /// State of each transfer in the outbox at the last reading.
    var toldStates: [IntentKey: OutboxItem.State] = [:]

    /// Creates a shell that starts at the sign-in.
    package init(
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

    /// Returns the first output and effects.
    package mutating func start(at time: ConsoleTime) -> Response {
        Response(lines: speak(), effects: console.firstEffects)
    }

    /// Handles an event other than a line: an answer, news, or a deadline.
    package mutating func receive(_ event: ConsoleEvent, at time: ConsoleTime) -> Response {
        let filled = commands.filledIn(by: event)
        let effects = console.update(event, at: time)
        noteLeaving(effects)
        noteWait(at: time)
        let said = filled + speak()
        return Response(lines: dated(said), effects: effects)
    }

    /// Handles a typed line, without its line end.
    package mutating func receive(line: String, at time: ConsoleTime) -> Response {
        let asked = prompt
        console.wake(at: time)
        var response = takesWayOut ? handleWayOut(line, at: time) : handle(line, at: time)
        noteLeaving(response.effects)
        response.lines += speak(answersLine: true)
        response.lines = dated(response.lines)
        let isSilent = response.lines.isEmpty && response.effects.isEmpty
        // A user who sees no change needs an answer.
        if isSilent, !hasLeft, !isAwaiting, prompt == asked, !line.trimmed.isEmpty {
            response.lines = ["Nothing changed."]
        }
        return response
    }

    /// Records a request to end.
    ///
    /// After it nothing is read: neither a prompt to sign in nor the later answer to signing out.
    private mutating func noteLeaving(_ effects: [Effect]) {
        let isLeaving = effects.contains { effect in
            if case .shell(.quit) = effect { true } else { false }
        }
        if isLeaving { hasLeft = true }
    }

    /// Handles a typed secret and wipes it.
    package mutating func receive(secret: SharedSecret, at time: ConsoleTime) -> Response {
        guard console.isTypingSecret else {
            secret.wipe()
            let said = speak()
            return Response(lines: dated(said), effects: [])
        }
        var response = handle(secret, at: time)
        noteLeaving(response.effects)
        response.lines += speak(answersLine: true)
        response.lines = dated(response.lines)
        return response
    }

    private mutating func handle(_ secret: SharedSecret, at time: ConsoleTime) -> Response {
        if let words = secret.command(isCode: commands.isAskingForCode) {
            secret.wipe()
            return command(words, time)
        }
        if secret.spells(Self.fillInLine), console.configuration.demoNotice != nil {
            secret.wipe()
            return Response(effects: console.update(.input(.key(.control("f"))), at: time))
        }
        // An empty line keeps the content and continues, as in every field.
        if !secret.isEmpty { console.enter(secret: secret, at: time) }
        let effects = console.update(.input(.key(.enter)), at: time)
        return Response(lines: errorSaidBefore(), effects: effects)
    }

    /// Returns the focused field's complaint if it is the one read last.
    ///
    /// It is unchanged on the screen, but is an answer to the user who typed something else.
    func errorSaidBefore() -> [String] {
        guard let field = console.linearScreen.focusedField, let complaint = field.complaint,
            last?.focusedField?.complaint == complaint
        else { return [] }
        return ["\(field.label.plain): \(complaint.plain)"]
    }

    /// Commands that can be typed at the present screen.
    var commands: LinearCommands { LinearCommands(console: console) }

    /// Inserts the time of the figures into lines where it is needed.
    func dated(_ lines: [String]) -> [String] { LinearDates(console: console).dated(lines) }

    /// Returns the last line to print.
    package static func farewell(wasAsked: Bool) -> String {
        (wasAsked ? "The console was asked to end. " : "") + "Nobody is signed in here any more."
    }

    /// Time of the next change without input, by the monotonic clock; nil if there is none.
    package var nextDeadline: Instant? {
        [console.nextDeadline, patienceEnds].compactMap(\.self).min()
    }

    /// True if the session is over and the event of its end is still to come.
    ///
    /// Until then the content of the screen no longer belongs to the user. The reason is announced
    /// with the next sign-in prompt.
    var isEnding: Bool {
        switch console.workspace.session?.status?.notice {
        case .wiped, .leaseEnded: true
        default: false
        }
    }

    /// Current prompt for input.
    package var prompt: LinearPrompt { LinearPrompt(console) }
}
