import TerminalKit

/// What Esc does on a screen just now; the hint says it.
enum BackDeed: Hashable, Sendable {
    /// Goes to the step or the screen before.
    case goBack
    /// Ends a filter, or empties the words that are looked for.
    case clearFilter
    /// Stops a search and keeps what was found.
    case stopSearch
    /// Gives the answer to a question that leaves everything as it is.
    case answer(SafeText)
    /// Asks whether to sign out.
    case askToSignOut
    /// Asks whether to leave, or what is to become of what is left behind.
    case askToLeave

    /// What the hint calls it.
    var title: SafeText {
        switch self {
        case .goBack: "Back"
        case .clearFilter: "Clear filter"
        case .stopSearch: "Stop search"
        case .answer(let words): words
        case .askToSignOut: "Sign out"
        case .askToLeave: "Leave"
        }
    }

    /// True if it asks or answers a question, which has to be seen.
    var mustBeSeen: Bool {
        switch self {
        case .goBack, .clearFilter, .stopSearch: false
        case .answer, .askToSignOut, .askToLeave: true
        }
    }
}
