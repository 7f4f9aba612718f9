import ClientService
import Cryptography
import TerminalKit

/// Screen of the console, with its state, its transitions and its content.
///
/// It does no I/O and does not read a clock.
protocol ConsoleScreen: Sendable {
    /// Kind of the screen, by which commands are enabled.
    var kind: ScreenKind { get }
    /// Input focus, which decides whether letters are text or commands.
    var focus: InputFocus { get }

    /// Called when the screen opens or comes back; requests the data that it needs.
    mutating func appear(_ turn: inout Turn)
    /// Called before the screen closes; keeps what must not be lost and stops unneeded work.
    mutating func disappear(_ turn: inout Turn)
    /// Runs a command that ``availability(of:in:)`` allows.
    mutating func perform(_ command: CommandID, _ turn: inout Turn)
    /// Selects a row of the list, or a button, by its index from 0, without opening it.
    mutating func select(_ index: Int, _ turn: inout Turn)
    /// Edits the text in the focused field.
    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn)
    /// Puts a secret that was typed elsewhere into the focused field.
    mutating func enter(_ secret: SharedSecret)
    /// Handles a reply, after the console has handled the part that all screens share.
    mutating func receive(_ reply: ClientReply, _ turn: inout Turn)
    /// Requests the displayed data again after the record has changed.
    mutating func recordsChanged(_ turn: inout Turn)
    /// Handles a change of link, record or outbox.
    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn)
    /// Receives the number of visible rows per list, and requests missing rows.
    mutating func arrange(_ visibleRows: (_ listID: String) -> Int?, _ turn: inout Turn)

    /// Returns the availability of a command on this screen.
    func availability(of command: CommandID, in context: ScreenContext) -> Availability
    /// Returns the effect of ``CommandID/back``, if ``availability(of:in:)`` enables it.
    func backAction(in context: ScreenContext) -> BackAction
    /// Returns the command that the text on the screen advises; nil if it advises none.
    func advisedCommand(in context: ScreenContext) -> CommandID?
    /// Returns the content of the screen.
    func show(in context: ScreenContext) -> ScreenContent
    /// Returns true if visible data is missing and being fetched from the local record.
    func isAwaitingRows(in context: ScreenContext) -> Bool
    /// Returns true if a message shown on this screen is still true; otherwise it is removed.
    func stands(_ message: SafeText, in context: ScreenContext) -> Bool
    /// Returns the time of the next change without input, in milliseconds of the monotonic clock.
    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64?
}

extension ConsoleScreen {
    mutating func appear(_ turn: inout Turn) {}
    mutating func disappear(_ turn: inout Turn) {}
    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {}
    mutating func enter(_ secret: SharedSecret) { secret.wipe() }
    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {}
    mutating func recordsChanged(_ turn: inout Turn) {}
    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn) {}
    mutating func arrange(_ visibleRows: (_ listID: String) -> Int?, _ turn: inout Turn) {}
    mutating func select(_ index: Int, _ turn: inout Turn) {}
    func backAction(in context: ScreenContext) -> BackAction { .goBack }
    func advisedCommand(in context: ScreenContext) -> CommandID? { nil }
    func isAwaitingRows(in context: ScreenContext) -> Bool { false }
    func stands(_ message: SafeText, in context: ScreenContext) -> Bool { true }
    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? { nil }
}

/// Kind of a console screen.
enum ScreenKind: String, Hashable, Sendable, CaseIterable {
    /// The screen before sign-in.
    case signIn
    /// Accounts and recent activity.
    case overview, account, entry, holds
    /// The transfer form, and the outbox with its decisions.
    case transfer, outbox
    /// The list of months, and one statement.
    case statements, statement
    /// The state of the record, and the user's sessions.
    case sync, sessions
    /// The list of commands, as help or as palette.
    case help, palette
    /// A question in front of another screen.
    case question
}

/// Position of a screen in the stack.
struct ScreenPlace: Hashable, Sendable {
    /// Number of screens up to this one.
    let depth: Int
    /// Kind of the screen at that position.
    let kind: ScreenKind
}

/// Current interpretation of keys on a screen.
enum InputFocus: Hashable, Sendable {
    /// Every key is a command.
    case commands
    /// Letters and editing keys are text; other keys are commands.
    case text
    /// As ``text``, but the input is a secret.
    case secret
}

/// Availability of a command.
enum Availability: Hashable, Sendable {
    /// The command can be run.
    case enabled
    /// The command is shown but cannot be run now, for this reason.
    case disabled(String)
    /// The command has no meaning here.
    case absent
    /// The screen leaves the decision to the console, which decides for all screens.
    case inherited
}

/// Change to the text of the focused field.
enum FieldEdit: Hashable, Sendable {
    /// A key was pressed in the field.
    case key(Key)
    /// Text was pasted, which never confirms anything.
    case paste(String)
    /// The text replaces the content.
    case replace(String)
}

/// Content of a screen, without the parts that all screens share.
struct ScreenContent {
    /// Title of the screen.
    var title: SafeText
    /// Shorter forms of the title, longest first, for narrow title bars.
    var shortTitles: [SafeText] = []
    /// The steps of a task, in order.
    var crumbs: [Crumb] = []
    /// The content, from top to bottom.
    var blocks: [Block] = []
    /// Content of the second column on wide screens.
    var aside: [Block] = []
    /// Dialog in front of the content.
    var dialog: DialogModel?
    /// Progress of running work.
    var progress: ProgressModel?
    /// Short text for the title bar.
    var trailing: SafeText?
}

extension ScreenContent {
    /// Returns the content for an account to which the user's access has ended.
    static func accountNotShown(title: SafeText) -> ScreenContent {
        ScreenContent(title: title, blocks: [.sentence(Sentences.accountNotShown)])
    }
}
