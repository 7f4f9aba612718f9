/// What a screen shows, before anybody decides where.
///
/// A screen makes one of these from its state. ``CellRenderer`` lays it out in cells and
/// ``LinearRenderer`` reads it out in lines; neither knows more than what stands here, so what is
/// missing in one form is missing in both.
public struct ScreenModel: Equatable, Sendable {
    /// Which screen this is; another value is announced as a new screen.
    public var id: ScreenID
    /// The screen's name, in the title bar.
    public var title: SafeText
    /// The same in fewer words, longest first, for a title bar that has no room for all of it.
    public var shortTitles: [SafeText]
    /// Whose money this is; always on the screen.
    public var environment: Environment
    /// The right half of the title bar: link, person, and a word of the screen's own.
    public var status: StatusLine
    /// The steps of a task in order; empty when the screen is not a task.
    public var crumbs: [Crumb]
    /// The content, from top to bottom.
    public var blocks: [Block]
    /// The content beside ``blocks`` where the screen is wide, left out where it is not.
    ///
    /// It may repeat in more detail what ``blocks`` say, and must not say anything that is only
    /// found here: a narrow screen and the lines do without it.
    public var aside: [Block]
    /// A question in front of everything else.
    public var dialog: DialogModel?
    /// A short message about what just happened.
    public var toast: Toast?
    /// Work under way.
    public var progress: ProgressModel?
    /// The keys that matter here, most important first.
    public var hints: [Hint]
    /// When set, the screen is locked: this is drawn and nothing else of the model is.
    public var lock: LockModel?

    /// Makes a screen; everything but its name, place and status may be left empty.
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

/// The name of a screen within the program; never shown.
public struct ScreenID: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name as the program wrote it.
    public let name: String

    /// Names a screen.
    public init(_ name: String) {
        self.name = name
    }

    /// Names a screen with a literal.
    public init(stringLiteral name: String) {
        self.name = name
    }
}

/// What the money on the screen is.
public enum Environment: Equatable, Sendable {
    /// Real accounts of the bank.
    case live
    /// Invented accounts in this process; the title bar always says DEMO.
    case demo
    /// Invented accounts on the bank's training system; the title bar always says TRAINING.
    case training

    /// The word that the title bar carries; nil when the money is real.
    public var banner: SafeText? {
        switch self {
        case .live: nil
        case .demo: "DEMO"
        case .training: "TRAINING"
        }
    }
}

/// A locked screen: it shows nothing of what it hides.
public struct LockModel: Equatable, Sendable {
    /// What the screen says, such as "Locked".
    public var title: SafeText
    /// What to do to go on.
    public var paragraphs: [SafeText]
    /// What is asked for to unlock it; nil when any key brings the question up.
    public var form: FormModel?
    /// The answers to what is asked instead; nil when nothing is.
    public var buttons: ButtonsModel?
    /// The keys that work while locked.
    public var hints: [Hint]

    /// Makes a locked screen.
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
