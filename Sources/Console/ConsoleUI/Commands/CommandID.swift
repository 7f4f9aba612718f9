/// The commands of the console; ``CommandRow`` says everything else about each.
enum CommandID: String, Hashable, Sendable, CaseIterable {
    /// Moving in a list.
    case up, down, pageUp, pageDown, first, last, open, choose, runSelected
    /// Moving in a form.
    case nextField, previousField, left, right, confirm
    /// Going places.
    case back, goOverview, goStatements, goOutbox, goSync, goSessions, nextPane
    /// An account.
    case filter, clearFilter, reverseOrder, listHolds
    /// Statements.
    case previousMonth, nextMonth, nextMatch, previousMatch, details
    /// Transfers.
    case newTransfer, discardDraft
    /// The outbox.
    case takeBack, enterCode, acknowledge
    /// Sessions, and the copy that can be read without the bank.
    case endSession, goSignIn, openOfflineCopy
    /// Everywhere.
    case refresh, maskAmounts, lock, help, palette, stop, redraw, suspend, signOut, quit
    /// A demonstration.
    case cutLine, mendLine, slowLine, loseReplies, fillIn
}
