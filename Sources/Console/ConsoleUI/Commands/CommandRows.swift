import TerminalKit

/// Definitions of all commands.
enum CommandRows {
    /// The rows, in the order of the help.
    static let all: [CommandRow] = [
        CommandRow(.up, ["Up", "k"], "Up", in: .moving)
            .help("Moves to the row above."),
        CommandRow(.down, ["Down", "j"], "Down", in: .moving)
            .help("Moves to the row below."),
        CommandRow(.pageUp, ["PgUp", "Ctrl-U"], "Page up", in: .moving)
            .help("Moves up by one page."),
        CommandRow(.pageDown, ["PgDn", "Ctrl-D"], "Page down", in: .moving)
            .help("Moves down by one page."),
        CommandRow(.first, ["Home", "g g"], "First", in: .moving)
            .help("Moves to the first row."),
        CommandRow(.last, ["End", "G"], "Last", in: .moving)
            .help("Moves to the last row."),
        CommandRow(.open, ["Enter", "l"], "Open", in: .moving, hint: 10)
            .help("Opens the selected row."),
        CommandRow(.choose, ["Enter", "l"], "Choose", in: .moving, hint: 10)
            .help("Chooses the selected row and goes on."),
        CommandRow(.runSelected, ["Enter", "l"], "Run", in: .moving, hint: 10)
            .help("Runs the selected command."),
        CommandRow(.confirm, ["Enter"], "Go on", in: .moving, hint: 11)
            .help("Goes on with what the focus is on; it never moves money by itself."),
        CommandRow(.nextField, ["Tab", "Down"], "Next field", in: .moving, hint: 12)
            .help("Moves the focus on."),
        CommandRow(.previousField, ["Shift-Tab", "Up"], "Previous field", in: .moving)
            .help("Moves the focus back."),
        CommandRow(.left, ["Left"], "Left", in: .moving)
            .help("Moves the focus or the choice to the left."),
        CommandRow(.right, ["Right"], "Right", in: .moving)
            .help("Moves the focus or the choice to the right."),
        CommandRow(.nextPane, ["Tab", "Shift-Tab"], "Other list", in: .moving, hint: 29)
            .help("Moves to the other list on the screen."),
        CommandRow(.back, ["Esc", "-", "q", "h"], "Back", in: .moving, hint: 28)
            .help("Goes back; what was typed for a transfer is kept.", also: "close cancel return"),

        CommandRow(.goOverview, ["g a", "F2"], "Accounts", in: .places, hint: 70)
            .help("Shows all accounts and the recent activity.", also: "home balances overview"),
        CommandRow(.goStatements, ["g s", "F6"], "Statements", in: .places, hint: 30)
            .help("Shows the monthly statements.", also: "monthly history documents"),
        CommandRow(.goOutbox, ["g o", "F7"], "Outbox", in: .places, hint: 40)
            .help(
                "Shows transfers that wait, and the inbox: what the bank decided.",
                also: "inbox queue pending decisions messages"
            ),
        CommandRow(.goSync, ["g y"], "Sync", in: .places, hint: 72)
            .help(
                "Shows how the line and this console's record stand, and what was found wrong.",
                also: "status connection diagnostics health"
            ),
        CommandRow(.goSessions, ["g l"], "Sessions", in: .places)
            .help("Shows where you are signed in.", also: "devices logins terminals"),

        CommandRow(.filter, ["/", "F3"], "Find", in: .everywhere, hint: 21)
            .help(
                "Finds rows by their words, by amount (500..2000) and by day (2026-01).",
                also: "search filter look for"
            ),
        CommandRow(.clearFilter, ["c"], "Show all", in: .everywhere, hint: 22)
            .help("Ends the filter and shows every row.", also: "clear reset filter"),
        CommandRow(.reverseOrder, ["s"], "Change order", in: .account, hint: 50)
            .help("Shows the oldest entries first, or the newest.", also: "sort newest oldest"),
        CommandRow(.listHolds, ["H"], "Holds", in: .account, hint: 51)
            .help(
                "Lists the money that is set aside.",
                also: "holds held reserved blocked pending"
            ),

        CommandRow(.previousMonth, [","], "Earlier month", in: .statements, hint: 24)
            .help("Shows the statement of the month before."),
        CommandRow(.nextMonth, ["."], "Later month", in: .statements, hint: 25)
            .help("Shows the statement of the month after."),
        CommandRow(.nextMatch, ["n"], "Next match", in: .statements, hint: 23)
            .help("Moves to the next entry that was found."),
        CommandRow(.previousMatch, ["N"], "Previous match", in: .statements)
            .help("Moves to the previous entry that was found."),
        CommandRow(.details, ["d"], "Details", in: .statements, hint: 55)
            .help(
                "Shows or hides the chain hash, which proves that no entry was changed.",
                also: "hash proof"
            ),

        CommandRow(.newTransfer, ["t", "F4"], "Transfer", in: .transfers, hint: 20)
            .help(
                "Begins a transfer, or goes on with the one that was kept.",
                also: "payment pay send money"
            ),
        CommandRow(.discardDraft, ["Ctrl-X"], "Discard draft", in: .transfers, hint: 60)
            .help("Forgets what was typed for a transfer.", also: "delete forget"),

        CommandRow(.takeBack, ["c"], "Take back", in: .outbox, hint: 22)
            .help(
                "Takes a transfer back; once it was sent, the bank decides whether that is possible.",
                also: "cancel recall revoke withdraw"
            ),
        CommandRow(.enterCode, ["e"], "Enter code", in: .outbox, hint: 21)
            .help("Gives a waiting transfer a new code.", also: "otp one-time authorise approve"),
        CommandRow(.acknowledge, ["a"], "Mark as seen", in: .outbox, hint: 23)
            .help("Takes what was decided off the list.", also: "read dismiss inbox"),

        CommandRow(.endSession, ["e"], "End session", in: .sessions, hint: 21)
            .help("Ends the selected session, wherever it is open.", also: "log out revoke device"),
        CommandRow(.goSignIn, ["g i"], "Sign in", in: .sessions, hint: 15)
            .help(
                "Signs in with the bank, to do more than read the offline copy.",
                also: "log in login"
            ),
        CommandRow(.openOfflineCopy, ["F8"], "Offline copy", in: .sessions, hint: 14)
            .help("Opens what this console holds, to read it without the bank."),

        CommandRow(.refresh, ["r", "F5"], "Refresh", in: .everywhere, hint: 75)
            .help("Asks the bank for news now.", also: "reload update"),
        CommandRow(.maskAmounts, ["*"], "Hide amounts", in: .everywhere, hint: 80)
            .help("Hides every amount, or shows them again.", also: "privacy mask show amounts"),
        CommandRow(.lock, ["L", "F12"], "Lock", in: .everywhere, hint: 65)
            .help("Blanks the screen until the password is typed; drafts are kept."),
        CommandRow(.help, ["?", "F1"], "Help", in: .everywhere, hint: 1)
            .help(
                "Lists what can be done here; on that list it goes back.",
                also: "keys shortcuts"
            ),
        CommandRow(.palette, [":", "Ctrl-P", "F9"], "Commands", in: .everywhere, hint: 85)
            .help("Finds a command by its name and runs it.", also: "menu search"),
        CommandRow(.stop, [], "Stop", in: .everywhere)
            .help("Stops what is under way; twice on an idle screen leaves."),
        CommandRow(.redraw, ["Ctrl-L"], "Redraw", in: .everywhere)
            .help("Paints every cell again."),
        // Ctrl-Z is handled before the table, because terminals reserve it for suspending.
        CommandRow(.suspend, [], "Suspend", in: .everywhere)
            .help("Ctrl-Z: locks, and goes back to the shell until fg."),
        CommandRow(.signOut, [], "Sign out", in: .everywhere)
            .help("Ends the session; what is queued stays queued.", also: "log out logout"),
        CommandRow(.quit, ["F10"], "Leave", in: .everywhere)
            .help("Signs out and ends the program.", also: "exit quit close"),

        CommandRow(.cutLine, ["D c"], "Cut the line", in: .demo)
            .help("Demo: nothing gets through to the bank."),
        CommandRow(.mendLine, ["D m"], "Mend the line", in: .demo)
            .help("Demo: everything gets through again."),
        CommandRow(.slowLine, ["D s"], "Slow the line", in: .demo)
            .help("Demo: every answer takes seconds."),
        CommandRow(.loseReplies, ["D r"], "Lose replies", in: .demo)
            .help("Demo: requests arrive and their answers are lost."),
        CommandRow(.fillIn, ["Ctrl-F"], "Fill in", in: .demo, hint: 5)
            .help("Demo: types name, password and code; again, those of the next person."),
    ]

    /// Hint rank of a command that needs attention, directly after Enter and the next field.
    static let firstHintRank = 13

    /// Hint rank directly after the other list, for less important commands where there is one.
    static let hintRankAfterLists = 29

    /// Returns the row of a command; nil if there is none.
    static func row(_ id: CommandID) -> CommandRow? {
        all.first { $0.id == id }
    }

    /// Returns the name of a command's first key, or of its first that does not edit text.
    static func keyName(_ id: CommandID, whileTyping: Bool = false) -> String {
        let keys = row(id)?.keys ?? []
        return keys.first { !whileTyping || CommandCache.isFree($0) }?.text ?? ""
    }
}
