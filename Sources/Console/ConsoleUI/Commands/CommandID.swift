/// Command of the console; ``CommandRow`` defines its texts and keys.
enum CommandID: String, Hashable, Sendable, CaseIterable {
    /// Movement in a list.
    case up, down, pageUp, pageDown, first, last, open, choose, runSelected
    /// Movement in a form.
    case nextField, previousField, left, right, confirm
    /// Navigation to another screen.
    case back, goOverview, goStatements, goOutbox, goSync, goSessions, nextPane
    /// Commands for an account.
    case filter, clearFilter, reverseOrder, listHolds
    /// Commands for monthly statements.
    case previousMonth, nextMonth, nextMatch, previousMatch, details
    /// Commands for making transfers.
    case newTransfer, discardDraft
    /// Commands for the outbox.
    case takeBack, enterCode, acknowledge
    /// Sessions, and the copy that can be read without the bank.
    case endSession, goSignIn, openOfflineCopy
    /// Commands available on every screen.
    case refresh, maskAmounts, lock, help, palette, stop, redraw, suspend, signOut, quit
    /// Commands of a demo.
    case cutLine, mendLine, slowLine, loseReplies, fillIn
}
