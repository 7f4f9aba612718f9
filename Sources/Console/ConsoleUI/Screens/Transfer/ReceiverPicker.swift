import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// List of the accounts that may be paid, with the words by which they are filtered.
struct ReceiverPicker: Sendable {
    /// Account that may be paid.
    struct Target: ListedRow {
        let accountID: AccountID
        let receiver: TransferReceiver
        /// Reason why it cannot be paid from the chosen account; nil if it can.
        let refusal: SafeText?

        /// True if it is one of the user's own accounts.
        var isOwn: Bool { receiver.ownRecord != nil }
        var rowID: RowID { Self.rowID(of: accountID, isOwn: isOwn) }

        /// Returns the identifier of a row; an own account may be on the list of payees, too.
        static func rowID(of accountID: AccountID, isOwn: Bool) -> RowID {
            RowID(accountID.rawValue, part: isOwn ? 1 : 0)
        }
    }

    /// Words that are looked for.
    var words = TextField(maximumScalarCount: 40)
    /// Selection and scroll position among the filtered accounts.
    var list = ListState()

    /// Returns the user's own accounts and then the payees, filtered by the typed words or all.
    func rows(from: AccountID?, _ context: ScreenContext, isFiltered: Bool = true) -> [Target] {
        guard let session = context.session else { return [] }
        let currency = from.flatMap { session.account($0)?.record.currency }
        func target(of id: AccountID, _ receiver: TransferReceiver, _ held: Currency) -> Target {
            Self.target(id, receiver, holding: held, payingIn: currency)
        }
        let own = (session.accounts ?? []).map(\.record)
            .filter { $0.accountID != from && $0.noPaymentWords == nil }
            .map { target(of: $0.accountID, TransferReceiver($0), $0.currency) }
        let payees = (session.payees ?? [])
            .filter { !$0.isRemoved && $0.accountID != from }
            .map { target(of: $0.accountID, TransferReceiver($0), $0.currency) }
        let targets = own + payees
        var filter = RowFilter(words.text, context.format.convention)
        guard !filter.isEmpty, isFiltered else { return targets }
        return targets.filter { target in
            filter.admits(
                SearchedRow(
                    cells: [name(target, context), .text(kindWord(target, context))],
                    hidden: "\(target.receiver.number) \(target.receiver.branchCode)"
                )
            )
        }
    }

    private static func target(
        _ accountID: AccountID,
        _ receiver: TransferReceiver,
        holding held: Currency,
        payingIn paid: Currency?
    ) -> Target {
        var refusal: SafeText?
        if let paid, held != paid {
            refusal = SafeText(
                trusted: "It holds \(held.code) and the paying account \(paid.code)."
            )
        }
        return Target(accountID: accountID, receiver: receiver, refusal: refusal)
    }

    private func name(_ target: Target, _ context: ScreenContext) -> CellContent {
        target.receiver.ownRecord.map { context.accountCell($0) }
            ?? .untrusted(SafeText(untrusted: target.receiver.name, limit: .payee))
    }

    /// Edits the words and starts anew; returns the reason why not all that was typed is held, if
    /// any.
    mutating func edit(_ edit: FieldEdit, from: AccountID?, _ context: ScreenContext) -> SafeText? {
        let refusal = words.edit(edit)
        list.restart()
        begin(from: from, context)
        return refusal
    }

    /// Selects the first account that can be paid, or the first of all if none can.
    mutating func begin(from: AccountID?, _ context: ScreenContext) {
        let rows = rows(from: from, context)
        list.setRows(rows)
        list.select(rows.firstIndex { $0.refusal == nil } ?? 0)
    }

    /// Selects the receiver that was chosen before; no row if it is gone.
    mutating func select(_ sides: TransferSides, _ context: ScreenContext) {
        let rows = rows(from: sides.from, context)
        list.setRows(rows)
        let all = self.rows(from: sides.from, context, isFiltered: false)
        let isHere = all.contains { $0.accountID == sides.to }
        if let row = rows.firstIndex(where: { $0.accountID == sides.to }) {
            list.select(row)
        } else if let to = sides.to, !isHere {
            let isOwn = sides.shownReceiver(context)?.ownRecord != nil
            list.choose(Target.rowID(of: to, isOwn: isOwn), among: rows)
        } else {
            // Nobody was chosen, or they only lack the words that are looked for.
            begin(from: sides.from, context)
        }
    }

    /// Updates the rows; a list whose rows have only now arrived begins as any other.
    mutating func arrange(_ sides: TransferSides, isAttended: Bool, _ context: ScreenContext) {
        let isNew = list.count == 0
        list.setRows(rows(from: sides.from, context), isAttended: isAttended)
        if isNew, sides.to == nil, list.selected == 0 { begin(from: sides.from, context) }
    }

    /// Returns the heading and the list.
    func blocks(from: AccountID?, _ context: ScreenContext) -> [Block] {
        let targets = rows(from: from, context)
        let all = words.isEmpty ? [] : rows(from: from, context, isFiltered: false)
        return [
            .heading("Who is paid?"),
            .list(
                ListModel(
                    id: "to",
                    title: "Payees",
                    columns: [
                        // Codes go before a holder is cut, or a warning about a name is left out.
                        Column("Name", width: .flexible(minimum: 14, comfortable: 32)),
                        Column("Account", width: .fixed(19)),
                        Column("IFSC", width: .fixed(11), dropPriority: 1),
                        Column("Kind", width: .fixed(8), dropPriority: 2),
                    ],
                    rowCount: targets.count,
                    window: ListWindow(rows: targets.map { row($0, context) }),
                    measured: all.map { row($0, context) },
                    top: list.top,
                    selected: list.selected,
                    rowIDs: list.ids,
                    filter: words.filterLine("type a name or a number"),
                    footer: list.lostNote,
                    emptyText: words.isEmpty
                        ? context.emptyText(.payees, "There is nobody here to pay")
                        : "No payee matches what you typed"
                )
            ),
        ]
    }

    private func row(_ target: Target, _ context: ScreenContext) -> ListRow {
        let number = context.format.accountNumber(target.receiver.number, isMasked: false)
        return ListRow(
            [
                name(target, context),
                .text(SafeText(untrusted: number, limit: .payee), role: .textCode),
                .text(
                    SafeText(untrusted: target.receiver.branchCode, limit: .payee),
                    role: .textCode
                ),
                .text(kindWord(target, context)),
            ],
            disabledReason: target.refusal
        )
    }

    /// Returns the relation of a receiver to the user.
    private func kindWord(_ target: Target, _ context: ScreenContext) -> SafeText {
        guard target.isOwn else { return "payee" }
        return context.showsHolders ? "customer" : "own"
    }
}
