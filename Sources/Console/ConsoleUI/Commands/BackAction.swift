import TerminalKit

/// Current effect of Esc on a screen, which is named in the hint.
enum BackAction: Hashable, Sendable {
    /// Returns to the previous step or screen.
    case goBack
    /// Ends a filter, or clears its text.
    case clearFilter
    /// Stops a search and keeps its results.
    case stopSearch
    /// Answers a question with the choice that changes nothing.
    case answer(SafeText)
    /// Asks whether to sign out.
    case askToSignOut
    /// Asks whether to leave, or what to do with an unfinished transfer.
    case askToLeave

    /// Title in the hint.
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

    /// True if it asks or answers a question, which must be visible.
    var mustBeSeen: Bool {
        switch self {
        case .goBack, .clearFilter, .stopSearch: false
        case .answer, .askToSignOut, .askToLeave: true
        }
    }
}
