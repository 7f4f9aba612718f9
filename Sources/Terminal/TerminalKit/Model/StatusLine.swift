/// Content of the right half of the title bar.
package struct StatusLine: Equatable, Sendable {
    /// Freshness of the data that the screen shows.
    package var link: Link
    /// Number of instructions that wait to be sent or for an answer.
    package var queuedCount: Int
    /// Number of instructions that wait for a code from the user, and are not sent without it.
    package var needsCodeCount: Int
    /// Number of unread decisions of the bank.
    package var unreadCount: Int
    /// Name of the signed-in user; nil before sign-in.
    package var signedIn: SafeText?
    /// Short text of the screen's own, such as the account number.
    package var trailing: SafeText?

    /// Creates a status line from its parts.
    package init(
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

/// State of the link to the bank and the freshness of the displayed data.
package enum Link: Equatable, Sendable {
    /// No statement, as before sign-in.
    case none
    /// The displayed data agrees with the bank now.
    case live
    /// The console is contacting the bank.
    case connecting
    /// No connection to the bank; the data is as of a time such as "14:02", nil if unknown.
    case offline(asOf: SafeText?)
    /// The displayed data differs from the bank's books and is being repaired.
    case unverified
}

/// One step of a task.
package struct Crumb: Equatable, Sendable {
    /// State of a step in its task.
    package enum State: Equatable, Sendable {
        /// The step is completed.
        case done
        /// The step is on the screen.
        case current
        /// The step is still ahead.
        case ahead
    }

    /// Name of the step, one or two words.
    package var title: SafeText
    /// State of the step.
    package var state: State

    /// Creates a step with a title and a state.
    package init(_ title: SafeText, _ state: State) {
        self.title = title
        self.state = state
    }
}

/// Hint about a key and its effect.
package struct Hint: Equatable, Sendable {
    /// The key as printed, such as "Enter" or "g a".
    package var key: SafeText
    /// Effect of the key, one or two words.
    package var title: SafeText
    /// True if the hint stays visible on a screen too small to draw, as for lock and quit.
    package var isEssential: Bool

    /// Creates a hint for a key.
    package init(_ key: SafeText, _ title: SafeText, isEssential: Bool = false) {
        self.key = key
        self.title = title
        self.isEssential = isEssential
    }
}

/// Short message about the latest event.
package struct Toast: Equatable, Sendable {
    /// Severity of a message.
    package enum Kind: Equatable, Sendable {
        /// Neutral information for the user.
        case information
        /// An action was completed.
        case success
        /// A problem that needs attention.
        case warning
        /// An action that failed.
        case error
    }

    /// Number that distinguishes successive messages, even if their text is the same.
    package var id: Int
    /// Severity of the message.
    package var kind: Kind
    /// Text of the message.
    package var text: SafeText

    /// Creates a message with an identifier.
    package init(id: Int, kind: Kind, text: SafeText) {
        self.id = id
        self.kind = kind
        self.text = text
    }
}

/// Progress of running work.
package struct ProgressModel: Equatable, Sendable {
    /// Title of the work, such as "Searching entries".
    package var title: SafeText
    /// Number of units done, 0 or more.
    package var done: Int
    /// Total number of units; nil if it is unknown.
    package var total: Int?
    /// Name of the units, such as "entries".
    package var unit: SafeText
    /// Name of a single unit, such as "entry"; nil if ``unit`` fits.
    package var unitOfOne: SafeText?
    /// Key that stops the work, as printed; nil if it cannot be stopped.
    package var cancelKey: SafeText?
    /// Index of the spinner frame to draw if the total is unknown.
    package var spinnerStep: Int

    /// Creates a progress value for running work.
    package init(
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

    /// Share done in percent, 0 to 100; nil if the total is unknown.
    package var percent: Int? {
        guard let total, total > 0 else { return nil }
        let bounded = min(max(done, 0), total)
        // Divides before multiplying if the product could overflow.
        return total > Int.max / 100 ? bounded / (total / 100) : bounded * 100 / total
    }
}
