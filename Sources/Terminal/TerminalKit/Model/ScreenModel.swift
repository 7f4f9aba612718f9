/// Content of a screen, independent of its layout.
///
/// A screen creates this model from its state. ``CellRenderer`` lays it out in cells and
/// ``LinearRenderer`` reads it out in lines. Both use only this model, so what is missing here is
/// missing in both forms.
public struct ScreenModel: Equatable, Sendable {
    /// Identifier of the screen; a different one is announced as a new screen.
    public var id: ScreenID
    /// Name of the screen in the title bar.
    public var title: SafeText
    /// Shorter forms of the title, longest first, for narrow title bars.
    public var shortTitles: [SafeText]
    /// Kind of money on the screen (live, demo or training), always visible.
    public var environment: Environment
    /// The right half of the title bar: link, user, and the screen's own text.
    public var status: StatusLine
    /// The steps of a task in order; empty if the screen is not part of a task.
    public var crumbs: [Crumb]
    /// The content from top to bottom.
    public var blocks: [Block]
    /// Content beside ``blocks`` on wide screens, left out on narrower ones.
    ///
    /// It may repeat ``blocks`` in more detail. It must not add facts, because narrow screens and
    /// linear mode do without it.
    public var aside: [Block]
    /// Dialog in front of everything else.
    public var dialog: DialogModel?
    /// Short message about the latest event.
    public var toast: Toast?
    /// Progress of running work; nil if none is running.
    public var progress: ProgressModel?
    /// Key hints, most important first.
    public var hints: [Hint]
    /// The lock of a locked screen, which is drawn alone.
    public var lock: LockModel?

    /// Creates a screen from its parts, most of which may be left empty.
    public init(
        id: ScreenID,
        title: SafeText,
        shortTitles: [SafeText] = [],
        environment: Environment,
        status: StatusLine = StatusLine(),
        crumbs: [Crumb] = [],
        blocks: [Block] = [],
        aside: [Block] = [],
        dialog: DialogModel? = nil,
        toast: Toast? = nil,
        progress: ProgressModel? = nil,
        hints: [Hint] = [],
        lock: LockModel? = nil
    ) {
        self.id = id
        self.title = title
        self.shortTitles = shortTitles
        self.environment = environment
        self.status = status
        self.crumbs = crumbs
        self.blocks = blocks
        self.aside = aside
        self.dialog = dialog
        self.toast = toast
        self.progress = progress
        self.hints = hints
        self.lock = lock
    }
}

/// Identifier of a screen within the program; never shown.
public struct ScreenID: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Identifier as written in the code.
    public let name: String

    /// Creates an identifier from a string.
    public init(_ name: String) {
        self.name = name
    }

    /// Creates an identifier from a string literal.
    public init(stringLiteral name: String) {
        self.name = name
    }
}

/// Kind of money that the screen shows.
public enum Environment: Equatable, Sendable {
    /// Real accounts of the bank.
    case live
    /// Invented accounts in this process; the title bar always says DEMO.
    case demo
    /// Invented accounts on a training system; the title bar always says TRAINING.
    case training

    /// Word that the title bar shows; nil if the money is real.
    public var banner: SafeText? {
        switch self {
        case .live: nil
        case .demo: "DEMO"
        case .training: "TRAINING"
        }
    }
}

/// Content of a locked screen, without anything of the screen behind it.
public struct LockModel: Equatable, Sendable {
    /// Title of the lock, such as "Locked".
    public var title: SafeText
    /// Instructions for unlocking the screen.
    public var paragraphs: [SafeText]
    /// Form to unlock the screen; nil until a key brings it up.
    public var form: FormModel?
    /// Buttons of a question shown instead of the form; nil if there is none.
    public var buttons: ButtonsModel?
    /// Hints for the keys that work while locked.
    public var hints: [Hint]

    /// Creates a locked screen with a title.
    public init(
        title: SafeText,
        paragraphs: [SafeText] = [],
        form: FormModel? = nil,
        buttons: ButtonsModel? = nil,
        hints: [Hint] = []
    ) {
        self.title = title
        self.paragraphs = paragraphs
        self.form = form
        self.buttons = buttons
        self.hints = hints
    }
}
