import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// One row of the record that was not what it had to be, in front of the screen below.
struct DivergenceScreen: ConsoleScreen {
    /// What was found.
    let divergence: Divergence

    private var buttons = ButtonRow([Button("close", "Close", kind: .safe)])

    /// Tells of something that was found.
    init(divergence: Divergence) {
        self.divergence = divergence
    }

    var kind: ScreenKind { .question }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        if command == .back || command == .confirm { turn.go(.close) }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        buttons.focus(index)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        command == .back || command == .confirm ? .enabled : .absent
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let fault = divergence.fault
        let dates = context.format.dates
        var content = ScreenContent(title: "Found wrong")
        content.dialog = DialogModel(
            title: "Found wrong",
            paragraphs: [SafeText(trusted: Sentences.fault(fault.reason).text)],
            facts: [
                Fact("Account", Self.account(fault.accountID, context)),
                Fact("Entry", .text(SafeText(trusted: "\(fault.accountSequence) of the account"))),
                Fact(
                    "Found",
                    .text(SafeText(trusted: dates.dayAndTime(divergence.foundAt)))
                ),
                Fact("Evidence", .text(Self.evidence(divergence.evidenceByteCount))),
                Fact("State", .status(Self.status(divergence))),
            ],
            buttons: buttons.buttons,
            focused: buttons.focused
        )
        return content
    }

    /// A row of the list of what was found.
    static func row(_ divergence: Divergence, _ context: ScreenContext) -> ListRow {
        let dates = context.format.dates
        let found = dates.moment(divergence.foundAt, now: context.time.wall)
        let fault = divergence.fault
        return ListRow([
            .text(SafeText(trusted: found)),
            account(fault.accountID, context),
            .text(SafeText(trusted: "\(fault.accountSequence)")),
            .text(SafeText(trusted: Sentences.faultWord(fault.reason))),
            .status(status(divergence)),
        ])
    }

    private static func account(_ id: AccountID, _ context: ScreenContext) -> CellContent {
        guard let account = context.session?.account(id) else {
            return .text("no longer shown", role: .textMuted)
        }
        return .untrusted(context.format.shortAccountName(account.record))
    }

    private static func evidence(_ byteCount: Int) -> SafeText {
        switch byteCount {
        case 0: "nothing was there to keep"
        case 1: "1 byte kept"
        default: SafeText(trusted: "\(byteCount) bytes kept")
        }
    }

    private static func status(_ divergence: Divergence) -> StatusContent {
        divergence.isRepaired
            ? StatusContent(.success, "put right", role: .statusOk)
            : StatusContent(.linkUnverified, "UNVERIFIED", role: .statusError)
    }
}
