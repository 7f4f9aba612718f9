/// The right half of the title bar.
public struct StatusLine: Equatable, Sendable {
    /// How current what the screen shows is.
    public var link: Link
    /// Instructions that wait to be sent, or for an answer to what was sent.
    public var queuedCount: Int
    /// Instructions that wait for a code of the user's, and are not sent before they have one.
    public var needsCodeCount: Int
    /// Decisions of the bank that nobody has read yet.
    public var unreadCount: Int
    /// Who is signed in; nil before that.
    public var signedIn: SafeText?
    /// A few words of the screen's own, such as the account's number.
    public var trailing: SafeText?

    /// Makes a status line.
    public init(
        link: Link = .none,
        queuedCount: Int = 0,
        needsCodeCount: Int = 0,
        unreadCount: Int = 0,
        signedIn: SafeText? = nil,
        trailing: SafeText? = nil
    ) {
        self.link = link
        self.queuedCount = queuedCount
        self.needsCodeCount = needsCodeCount
        self.unreadCount = unreadCount
        self.signedIn = signedIn
        self.trailing = trailing
    }
}

/// How the console stands with the bank.
public enum Link: Equatable, Sendable {
    /// Nothing to say, as before sign-in.
    case none
    /// What is shown agrees with the bank now.
    case live
    /// The console is asking.
    case connecting
    /// There is no line; what is shown was true at the time given, such as "14:02", or at none that
    /// could be named.
    case offline(asOf: SafeText?)
    /// What is shown differs from the bank's books and is being repaired.
    case unverified
}

/// A step of a task.
public struct Crumb: Equatable, Sendable {
    /// Where a step stands.
    public enum State: Equatable, Sendable {
        /// The step is behind.
        case done
        /// The step is on the screen.
        case current
        /// The step is to come.
        case ahead
    }

    /// The step's name, one or two words.
    public var title: SafeText
    /// Where the step stands.
    public var state: State

    /// Makes a step.
    public init(_ title: SafeText, _ state: State) {
        self.title = title
        self.state = state
    }
}

/// A key and what it does here.
public struct Hint: Equatable, Sendable {
    /// The key as printed, such as "Enter" or "g a".
    public var key: SafeText
    /// What it does, one or two words.
    public var title: SafeText
    /// Whether the key is named even where the screen is too small to be drawn, as for lock and
    /// quit.
    public var isEssential: Bool

    /// Makes a hint.
    public init(_ key: SafeText, _ title: SafeText, isEssential: Bool = false) {
        self.key = key
        self.title = title
        self.isEssential = isEssential
    }
}

/// A short message about what just happened.
public struct Toast: Equatable, Sendable {
    /// How grave the message is.
    public enum Kind: Equatable, Sendable {
        /// Something to know.
        case information
        /// Something worked.
        case success
        /// Something to look at.
        case warning
        /// Something failed.
        case error
    }

    /// Tells one message from the next, also when both say the same.
    public var id: Int
    /// How grave the message is.
    public var kind: Kind
    /// What it says.
    public var text: SafeText

    /// Makes a message.
    public init(id: Int, kind: Kind, text: SafeText) {
        self.id = id
        self.kind = kind
        self.text = text
    }
}

/// Work under way.
public struct ProgressModel: Equatable, Sendable {
    /// What is being done, such as "Searching entries".
    public var title: SafeText
    /// The units done, 0 or more.
    public var done: Int
    /// The units there are; nil when that is not known.
    public var total: Int?
    /// What is counted, such as "entries".
    public var unit: SafeText
    /// What one of them is called, such as "entry"; nil where ``unit`` will do.
    public var unitOfOne: SafeText?
    /// The key that stops the work, as printed; nil when nothing does.
    public var cancelKey: SafeText?
    /// Which frame of the spinner to draw where the total is not known.
    public var spinnerStep: Int

    /// Describes work under way.
    public init(
        title: SafeText,
        done: Int,
        total: Int?,
        unit: SafeText,
        unitOfOne: SafeText? = nil,
        cancelKey: SafeText? = nil,
        spinnerStep: Int = 0
    ) {
        self.title = title
        self.done = done
        self.total = total
        self.unit = unit
        self.unitOfOne = unitOfOne
        self.cancelKey = cancelKey
        self.spinnerStep = spinnerStep
    }

    /// The share done in percent, 0 to 100; nil when the total is not known.
    public var percent: Int? {
        guard let total, total > 0 else { return nil }
        let bounded = min(max(done, 0), total)
        // Divides before multiplying where the product could overflow.
        return total > Int.max / 100 ? bounded / (total / 100) : bounded * 100 / total
    }
}
