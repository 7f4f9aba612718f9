import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// A list of entries of one account, of any length, of which a few pages are in memory.
struct EntryList: Sendable {
    /// Which end of the account stands at the top.
    enum Order: Hashable, Sendable {
        case newestFirst, oldestFirst
    }

    /// Whose entries.
    let accountID: AccountID
    /// The places that the list shows: of all entries, or of the matches when there are any.
    private(set) var places: Range<Int>
    /// Which entries a filter let through; nil for all.
    private(set) var matches: MatchSet?
    /// Which end stands at the top.
    private(set) var order: Order
    /// Which row is selected and which is at the top.
    var position = ListState()
    private var window = RowWindow<EntryRecord>()
    private var printed = PrintedRows()
    /// The entries that took the most cells of all that were in memory, by amount and by balance.
    private var widest: (amount: EntryRecord?, balance: EntryRecord?) = (nil, nil)
    /// Whether the record could not be read.
    private(set) var hasFailed = false

    /// A list of the entries at some places.
    init(accountID: AccountID, places: Range<Int>, order: Order) {
        self.accountID = accountID
        self.places = places
        self.order = order
        position.setCount(places.count)
    }

    /// Shows other places, because entries came or the account was not known before.
    ///
    /// The selected entry stays selected where newer ones came on top of it; at the top, the
    /// selection stays at the top.
    mutating func setPlaces(_ newPlaces: Range<Int>) {
        let growth = newPlaces.count - places.count
        places = newPlaces
        guard matches == nil else { return }
        let selected = position.selected ?? 0
        position.setCount(newPlaces.count)
        if order == .newestFirst, selected > 0, growth > 0 { position.move(by: growth) }
        forget()
    }

    /// Shows only what a filter let through, or everything again.
    mutating func setMatches(_ newMatches: MatchSet?) {
        let isContinuation = matches != nil && newMatches != nil
        matches = newMatches
        if !isContinuation {
            order = newMatches == nil ? order : .newestFirst
            forget()
            position = ListState(count: 0, height: position.height)
        }
        position.setCount(newMatches?.count ?? places.count)
    }

    /// Turns the list over; the selection goes to the top.
    mutating func reverse() {
        order = order == .newestFirst ? .oldestFirst : .newestFirst
        forget()
        position.moveToStart()
    }

    /// Asks for everything again, and shows what is there meanwhile.
    mutating func reload() {
        forget()
        hasFailed = false
    }

    /// The row whose place is known, or nil when the list does not show it.
    func row(ofPlace place: Int) -> Int? {
        guard matches == nil, places.contains(place) else { return nil }
        return order == .newestFirst
            ? place - places.lowerBound : places.upperBound - 1 - place
    }

    /// The place of a row among all entries; nil when there is no such row.
    func place(ofRow row: Int) -> Int? {
        guard row >= 0, row < position.count else { return nil }
        if let matches {
            return matches.place(ofMatch: order == .newestFirst ? row : position.count - 1 - row)
        }
        return order == .newestFirst
            ? places.lowerBound + row : places.upperBound - 1 - row
    }

    /// The selected entry, when it is in memory.
    var selectedEntry: EntryRecord? {
        position.selected.flatMap { window.row(at: $0) }
    }

    /// The entry of a row, when it is in memory.
    func entry(at row: Int) -> EntryRecord? {
        window.row(at: row)
    }

    /// Whether rows in sight are missing and on their way.
    var isAwaitingRows: Bool {
        window.isAwaiting(position.visibleRange)
    }

    /// How many entries are in memory.
    var residentCount: Int { window.rows.count }

    private mutating func forget() {
        window.reset()
        printed = PrintedRows()
    }

    /// Asks for what is missing, now that the rows in sight are known.
    mutating func fetch(_ turn: inout Turn) {
        printRows(turn.context.format)
        guard !hasFailed else { return }
        guard
            let rows = window.missing(visible: position.visibleRange, count: position.count)
        else { return }
        let id = turn.makeRequestID()
        window.request(id, rows)
        turn.ask(
            .entries(
                EntriesRequest(
                    id: id,
                    accountID: accountID,
                    places: requestPlaces(rows),
                    matches: matches
                )
            )
        )
    }

    /// Takes an answer in, if it is one to this list's question.
    ///
    /// - Returns: Whether it was.
    mutating func receive(_ reply: ClientReply) -> Bool {
        switch reply {
        case .entries(let request, let entries):
            let rows = order == .newestFirst ? entries : entries.reversed()
            guard window.receive(request.id, rows, visible: position.visibleRange) else {
                return false
            }
            measure(entries)
            return true
        case .failed(.entries(let id)):
            guard window.fail(id) else { return false }
            hasFailed = true
            return true
        default:
            return false
        }
    }

    /// Takes note of the widest amounts, so that no column moves when they come in sight.
    private mutating func measure(_ entries: [EntryRecord]) {
        func wider(_ one: EntryRecord?, _ money: (EntryRecord) -> Money) -> EntryRecord? {
            entries.reduce(one) { known, entry in
                guard let known else { return entry }
                return Format.cells(of: money(entry)) > Format.cells(of: money(known))
                    ? entry : known
            }
        }
        widest = (wider(widest.amount, \.amount), wider(widest.balance, \.balanceAfter))
    }

    /// The places to ask for so as to get these rows.
    private func requestPlaces(_ rows: Range<Int>) -> Range<Int> {
        let count = position.count
        let base = matches == nil ? places.lowerBound : 0
        return order == .newestFirst
            ? base + rows.lowerBound..<base + rows.upperBound
            : base + count - rows.upperBound..<base + count - rows.lowerBound
    }

    /// The table as the screen shows it.
    func model(
        id: String,
        title: SafeText,
        format: Format,
        filter: FilterLine?,
        footer: SafeText?,
        emptyText: SafeText,
        isFocused: Bool = true
    ) -> ListModel {
        ListModel(
            id: id,
            title: title,
            columns: Self.columns,
            rowCount: position.count,
            window: ListWindow(firstIndex: printed.range.lowerBound, rows: printed.rows),
            measured: [widest.amount, widest.balance].compactMap(\.self).map { row($0, format) },
            top: position.top,
            selected: position.selected,
            isFocused: isFocused,
            filter: filter,
            footer: footer,
            emptyText: emptyText
        )
    }

    /// The rows in sight as they are shown, so that a frame does not print them again.
    private struct PrintedRows: Sendable {
        var range = 0..<0
        var rows: [ListRow] = []
        var masksAmounts = false
    }

    /// Prints the rows that have come in sight and keeps the others.
    private mutating func printRows(_ format: Format) {
        let visible = position.visibleRange.clamped(to: window.range)
        let isCurrent = printed.masksAmounts == format.masksAmounts
        guard !isCurrent || printed.range != visible else { return }
        let old = printed
        let rows = visible.compactMap { index -> ListRow? in
            if isCurrent, old.range.contains(index) {
                return old.rows[index - old.range.lowerBound]
            }
            return window.row(at: index).map { row($0, format) }
        }
        printed = PrintedRows(range: visible, rows: rows, masksAmounts: format.masksAmounts)
    }

    private static let columns = [
        Column("Value date", shortTitle: "Date", width: .fixed(11)),
        Column(
            "Counterparty",
            shortTitle: "Name",
            width: .flexible(minimum: 12, comfortable: 18)
        ),
        Column("Reference", width: .flexible(minimum: 10, comfortable: 16), dropPriority: 2),
        Column("Amount", width: .fixed(14), alignment: .trailing),
        Column(
            "Balance after",
            shortTitle: "After",
            width: .fixed(13),
            alignment: .trailing,
            dropPriority: 1
        ),
    ]

    private func row(_ entry: EntryRecord, _ format: Format) -> ListRow {
        ListRow([
            .text(format.day(entry.valueDate)),
            .untrusted(SafeText(untrusted: entry.counterparty, limit: .payee)),
            .untrusted(SafeText(untrusted: entry.reference, limit: .reference)),
            .amount(format.entryAmount(entry.amount)),
            .amount(format.runningBalance(entry.balanceAfter)),
        ])
    }
}
