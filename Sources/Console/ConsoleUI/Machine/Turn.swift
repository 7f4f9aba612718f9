import TerminalKit

/// Processing of one event by a screen: the state that it may read, and its decisions.
struct Turn {
    /// Navigation that a screen requests.
    enum Move {
        /// Opens a screen on top of this one.
        case open(any ConsoleScreen)
        /// Replaces this screen by another.
        case replace(any ConsoleScreen)
        /// Closes this screen and returns to the one below.
        case close
        /// Discards the unsent transfer and its screens.
        case dropTransfer
        /// Ends the session or the program.
        case end(End)
        /// Closes this screen, and runs a command on the one below.
        case closeAndRun(CommandID)
        /// Runs a command on the top screen.
        case run(CommandID)
    }

    /// Ways to end a session.
    enum End {
        case signOut, quit
    }

    /// State that the screen may read.
    var context: ScreenContext
    /// True if the screen is visible: on top, not locked, and with enough room.
    let isInSight: Bool
    /// Requested effects, in order.
    private(set) var effects: [Effect] = []
    /// Requested navigation, in order.
    private(set) var moves: [Move] = []
    /// Messages to show, in order.
    private(set) var messages: [(kind: Toast.Kind, text: SafeText)] = []
    /// Transfer that was left before it was sent.
    private(set) var keptDraft: TransferScreen?
    /// Number of the last request made.
    private(set) var lastRequest: Int

    /// Creates a turn for one screen.
    init(context: ScreenContext, isInSight: Bool, lastRequest: Int) {
        self.context = context
        self.isInSight = isInSight
        self.lastRequest = lastRequest
    }

    /// Returns a new identifier for a request, never used before.
    mutating func makeRequestID() -> RequestID {
        lastRequest += 1
        return RequestID(number: lastRequest)
    }

    /// Requests something from the client service.
    mutating func ask(_ effect: ClientEffect) {
        effects.append(.client(effect))
    }

    /// Asks a query to the local record.
    mutating func ask(_ query: some RecordQuery) {
        ask(.query(QueryRequest(query)))
    }

    /// Requests a navigation step.
    mutating func go(_ move: Move) {
        moves.append(move)
    }

    /// Shows a message for a moment.
    mutating func say(_ kind: Toast.Kind, _ text: SafeText) {
        messages.append((kind, text))
    }

    /// Shows a sentence as a message.
    mutating func say(_ kind: Toast.Kind, _ sentence: Sentence) {
        say(kind, sentence.safeText)
    }

    /// Keeps a transfer that was not sent.
    mutating func keep(_ draft: TransferScreen) {
        keptDraft = draft
    }
}
