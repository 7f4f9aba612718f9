import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The screen of an account's holds.
struct HoldsScreen: RowListScreen {
    /// Account whose holds are listed.
    let accountID: AccountID

    private var holds: [HoldRecord]
    var list = RowList()

    /// Creates the screen with holds that were read before.
    init(accountID: AccountID, holds: [HoldRecord]) {
        self.accountID = accountID
        self.holds = holds
        list.arrange(holds, height: nil)
    }

    var kind: ScreenKind { .holds }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        list.perform(command, &turn)
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if let reply = reply.answer(to: HoldsQuery.self), reply.query.accountID == accountID {
            holds = reply.answer
        } else if case .accounts = reply, turn.context.session?.account(accountID) == nil {
            // Nothing is looked for in what is no longer shown.
            holds = []
            list = RowList()
        }
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        list.arrange(found(turn.context.format), height: visibleRows("holds"))
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        guard context.session?.account(accountID) != nil else { return .inherited }
        return list.availability(of: command) ?? .inherited
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let format = context.format
        let words = context.words
        guard let account = context.session?.account(accountID) else {
            return .accountNotShown(title: words.holds)
        }
        var content = ScreenContent(title: words.holds)
        content.blocks = [
            .facts(
                [Fact("Account", .untrusted(format.accountName(account.record)))]
                    + context.holderFacts(account.record)
                    + [format.balanceFact(words.held, .held, of: account.balance)]
            )
        ]
        if !context.viewport.isLow { content.blocks.append(.space) }
        let columns = [
            Column("Since", width: .fixed(11)),
            Column("For", width: .flexible(minimum: 12, comfortable: 18)),
            Column("Until", width: .fixed(12), dropPriority: 1),
            Column("Reference", width: .flexible(minimum: 10), dropPriority: 2),
            Column("Amount", width: .fixed(14), alignment: .trailing),
        ]
        let empty = list.isFiltered ? "Nothing found" : SafeText(trusted: words.noHolds)
        let model = list.model(
            "holds",
            words.holds,
            columns,
            found(format),
            of: holds,
            emptyText: empty,
            format
        ) { row($0, format) }
        content.blocks.append(.list(model))
        return content
    }

    private func found(_ format: Format) -> [HoldRecord] {
        list.found(among: holds, format) {
            SearchedRow(
                cells: row($0, format).cells,
                amounts: [$0.amount],
                days: [format.dates.zone.date(of: $0.heldAt)]
            )
        }
    }

    /// Returns the last day of a hold, as the operator typed it, or the moment of its end in a day.
    private static func end(_ instant: Instant, _ format: Format) -> SafeText {
        format.dates.zone.dayEnding(at: instant).map(format.day) ?? format.moment(instant)
    }

    private func row(_ hold: HoldRecord, _ format: Format) -> ListRow {
        ListRow([
            .text(format.day(format.dates.zone.date(of: hold.heldAt))),
            .untrusted(SafeText(untrusted: hold.counterparty, limit: .payee)),
            hold.expiresAt.map { .text(Self.end($0, format)) } ?? .text("no end"),
            .untrusted(SafeText(untrusted: hold.reference, limit: .reference)),
            .amount(format.runningBalance(hold.amount)),
        ])
    }
}
