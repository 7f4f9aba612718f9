import TerminalKit

/// Definitions of all commands.
enum CommandRows {
    /// The rows, in the order of the help.
    static let all: [CommandRow] = [
        CommandRow(.up, ["Up", "k"], "Up", "Moves to the row above.", in: .moving),
        CommandRow(.down, ["Down", "j"], "Down", "Moves to the row below.", in: .moving),
        CommandRow(
            .pageUp,
            ["PgUp", "Ctrl-U"],
            "Page up",
            "Moves up by one page.",
            in: .moving
        ),
        CommandRow(
            .pageDown,
            ["PgDn", "Ctrl-D"],
            "Page down",
            "Moves down by one page.",
            in: .moving
        ),
        CommandRow(.first, ["Home", "g g"], "First", "Moves to the first row.", in: .moving),
        CommandRow(.last, ["End", "G"], "Last", "Moves to the last row.", in: .moving),
        CommandRow(
            .open,
            ["Enter", "l"],
            "Open",
            "Opens the selected row.",
            in: .moving,
            hint: 10
        ),
        CommandRow(
            .choose,
            ["Enter", "l"],
            "Choose",
            "Chooses the selected row and goes on.",
            in: .moving,
            hint: 10
        ),
        CommandRow(
            .runSelected,
            ["Enter", "l"],
            "Run",
            "Runs the selected command.",
            in: .moving,
            hint: 10
        ),
        CommandRow(
            .confirm,
            ["Enter"],
            "Go on",
            "Goes on with what the focus is on; it never moves money by itself.",
            in: .moving,
            hint: 11
        ),
        CommandRow(
            .nextField,
            ["Tab", "Down"],
            "Next field",
            "Moves the focus on.",
            in: .moving,
            hint: 12
        ),
        CommandRow(
            .previousField,
            ["Shift-Tab", "Up"],
            "Previous field",
            "Moves the focus back.",
            in: .moving
        ),
        CommandRow(
            .left,
            ["Left"],
            "Left",
            "Moves the focus or the choice to the left.",
            in: .moving
        ),
        CommandRow(
            .right,
            ["Right"],
            "Right",
            "Moves the focus or the choice to the right.",
            in: .moving
        ),
        CommandRow(
            .nextPane,
            ["Tab", "Shift-Tab"],
            "Other list",
            "Moves to the other list on the screen.",
            in: .moving,
            hint: 29
        ),
        CommandRow(
            .back,
            ["Esc", "-", "q", "h"],
            "Back",
            "Goes back; what was typed for a transfer is kept.",
            in: .moving,
            hint: 28,
            also: "close cancel return"
        ),

        CommandRow(
            .goOverview,
            ["g a", "F2"],
            "Accounts",
            "Shows all accounts and the recent activity.",
            in: .places,
            hint: 70,
            also: "home balances overview"
        ),
        CommandRow(
            .goStatements,
            ["g s", "F6"],
            "Statements",
            "Shows the monthly statements.",
            in: .places,
            hint: 30,
            also: "monthly history documents"
        ),
        CommandRow(
            .goOutbox,
            ["g o", "F7"],
            "Outbox",
            "Shows transfers that wait, and the inbox: what the bank decided.",
            in: .places,
            hint: 40,
            also: "inbox queue pending decisions messages"
        ),
        CommandRow(
            .goSync,
            ["g y"],
            "Sync",
            "Shows how the line and this console's record stand, and what was found wrong.",
            in: .places,
            hint: 72,
            also: "status connection diagnostics health"
        ),
        CommandRow(
            .goSessions,
            ["g l"],
            "Sessions",
            "Shows where you are signed in.",
            in: .places,
            also: "devices logins terminals"
        ),

        CommandRow(
            .filter,
            ["/", "F3"],
            "Find",
            "Finds rows by their words, by amount (500..2000) and by day (2026-01).",
            in: .everywhere,
            hint: 21,
            also: "search filter look for"
        ),
        CommandRow(
            .clearFilter,
            ["c"],
            "Show all",
            "Ends the filter and shows every row.",
            in: .everywhere,
            hint: 22,
            also: "clear reset filter"
        ),
        CommandRow(
            .reverseOrder,
            ["s"],
            "Change order",
            "Shows the oldest entries first, or the newest.",
            in: .account,
            hint: 50,
            also: "sort newest oldest"
        ),
        CommandRow(
            .listHolds,
            ["H"],
            "Holds",
            "Lists the money that is set aside.",
            in: .account,
            hint: 51,
            also: "holds held reserved blocked pending"
        ),

        CommandRow(
            .previousMonth,
            [","],
            "Earlier month",
            "Shows the statement of the month before.",
            in: .statements,
            hint: 24
        ),
        CommandRow(
            .nextMonth,
            ["."],
            "Later month",
            "Shows the statement of the month after.",
            in: .statements,
            hint: 25
        ),
        CommandRow(
            .nextMatch,
            ["n"],
            "Next match",
            "Moves to the next entry that was found.",
            in: .statements,
            hint: 23
        ),
        CommandRow(
            .previousMatch,
            ["N"],
            "Previous match",
            "Moves to the previous entry that was found.",
            in: .statements
        ),
        CommandRow(
            .details,
            ["d"],
            "Details",
            "Shows or hides the chain hash, which proves that no entry was changed.",
            in: .statements,
            hint: 55,
            also: "hash proof"
        ),

        CommandRow(
            .newTransfer,
            ["t", "F4"],
            "Transfer",
            "Begins a transfer, or goes on with the one that was kept.",
            in: .transfers,
            hint: 20,
            also: "payment pay send money"
        ),
        CommandRow(
            .discardDraft,
            ["Ctrl-X"],
            "Discard draft",
            "Forgets what was typed for a transfer.",
            in: .transfers,
            hint: 60,
            also: "delete forget"
        ),

        CommandRow(
            .takeBack,
            ["c"],
            "Take back",
            "Takes a transfer back; once it was sent, the bank decides whether that is possible.",
            in: .outbox,
            hint: 22,
            also: "cancel recall revoke withdraw"
        ),
        CommandRow(
            .enterCode,
            ["e"],
            "Enter code",
            "Gives a waiting transfer a new code.",
            in: .outbox,
            hint: 21,
            also: "otp one-time authorise approve"
        ),
        CommandRow(
            .acknowledge,
            ["a"],
            "Mark as seen",
            "Takes what was decided off the list.",
            in: .outbox,
            hint: 23,
            also: "read dismiss inbox"
        ),

        CommandRow(
            .endSession,
            ["e"],
            "End session",
            "Ends the selected session, wherever it is open.",
            in: .sessions,
            hint: 21,
            also: "log out revoke device"
        ),
        CommandRow(
            .goSignIn,
            ["g i"],
            "Sign in",
            "Signs in with the bank, to do more than read the offline copy.",
            in: .sessions,
            hint: 15,
            also: "log in login"
        ),
        CommandRow(
            .openOfflineCopy,
            ["F8"],
            "Offline copy",
            "Opens what this console holds, to read it without the bank.",
            in: .sessions,
            hint: 14
        ),

        CommandRow(
            .refresh,
            ["r", "F5"],
            "Refresh",
            "Asks the bank for news now.",
            in: .everywhere,
            hint: 75,
            also: "reload update"
        ),
        CommandRow(
            .maskAmounts,
            ["*"],
            "Hide amounts",
            "Hides every amount, or shows them again.",
            in: .everywhere,
            hint: 80,
            also: "privacy mask show amounts"
        ),
        CommandRow(
            .lock,
            ["L", "F12"],
            "Lock",
            "Blanks the screen until the password is typed; drafts are kept.",
            in: .everywhere,
            hint: 65
        ),
        CommandRow(
            .help,
            ["?", "F1"],
            "Help",
            "Lists what can be done here; on that list it goes back.",
            in: .everywhere,
            hint: 1,
            also: "keys shortcuts"
        ),
        CommandRow(
            .palette,
            [":", "Ctrl-P", "F9"],
            "Commands",
            "Finds a command by its name and runs it.",
            in: .everywhere,
            hint: 85,
            also: "menu search"
        ),
        CommandRow(
            .stop,
            [],
            "Stop",
            "Stops what is under way; twice on an idle screen leaves.",
            in: .everywhere
        ),
        CommandRow(.redraw, ["Ctrl-L"], "Redraw", "Paints every cell again.", in: .everywhere),
        // Ctrl-Z is handled before the table, because terminals reserve it for suspending.
        CommandRow(
            .suspend,
            [],
            "Suspend",
            "Ctrl-Z: locks, and goes back to the shell until fg.",
            in: .everywhere
        ),
        CommandRow(
            .signOut,
            [],
            "Sign out",
            "Ends the session; what is queued stays queued.",
            in: .everywhere,
            also: "log out logout"
        ),
        CommandRow(
            .quit,
            ["F10"],
            "Leave",
            "Signs out and ends the program.",
            in: .everywhere,
            also: "exit quit close"
        ),

        CommandRow(
            .cutLine,
            ["D c"],
            "Cut the line",
            "Demo: nothing gets through to the bank.",
            in: .demo
        ),
        CommandRow(
            .mendLine,
            ["D m"],
            "Mend the line",
            "Demo: everything gets through again.",
            in: .demo
        ),
        CommandRow(
            .slowLine,
            ["D s"],
            "Slow the line",
            "Demo: every answer takes seconds.",
            in: .demo
        ),
        CommandRow(
            .loseReplies,
            ["D r"],
            "Lose replies",
            "Demo: requests arrive and their answers are lost.",
            in: .demo
        ),
        CommandRow(
            .fillIn,
            ["Ctrl-F"],
            "Fill in",
            "Demo: types name, password and code; again, those of the next person.",
            in: .demo,
            hint: 5
        ),
    ]

    /// Hint rank of a command that needs attention, directly after Enter and the next field.
    static let firstHintRank = 13

    /// Hint rank directly after the other list, for less important commands where there is one.
    static let hintRankAfterLists = 29

    /// Returns the row of a command; nil if there is none.
    static func row(_ id: CommandID) -> CommandRow? {
        all.first { $0.id == id }
    }

    /// Returns the name of a command's key for use in a sentence.
    ///
    /// - Parameters:
    ///   - id: A command with a key.
    ///   - whileTyping: True for the first key that does not edit text.
    /// - Returns: The first matching key; empty if there is none.
    static func keyName(_ id: CommandID, whileTyping: Bool = false) -> String {
        let keys = row(id)?.keys ?? []
        return keys.first { !whileTyping || CommandCache.isFree($0) }?.text ?? ""
    }
}
