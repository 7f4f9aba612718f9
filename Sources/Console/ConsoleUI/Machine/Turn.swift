import ClientService
import TerminalKit

/// One event's worth of deciding: what a screen may look at, and what it wants to happen.
struct Turn {
    /// Where the console goes next.
    enum Move {
        /// To a screen on top of this one.
        case open(any ConsoleScreen)
        /// To a screen in the place of this one.
        case replace(any ConsoleScreen)
        /// Back to the screen below.
        case close
        /// Nowhere, but the transfer that was begun is gone.
        case dropTransfer
        /// Out of the session, or out of the program.
        case end(End)
        /// Back to the screen below, which then gets a command.
        case closeAndRun(CommandID)
        /// The screen on top gets a command.
        case run(CommandID)
    }

    /// The two ways to end a session.
    enum End {
        case signOut, quit
    }

    /// What the screen may look at.
    var context: ScreenContext
    /// True if somebody stands before the screen: none is above it, and the console is not locked.
    let isInSight: Bool
    /// What is to be done outside, in order.
    private(set) var effects: [Effect] = []
    /// Where to go, in order.
    private(set) var moves: [Move] = []
    /// What to say, in order.
    private(set) var messages: [(kind: Toast.Kind, text: SafeText)] = []
    /// A transfer that was left before it was sent.
    private(set) var keptDraft: TransferScreen?
    private var lastRequest: Int

    /// Begins a turn.
    init(context: ScreenContext, isInSight: Bool, lastRequest: Int) {
        self.context = context
        self.isInSight = isInSight
        self.lastRequest = lastRequest
    }

    /// The number of the last request that was made.
    var lastRequestNumber: Int { lastRequest }

    /// A number for a request, never used before.
    mutating func makeRequestID() -> RequestID {
        lastRequest += 1
        return RequestID(number: lastRequest)
    }

    /// Asks the local service for something.
    mutating func ask(_ effect: ClientEffect) {
        effects.append(.client(effect))
    }

    /// Asks the program around the console for something.
    mutating func ask(_ effect: ShellEffect) {
        effects.append(.shell(effect))
    }

    /// Goes somewhere.
    mutating func go(_ move: Move) {
        moves.append(move)
    }

    /// Says something in passing.
    mutating func say(_ kind: Toast.Kind, _ text: SafeText) {
        messages.append((kind, text))
    }

    /// Says a sentence in passing.
    mutating func say(_ kind: Toast.Kind, _ sentence: Sentence) {
        say(kind, SafeText(trusted: sentence.text))
    }

    /// Keeps a transfer that was not sent.
    mutating func keep(_ draft: TransferScreen) {
        keptDraft = draft
    }
}
