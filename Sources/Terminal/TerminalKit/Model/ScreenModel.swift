/// Content of a screen, independent of its layout.
///
/// A screen creates this model from its state. ``CellRenderer`` lays it out in cells and
/// ``LinearRenderer`` reads it out in lines. Both use only this model, so what is missing here is
/// missing in both forms.
package struct ScreenModel: Equatable, Sendable {
    /// Identifier of the screen; a different one is announced as a new screen.
    package var id: ScreenID
    /// Name of the screen in the title bar.
    package var title: SafeText
    /// Shorter forms of the title, longest first, for narrow title bars.
    package var shortTitles: [SafeText]
    /// Kind of money on the screen (live, demo or training), always visible.
    package var environment: Environment
    /// The right half of the title bar: link, user, and the screen's own text.
    package var status: StatusLine
    /// The steps of a task in order; empty if the screen is not part of a task.
    package var crumbs: [Crumb]
    /// The content from top to bottom.
    package var blocks: [Block]
    /// Content beside ``blocks`` on wide screens, left out on narrower ones.
    ///
    /// It may repeat ``blocks`` in more detail. It must not add facts, because narrow screens and
    /// linear mode do without it.
    package var aside: [Block]
    /// Dialog in front of everything else.
    package var dialog: DialogModel?
    /// Short message about the latest event.
    package var toast: Toast?
    /// Progress of running work; nil if none is running.
    package var progress: ProgressModel?
    /// Key hints, most important first.
    package var hints: [Hint]
    /// The lock of a locked screen, which is drawn alone.
    package var lock: LockModel?

    /// Creates a screen from its parts, most of which may be left empty.
    package init(
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
package struct ScreenID: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Identifier as written in the code.
    package let name: String

    /// Creates an identifier from a string.
    package init(_ name: String) {
        self.name = name
    }

    /// Creates an identifier from a string literal.
    package init(stringLiteral name: String) {
        self.name = name
    }
}

/// Kind of money that the screen shows.
package enum Environment: Equatable, Sendable {
    /// Real accounts of the bank.
    case live
    /// Invented accounts in this process; the title bar always says DEMO.
    case demo
    /// Invented accounts on a training system; the title bar always says TRAINING.
    case training

    /// Word that the title bar shows; nil if the money is real.
    package var banner: SafeText? {
        switch self {
        case .live: nil
        case .demo: "DEMO"
        case .training: "TRAINING"
        }
    }
}

/// Content of a locked screen, without anything of the screen behind it.
package struct LockModel: Equatable, Sendable {
    /// Title of the lock, such as "Locked".
    package var title: SafeText
    /// Instructions for unlocking the screen.
    package var paragraphs: [SafeText]
    /// Form to unlock the screen; nil until a key brings it up.
    package var form: FormModel?
    /// Buttons of a question shown instead of the form; nil if there is none.
    package var buttons: ButtonsModel?
    /// Hints for the keys that work while locked.
    package var hints: [Hint]

    /// Creates a locked screen with a title.
    package init(
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
