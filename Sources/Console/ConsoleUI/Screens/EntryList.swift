import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// A list of one account's entries, of any length, with a few pages in memory.
struct EntryList: Sendable {
    /// The order of the entries, by the end of the account that stands at the top.
    enum Order: Hashable, Sendable {
        case newestFirst, oldestFirst
    }

    /// Account whose entries are listed.
    let accountID: AccountID
    /// The places in the list: of all entries, or of the matches.
    private(set) var places: Range<Int>
    /// The entries that match the filter; nil without a filter.
    private(set) var matches: MatchSet?
    /// The order in which the entries stand.
    private(set) var order: Order
    /// The selected and the top row; the place stays when the selected entry has gone.
    private(set) var position = ListState()
    /// True if the selected entry has gone and nobody has moved since: nobody chose the entry in
    /// its place.
    private var isSelectionLost = false
    /// The selected entry as it was last in memory; nil until it is read after a move.
    private var marked: EntryRecord?
    private var window = RowWindow<EntryRecord>()
    private var printed = PrintedRows()
    /// The widest entries among all that were in memory, by amount and by balance.
    private var widest: (amount: EntryRecord?, balance: EntryRecord?) = (nil, nil)
    /// True if reading the record failed.
    private var hasFailed = false

    /// Creates a list of the entries at some places.
    init(accountID: AccountID, places: Range<Int>, order: Order) {
        self.accountID = accountID
        self.places = places
        self.order = order
        position.setCount(places.count)
    }

    /// Changes the places after new entries, or when the account becomes known.
    ///
    /// The selected entry stays selected where newer ones came on top of it; at the top, the
    /// selection stays at the top. Matches stay as they are: they are known by the numbers of their
    /// entries.
    mutating func setPlaces(_ newPlaces: Range<Int>) {
        let growth = newPlaces.count - places.count
        places = newPlaces
        guard matches == nil else { return }
        // Of an account that is not shown nothing was chosen.
        if newPlaces.isEmpty { forgetMark() }
        let selected = position.selected ?? 0
        let isMoved = order == .newestFirst && (selected > 0 || growth < 0)
        let row = isMoved ? selected + growth : selected
        position.setCount(newPlaces.count)
        position.select(row)
        // Older books lack the newest entries.
        if growth < 0, position.count > 0, position.selected != row { isSelectionLost = true }
        forget()
    }

    /// Shows the matches of a filter, or all entries again.
    mutating func setMatches(_ newMatches: MatchSet?) {
        let isContinuation = matches != nil && newMatches != nil
        matches = newMatches
        if !isContinuation {
            order = newMatches == nil ? order : .newestFirst
            forget()
            forgetMark()
            position = ListState(count: 0, height: position.height)
        }
        position.setCount(newMatches?.count ?? places.count)
    }

    /// Shows the matches after new entries; the selected entry stays selected.
    mutating func renewMatches(_ newMatches: MatchSet) {
        guard let old = matches else { return }
        matches = newMatches
        // What is new stands above all others, or below them where the oldest is at the top.
        let growth = order == .newestFirst ? newMatches.count - old.count : 0
        let row = position.selected.map { $0 + growth } ?? 0
        position.setCount(newMatches.count)
        position.select(row)
        forget()
    }

    /// Reverses the order; the selection goes to the top.
    mutating func reverse() {
        order = order == .newestFirst ? .oldestFirst : .newestFirst
        forget()
        moveToStart()
    }

    /// Moves the selection if the command does so; from a lost selection, to the row above or
    /// below.
    mutating func perform(_ command: CommandID) {
        guard position.availability(of: command) != nil else { return }
        let wasLost = isSelectionLost
        forgetMark()
        // The row below has come up into the place.
        if wasLost, command == .down { return note() }
        position.perform(command)
        note()
    }

    /// Selects a row by its index.
    mutating func select(_ row: Int) {
        forgetMark()
        position.select(row)
        note()
    }

    /// Selects the first row.
    mutating func moveToStart() {
        forgetMark()
        position.moveToStart()
        note()
    }

    /// Reads everything again, and shows the rows in memory meanwhile.
    mutating func reload() {
        forget()
        hasFailed = false
    }

    /// Returns the row of a place; nil if the list does not show it.
    func row(ofPlace place: Int) -> Int? {
        guard matches == nil, places.contains(place) else { return nil }
        return order == .newestFirst
            ? place - places.lowerBound : places.upperBound - 1 - place
    }

    /// Returns the place of a row among all entries; nil if there is no such row.
    func place(ofRow row: Int) -> Int? {
        guard row >= 0, row < position.count else { return nil }
        if let matches {
            return matches.place(ofMatch: order == .newestFirst ? row : position.count - 1 - row)
        }
        return order == .newestFirst
            ? places.lowerBound + row : places.upperBound - 1 - row
    }

    /// The selected row; nil if there is none, or its entry has gone.
    var selected: Int? { isSelectionLost ? nil : position.selected }

    /// The selected entry, if it is in memory.
    var selectedEntry: EntryRecord? {
        selected.flatMap { window.row(at: $0) }
    }

    /// Availability of opening the selected entry.
    var openAvailability: Availability {
        if isSelectionLost, position.count > 0 { return .disabled(ListState.lostReason) }
        return selectedEntry == nil ? .disabled("There is no entry to open.") : .enabled
    }

    /// The beginning of the line under the rows: the number of the selected row, or its loss.
    private var placeWords: String {
        if isSelectionLost { return ListState.lostReason + " " }
        return position.selected.map { "\($0 + 1) of " } ?? ""
    }

    private mutating func forgetMark() {
        isSelectionLost = false
        marked = nil
    }

    /// Stores the selected entry, if it is in memory.
    private mutating func note() {
        marked = selectedEntry
    }

    /// Moves the selection to the new row of its entry; if another entry is in its place, nothing
    /// is selected until somebody moves or it returns.
    private mutating func followMark() {
        guard let marked else { return note() }
        guard let place = position.selected, let entry = window.row(at: place) else { return }
        let isAtTop = order == .newestFirst && matches == nil && place == 0 && !isSelectionLost
        if let index = window.rows.firstIndex(where: { $0.isSame(as: marked) }) {
            // At the top, the selection stays at the top.
            if isAtTop { return note() }
            isSelectionLost = false
            position.select(window.first + index)
        } else if isAtTop, entry.accountSequence > marked.accountSequence,
            !window.rows.contains(where: { $0.accountSequence == marked.accountSequence })
        {
            note()
        } else {
            isSelectionLost = true
        }
    }

    /// True if visible rows are missing and being fetched.
    var isAwaitingRows: Bool {
        window.isAwaiting(position.visibleRange)
    }

    /// Number of entries in memory.
    var residentCount: Int { window.rows.count }

    private mutating func forget() {
        window.reset()
        printed = PrintedRows()
    }

    /// Receives the number of visible rows, and requests the missing ones.
    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        if let rows = visibleRows("entries") { position.setHeight(rows) }
        printRows(turn.context.format)
        guard !hasFailed else { return }
        guard
            let rows = window.missing(visible: position.visibleRange, count: position.count)
        else { return }
        let id = turn.makeRequestID()
        window.request(id, rows)
        turn.ask(
            EntriesQuery(
                id: id,
                accountID: accountID,
                places: requestPlaces(rows),
                matches: matches
            )
        )
    }

    /// Applies a reply; returns false if it does not answer this list's request.
    mutating func receive(_ reply: ClientReply) -> Bool {
        if let (query, entries) = reply.answer(to: EntriesQuery.self) {
            let rows = order == .newestFirst ? entries : entries.reversed()
            guard window.receive(query.id, rows, visible: position.visibleRange) else {
                return false
            }
            measure(entries)
            followMark()
            return true
        }
        guard let query = reply.failure(of: EntriesQuery.self), window.fail(query.id) else {
            return false
        }
        hasFailed = true
        return true
    }

    /// Stores the widest amounts, so that no column moves when they become visible.
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

    /// Returns the places to request for these rows.
    private func requestPlaces(_ rows: Range<Int>) -> Range<Int> {
        let count = position.count
        let base = matches == nil ? places.lowerBound : 0
        return order == .newestFirst
            ? base + rows.lowerBound..<base + rows.upperBound
            : base + count - rows.upperBound..<base + count - rows.lowerBound
    }

    /// Returns the table for the screen; a failed reading replaces the text for an empty list.
    func model(
        freshness: Freshness,
        format: Format,
        filter: FilterLine?,
        emptyText: SafeText
    ) -> ListModel {
        let count = position.count
        let words = order == .newestFirst ? "newest first" : "oldest first"
        let believed = format.freshness.record(freshness)
        return ListModel(
            id: "entries",
            title: "Entries",
            columns: Self.columns,
            rowCount: count,
            window: ListWindow(firstIndex: printed.range.lowerBound, rows: printed.rows),
            measured: [widest.amount, widest.balance].compactMap(\.self).map { row($0, format) },
            top: position.top,
            selected: selected,
            filter: filter,
            footer: count == 0
                ? nil : SafeText(trusted: "\(placeWords)\(count), \(words)\(believed)"),
            emptyText: hasFailed ? "The entries could not be read" : emptyText
        )
    }

    /// Returns the selected entry with all its facts, for the second column of a wide screen.
    func aside(in context: ScreenContext) -> [Block] {
        guard let entry = selectedEntry else { return [] }
        return [.heading("Entry"), .facts(EntryScreen.facts(of: entry, in: context))]
    }

    /// The visible rows in print, so that a frame does not print them again.
    private struct PrintedRows: Sendable {
        var range = 0..<0
        var rows: [ListRow] = []
        var masksAmounts = false
    }

    /// Prints the rows that became visible, and keeps the others.
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
        Column("Counterparty", shortTitle: "Name", width: .flexible(minimum: 12, comfortable: 18)),
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

extension EntryRecord {
    /// Returns true if both are one entry: restored books may have another one with its number.
    fileprivate func isSame(as other: EntryRecord) -> Bool {
        rowID == other.rowID && journalID == other.journalID && transferID == other.transferID
    }
}
