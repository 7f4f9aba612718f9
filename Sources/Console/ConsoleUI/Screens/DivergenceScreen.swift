import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The details of one faulty row of the record, in front of the screen below.
struct DivergenceScreen: ConsoleScreen {
    /// The finding in its present state.
    private(set) var divergence: Divergence

    /// The accounts of the transfers of all found entries.
    private let sides: Sides

    /// Creates the screen of one finding among all.
    init(divergence: Divergence, sides: Sides) {
        self.divergence = divergence
        self.sides = sides
    }

    /// The accounts of the transfers of found entries: a transfer that is lost on both sides is in
    /// no list of entries any more.
    struct Sides: Sendable {
        private var accounts: [TransferID: [AccountID]] = [:]

        /// Collects the accounts from all findings.
        init(of divergences: [Divergence]) {
            for case let entry? in divergences.map(\.entry) {
                accounts[entry.transferID, default: []].append(entry.accountID)
            }
        }

        /// Returns the other account of an entry's transfer, if the user sees it.
        func other(of entry: EntryRecord, in context: ScreenContext) -> AccountRecord? {
            let found = accounts[entry.transferID]?.first { $0 != entry.accountID }
            let record = found.flatMap { context.session?.account($0)?.record }
            return record ?? context.session?.otherAccount(of: entry)
        }
    }

    var kind: ScreenKind { .question }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        if command == .back || command == .confirm { turn.go(.close) }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        guard let (_, report) = reply.answer(to: SyncReportQuery.self) else { return }
        // What has become of it meanwhile; a row that is not told of any more stays as it was.
        let now = report.divergences.first {
            $0.fault.accountID == divergence.fault.accountID
                && $0.fault.accountSequence == divergence.fault.accountSequence
                && $0.entry == divergence.entry
        }
        if let now { divergence = now }
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        switch command {
        case .back, .confirm: .enabled
        case .redraw, .suspend: .inherited
        default: .absent
        }
    }

    func backAction(in context: ScreenContext) -> BackAction { .answer("Close") }

    func show(in context: ScreenContext) -> ScreenContent {
        let fault = divergence.fault
        let sentence = StatusSentences.fault(
            fault.reason,
            isRepaired: divergence.isRepaired,
            awaits: divergence.awaits,
            atBank: divergence.atBank,
            inCopy: context.isOfflineCopy
        )
        let found = context.format.dayAndTime(divergence.foundAt)
        let state = CellContent.status(Self.status(divergence))
        var content = ScreenContent(title: "Found wrong")
        content.dialog = DialogModel(
            title: "Found wrong",
            paragraphs: [sentence.safeText],
            facts: [
                Fact("Account", Self.account(fault.accountID, context)),
                EntryScreen.number(fault.accountSequence, dropPriority: 1),
                Fact("Found", .text(found), dropPriority: 2),
            ] + entryFacts(context) + [Fact("State", state, note: Self.told(divergence, context))],
            buttons: [Button("close", "Close", kind: .safe)]
        )
        return content
    }

    /// Returns the facts of the found entry, if it can be read.
    private func entryFacts(_ context: ScreenContext) -> [Fact] {
        guard let entry = divergence.entry else {
            return [Fact("Evidence", .text(Self.evidence(divergence.evidenceByteCount)))]
        }
        let format = context.format
        return [
            Fact("Amount", .amount(format.entryAmount(entry.amount, withCurrency: true))),
            Fact(
                "Counterparty",
                .untrusted(entry.counterpartyName),
                note: sides.other(of: entry, in: context).map { format.shortAccountName($0) }
            ),
            Fact("Reference", .untrusted(SafeText(untrusted: entry.reference, limit: .reference))),
            EntryScreen.bookedAt(entry, context),
            EntryScreen.receipt(entry.journalID),
        ]
    }

    /// The columns that exist only if a row fills them.
    struct Extras {
        /// True if the bank is told of the finding.
        var tellsBank = true
        /// True if columns show the entries: amount, account, and the words of a search.
        var showsEntries = true

        /// All columns, for a search.
        static let all = Extras()

        /// The columns of the list.
        var columns: [Column] {
            var columns = [
                Column("Found", width: .fixed(12), dropPriority: 4),
                Column("Account", width: .flexible(minimum: 12, comfortable: 14)),
                Column("Entry", width: .fixed(8), alignment: .trailing),
            ]
            if showsEntries {
                columns += [
                    Column("Amount", width: .fixed(14), alignment: .trailing, dropPriority: 1),
                    Column(
                        "Counterparty",
                        width: .flexible(minimum: 12, comfortable: 18),
                        dropPriority: 2
                    ),
                ]
            }
            columns += [
                // Beside an entry its state says as much.
                Column("What", width: .fixed(14), dropPriority: showsEntries ? 6 : 1),
                Column("State", width: .fixed(14)),
            ]
            if tellsBank { columns.append(Column("Bank", width: .fixed(9), dropPriority: 3)) }
            if showsEntries {
                // It is behind each row, and found by its first digits; names come before it.
                columns.append(
                    Column("Receipt", width: .fixed(36), dropPriority: Column.sparePriority)
                )
            }
            return columns
        }
    }

    /// Returns the row of a finding in the list.
    static func row(
        _ divergence: Divergence,
        _ extras: Extras,
        _ sides: Sides,
        _ context: ScreenContext
    ) -> ListRow {
        let format = context.format
        let fault = divergence.fault
        var cells: [CellContent] = [
            .text(format.moment(divergence.foundAt)),
            account(fault.accountID, context),
            .text(SafeText(trusted: "\(fault.accountSequence)")),
        ]
        let entry = divergence.entry
        if extras.showsEntries {
            let amount = entry.map { format.entryAmount($0.amount, withCurrency: true) }
            let other = entry.map { $0.otherSide(sides.other(of: $0, in: context), in: context) }
            cells += [amount.map { .amount($0) } ?? .empty, other ?? .empty]
        }
        let word = StatusSentences.faultWord(
            fault.reason,
            isRepaired: divergence.isRepaired,
            awaits: divergence.awaits,
            atBank: divergence.atBank
        )
        cells += [.text(SafeText(trusted: word)), .status(status(divergence))]
        if extras.tellsBank { cells.append(briefly(told: divergence)) }
        if extras.showsEntries {
            cells.append(entry.map { EntryScreen.receiptCell($0.journalID) } ?? .empty)
        }
        return ListRow(cells)
    }

    /// Returns the row of a finding for a filter.
    static func searched(
        _ divergence: Divergence,
        _ sides: Sides,
        _ context: ScreenContext
    ) -> SearchedRow {
        let row = row(divergence, .all, sides, context)
        let day = context.format.dates.zone.date(of: divergence.foundAt)
        var searched = SearchedRow(cells: row.cells, days: [day])
        guard let entry = divergence.entry else { return searched }
        // The bank's word finds it all the same.
        searched.hidden = entry.counterparty
        searched.numbers = [entry.journalID.rawValue]
        searched.amounts = [entry.amount]
        searched.direction = entry.direction
        return searched
    }

    /// Returns the bank's part in a few words; nil if it is not told of the finding.
    private static func told(_ divergence: Divergence, _ context: ScreenContext) -> SafeText? {
        guard divergence.isTellable else { return nil }
        guard let mark = divergence.mark else {
            return divergence.awaits == .people
                ? "the bank takes no word of it from this console" : "the bank was not told yet"
        }
        let time = context.format.moment(mark.toldAt)
        return switch mark.verdict {
        case .kept: "told the bank, \(time)"
        case .held: "the bank holds it, \(time)"
        case .full: "the bank took no more, \(time)"
        }
    }

    /// Returns the bank's part as a cell.
    private static func briefly(told divergence: Divergence) -> CellContent {
        guard divergence.isTellable else { return .empty }
        return switch divergence.mark?.verdict {
        case nil where divergence.awaits == .people: .text("not taken")
        case nil: .text("not yet", role: .textMuted)
        case .kept: .text("told")
        case .held: .text("has it")
        case .full: .text("not taken")
        }
    }

    /// Returns the account of a finding, with its holder for staff.
    private static func account(_ id: AccountID, _ context: ScreenContext) -> CellContent {
        guard let account = context.session?.account(id) else {
            return .text("no longer shown", role: .textMuted)
        }
        return context.accountCell(account.record)
    }

    private static func evidence(_ byteCount: Int) -> SafeText {
        switch byteCount {
        case 0: "nothing was there to keep"
        case 1: "1 byte kept"
        default: "\(byteCount) bytes kept"
        }
    }

    private static func status(_ divergence: Divergence) -> StatusContent {
        guard divergence.isRepaired else {
            return StatusContent(.linkUnverified, "UNVERIFIED", role: .statusError)
        }
        // Nothing counts as put right while the books are not to be relied on.
        guard divergence.awaits == nil else {
            return StatusContent(.warning, "not compared", role: .statusWarning)
        }
        return switch divergence.atBank {
        case .nothing: StatusContent(.warning, "lost at bank", role: .statusError)
        case .another: StatusContent(.warning, "replaced", role: .statusWarning)
        case .otherwise: StatusContent(.warning, "not at bank", role: .statusWarning)
        case .same: StatusContent(.success, "at the bank", role: .statusOk)
        case nil: StatusContent(.success, "put right", role: .statusOk)
        }
    }
}
