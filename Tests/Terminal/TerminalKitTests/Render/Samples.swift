@testable import TerminalKit

/// Screens that the tests draw: nobody's real money.
enum Samples {
    /// Hints as a list screen has them.
    static let hints = [
        Hint("Enter", "open"), Hint("t", "transfer"), Hint("/", "filter"), Hint("e", "export"),
        Hint("g a", "accounts"), Hint("g s", "statements"), Hint("*", "mask"), Hint("r", "refresh"),
        Hint("L", "lock", isEssential: true), Hint("q", "quit", isEssential: true),
        Hint(":", "commands"), Hint("?", "help"),
    ]

    /// The columns of a list of entries.
    static let columns = [
        Column("Date", width: .fixed(11)),
        Column("Description", shortTitle: "Text", width: .flexible(minimum: 16)),
        Column("Reference", shortTitle: "Ref", width: .fixed(12), dropPriority: 2),
        Column("Status", width: .fixed(10), dropPriority: 1),
        Column("Amount", width: .fixed(16), alignment: .trailing),
        Column("Balance", width: .fixed(16), alignment: .trailing, dropPriority: 3),
    ]

    /// A row of a list of entries.
    static func row(_ name: CellContent, _ amount: AmountContent, _ number: Int) -> ListRow {
        let statuses = [
            StatusContent(.posted, "posted", role: .statusOk),
            StatusContent(.pending, "pending", role: .statusPending),
            StatusContent(.failed, "failed", role: .statusError),
        ]
        return ListRow([
            .text("12 Nov 2026", role: .text),
            name,
            .text("REF-\(1_000 + number)", role: .textCode),
            .status(statuses[number % statuses.count]),
            .amount(amount),
            .amount(AmountContent("10,00,000.00", role: .balance)),
        ])
    }

    /// Amounts of different lengths and fractions.
    static let amounts = [
        AmountContent("-1,20,000.00", role: .amountNegative, word: "DR"),
        AmountContent("+450.50", role: .amountPositive, word: "CR"),
        AmountContent("-7", fractionDigitCount: 0, role: .amountNegative, word: "DR"),
        AmountContent("+12,34,567.125", fractionDigitCount: 3, role: .amountPositive, word: "CR"),
        AmountContent("-0.01", role: .amountNegative, word: "DR"),
    ]

    /// A list of 340 entries of which 50 are known.
    static func list(names: [CellContent] = []) -> ListModel {
        let rows = (0..<50).map { index in
            row(
                names.isEmpty
                    ? .untrusted("Asha Stationery and Book Depot, Kothrud")
                    : names[index % names.count],
                amounts[index % amounts.count],
                index
            )
        }
        return ListModel(
            id: "entries",
            title: "Entries",
            columns: columns,
            rowCount: 340,
            window: ListWindow(firstIndex: 0, rows: rows),
            top: 0,
            selected: 2,
            filter: nil,
            footer: "340 entries, newest first"
        )
    }

    /// An account with its entries.
    static func listScreen() -> ScreenModel {
        ScreenModel(
            id: "account",
            title: "Savings 4417",
            environment: .demo,
            status: StatusLine(
                link: .offline(asOf: "14:02"),
                queuedCount: 3,
                signedIn: "Asha Kulkarni",
                trailing: "INR"
            ),
            blocks: [
                .facts([
                    Fact(
                        "Booked",
                        .amount(AmountContent("1,20,000.00", currency: "INR", role: .balance)),
                        note: "as of 14:02"
                    ),
                    Fact(
                        "Held",
                        .amount(
                            AmountContent(
                                "-450.50",
                                currency: "INR",
                                role: .amountPending,
                                word: "held"
                            )
                        )
                    ),
                    Fact(
                        "Available",
                        .amount(AmountContent("1,19,549.50", currency: "INR", role: .balance)),
                        note: "as of 14:02"
                    ),
                ]),
                .space,
                .list(list()),
            ],
            aside: [
                .heading("Selected entry"),
                .facts([
                    Fact("Payee", .untrusted("Asha Stationery and Book Depot, Kothrud")),
                    Fact("Amount", .amount(AmountContent("-7", fractionDigitCount: 0))),
                ]),
            ],
            toast: Toast(
                id: 1,
                kind: .warning,
                text: "No line to the bank. Working from the record."
            ),
            progress: ProgressModel(
                title: "Searching",
                done: 120_000,
                total: 1_000_000,
                unit: "entries",
                cancelKey: "Esc"
            ),
            hints: hints
        )
    }

    /// The amount step of a transfer.
    static func formScreen() -> ScreenModel {
        ScreenModel(
            id: "transfer",
            title: "Transfer",
            environment: .live,
            status: StatusLine(link: .live, signedIn: "Asha Kulkarni"),
            crumbs: [
                Crumb("From", .done), Crumb("To", .done), Crumb("Amount", .current),
                Crumb("Review", .ahead), Crumb("Authorise", .ahead), Crumb("Done", .ahead),
            ],
            blocks: [
                .text(["How much, and when?"], role: .text),
                .space,
                .form(transferForm()),
                .space,
                .text(["Nothing is sent before you have reviewed it."], role: .textMuted),
                .buttons(
                    ButtonsModel([
                        Button("cancel", "Cancel", kind: .safe),
                        Button("next", "Review", disabledReason: "The amount is not complete"),
                    ])
                ),
            ],
            hints: [
                Hint("Tab", "next field"), Hint("Esc", "back"),
                Hint("Ctrl-L", "redraw"), Hint("F12", "lock", isEssential: true),
                Hint("?", "help"),
            ]
        )
    }

    private static func transferForm() -> FormModel {
        FormModel(
            fields: [
                Field(
                    id: "from",
                    kind: .account,
                    label: "From account",
                    shortLabel: "From",
                    content: .text("Savings 4417", cursorColumn: 12)
                ),
                Field(
                    id: "amount",
                    kind: .amount,
                    label: "Amount",
                    content: .text("1,20,000.5", cursorColumn: 10),
                    suffix: "INR",
                    error: "An amount in INR has at most 2 decimals; it has 3.",
                    hint: "Such as 1200.00"
                ),
                Field(
                    id: "date",
                    kind: .date,
                    label: "On this day",
                    shortLabel: "Day",
                    content: .text("2026-11-21", cursorColumn: 10),
                    hint: "Year, month, day"
                ),
                Field(
                    id: "reference",
                    kind: .text,
                    label: "Reference",
                    content: .text("School fees", cursorColumn: 3)
                ),
                Field(
                    id: "password",
                    kind: .masked,
                    label: "Password",
                    content: .masked(count: 9)
                ),
            ],
            focused: 1
        )
    }

    /// A question over a list.
    static func dialogScreen() -> ScreenModel {
        var screen = listScreen()
        screen.toast = nil
        screen.progress = nil
        screen.dialog = DialogModel(
            title: "Send this transfer?",
            paragraphs: ["Once it is sent it can be recalled for 30 seconds and not after that."],
            facts: [
                Fact("To", .untrusted("Asha Stationery and Book Depot, Kothrud")),
                Fact("Amount", .amount(AmountContent("1,20,000.00", currency: "INR"))),
                Fact("Fee", .amount(AmountContent("5", fractionDigitCount: 0, currency: "INR"))),
            ],
            buttons: [
                Button("send", "Send", kind: .danger), Button("cancel", "Cancel", kind: .safe),
            ]
        )
        return screen
    }

    /// A locked screen over a list.
    static func lockedScreen() -> ScreenModel {
        var screen = listScreen()
        screen.lock = LockModel(
            title: "Locked",
            paragraphs: ["Your draft is kept. Type your password to go on."],
            form: FormModel(
                fields: [
                    Field(
                        id: "password",
                        kind: .masked,
                        label: "Password",
                        content: .masked(count: 0)
                    )
                ],
                focused: 0
            ),
            hints: [Hint("Enter", "unlock"), Hint("q", "sign out", isEssential: true)]
        )
        return screen
    }
}

extension Samples {
    /// What the sample commands do.
    enum Action: Equatable, Sendable {
        case open, transfer, accounts, statements, export, lock, quit, help, commands
    }

    /// Commands with keys of every kind, one of them not possible now.
    static let commands: [Command<Action>] = [
        Command(
            id: "open",
            keys: ["Enter"],
            title: "open",
            help: "Open the selected account.",
            group: "Here",
            action: .open,
            hintPriority: 1
        ),
        Command(
            id: "transfer.new",
            keys: ["t", "F4"],
            title: "transfer",
            help: "Start a transfer from the selected account.",
            group: "Here",
            disabledReason: "A support agent looks and does not pay.",
            action: .transfer,
            hintPriority: 2
        ),
        Command(
            id: "go.accounts",
            keys: ["g a", "F2"],
            title: "accounts",
            help: "Go to the list of accounts.",
            group: "Go to",
            action: .accounts,
            hintPriority: 4
        ),
        Command(
            id: "go.statements",
            keys: ["g s"],
            title: "statements",
            help: "Go to the statements of the selected account.",
            group: "Go to",
            action: .statements,
            hintPriority: 5
        ),
        Command(
            id: "export",
            keys: ["e"],
            title: "export",
            help: "Write what is shown to a file.",
            group: "Here",
            action: .export
        ),
        Command(
            id: "lock",
            keys: ["L", "F12"],
            title: "lock",
            help: "Blank the screen at once and keep the draft.",
            group: "Always",
            action: .lock,
            hintPriority: 6,
            isEssential: true
        ),
        Command(
            id: "quit",
            keys: ["q"],
            title: "quit",
            help: "Go back, and at the root sign out.",
            group: "Always",
            action: .quit,
            hintPriority: 7,
            isEssential: true
        ),
        Command(
            id: "help",
            keys: ["?", "F1"],
            title: "help",
            help: "Show every key and command.",
            group: "Always",
            action: .help,
            hintPriority: 3
        ),
        Command(
            id: "commands",
            keys: [":", "Ctrl-P"],
            title: "commands",
            help: "Run any command by its name.",
            group: "Always",
            action: .commands
        ),
    ]

    /// The help made from the sample commands.
    static func helpScreen() -> ScreenModel {
        let table = CommandTable(commands)
        var state = ListState(count: commands.count, height: 20)
        state.select(1)
        return ScreenModel(
            id: "help",
            title: "Help",
            environment: .training,
            status: StatusLine(link: .unverified),
            blocks: [
                .list(
                    table.list(
                        id: "help",
                        matching: TextField(maximumScalarCount: 40),
                        isTyping: false,
                        state: state
                    )
                )
            ],
            hints: table.hints
        )
    }
}
