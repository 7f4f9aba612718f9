import ClientService
import Cryptography
import TerminalKit

/// A screen: state, what changes it, and what it shows.
///
/// It does no I/O and knows no clock.
protocol ConsoleScreen: Sendable {
    /// Which kind of screen this is; commands are enabled by it.
    var kind: ScreenKind { get }
    /// What has the focus: whether letters are text, commands, or both.
    var focus: InputFocus { get }

    /// The screen has just come up, or come back; it asks for what it needs.
    mutating func appear(_ turn: inout Turn)
    /// The screen is about to go; it keeps what must not be lost and stops what nobody waits for.
    mutating func disappear(_ turn: inout Turn)
    /// Somebody gave a command that ``availability(of:in:)`` allows.
    mutating func perform(_ command: CommandID, _ turn: inout Turn)
    /// Somebody chose a row of the list, or a button, by its place from 0, without opening it.
    mutating func select(_ index: Int, _ turn: inout Turn)
    /// Somebody edited the text in the field that has the focus.
    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn)
    /// A secret was typed elsewhere and goes into the field that has the focus.
    mutating func take(_ secret: SharedSecret)
    /// The local service answered; the console has taken in what concerns every screen.
    mutating func receive(_ reply: ClientReply, _ turn: inout Turn)
    /// The record has changed; what is shown is to be asked for again.
    mutating func recordsChanged(_ turn: inout Turn)
    /// The line, the record or the outbox stand otherwise than before.
    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn)
    /// The rows in sight are known, by list; the screen asks for what is missing.
    mutating func arrange(_ visibleRows: (_ listID: String) -> Int?, _ turn: inout Turn)

    /// Whether a command can be given here now.
    func availability(of command: CommandID, in context: ScreenContext) -> Availability
    /// What the screen does on ``CommandID/back``, where ``availability(of:in:)`` says that it does.
    func backDeed(in context: ScreenContext) -> BackDeed
    /// The command that the words on the screen advise; nil when they advise none.
    func advisedCommand(in context: ScreenContext) -> CommandID?
    /// What the screen shows.
    func show(in context: ScreenContext) -> ScreenContent
    /// Whether something in sight is missing and on its way from the local record.
    func isAwaitingRows(in context: ScreenContext) -> Bool
    /// True if a message that was said on this screen is so still; one that is not is taken away.
    func stands(_ message: SafeText, in context: ScreenContext) -> Bool
    /// When the screen changes by itself next, by the steady clock in milliseconds.
    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64?
}

extension ConsoleScreen {
    mutating func appear(_ turn: inout Turn) {}
    mutating func disappear(_ turn: inout Turn) {}
    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {}
    mutating func take(_ secret: SharedSecret) { secret.wipe() }
    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {}
    mutating func recordsChanged(_ turn: inout Turn) {}
    mutating func statusChanged(_ status: SyncStatus, _ turn: inout Turn) {}
    mutating func arrange(_ visibleRows: (_ listID: String) -> Int?, _ turn: inout Turn) {}
    mutating func select(_ index: Int, _ turn: inout Turn) {}
    func backDeed(in context: ScreenContext) -> BackDeed { .goBack }
    func advisedCommand(in context: ScreenContext) -> CommandID? { nil }
    func isAwaitingRows(in context: ScreenContext) -> Bool { false }
    func stands(_ message: SafeText, in context: ScreenContext) -> Bool { true }
    func nextDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? { nil }
}

/// The kinds of screen.
enum ScreenKind: String, Hashable, Sendable, CaseIterable {
    /// Before anybody is signed in.
    case signIn
    /// Accounts and what happened last.
    case overview, account, entry, holds
    /// The checkout, and what became of what it sent.
    case transfer, outbox
    /// The months, and one of them.
    case statements, statement
    /// How the record stands, and where the user is signed in.
    case sync, sessions
    /// What can be done, to read or to find.
    case help, palette
    /// In front of another screen.
    case question
}

/// Where a screen stands among those that are open.
struct ScreenPlace: Hashable, Sendable {
    /// How many screens there are up to this one.
    let depth: Int
    /// Which kind it is.
    let kind: ScreenKind
}

/// What keys mean on a screen just now.
enum InputFocus: Hashable, Sendable {
    /// Every key is a command.
    case commands
    /// Letters and editing keys are text; other keys are commands.
    case text
    /// As ``text``, and what is typed is a secret.
    case secret
}

/// Whether a command can be given.
enum Availability: Hashable, Sendable {
    /// It can.
    case enabled
    /// It belongs here and cannot be given now, for this reason.
    case disabled(String)
    /// It has no meaning here.
    case absent
}

/// A change to the text of the field that has the focus.
enum FieldEdit: Hashable, Sendable {
    /// A key was typed.
    case key(Key)
    /// Text was pasted; it never confirms anything.
    case paste(String)
    /// A text takes the place of what stands there.
    case replace(String)
}

/// What a screen shows, without what every screen has.
struct ScreenContent {
    /// The screen's name.
    var title: SafeText
    /// The same in fewer words, longest first, for a title bar that has no room for all of it.
    var shortTitles: [SafeText] = []
    /// The steps of a task.
    var crumbs: [Crumb] = []
    /// The content, from top to bottom.
    var blocks: [Block] = []
    /// The content beside it where there is room.
    var aside: [Block] = []
    /// A question in front of it.
    var dialog: DialogModel?
    /// Work under way.
    var progress: ProgressModel?
    /// A few words for the title bar.
    var trailing: SafeText?
}

extension ScreenContent {
    /// In place of all that a screen showed of an account to which the user's access has ended.
    static func accountNotShown(title: SafeText) -> ScreenContent {
        ScreenContent(
            title: title,
            blocks: [.text([SafeText(trusted: Sentences.accountNotShown.text)])]
        )
    }
}
