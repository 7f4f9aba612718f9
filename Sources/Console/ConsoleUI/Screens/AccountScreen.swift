import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// The screen of an account: its figures, and its entries below them.
struct AccountScreen: ConsoleScreen {
    /// Account whose entries are listed.
    let accountID: AccountID

    /// Number of entries in memory.
    var residentCount: Int { entries.residentCount }

    private var entries: EntryList
    private var search: TypedSearch
    private var holds: [HoldRecord] = []

    /// Creates the screen of an account that the session knows.
    init(accountID: AccountID, in context: ScreenContext) {
        self.accountID = accountID
        let count = context.session?.account(accountID)?.entryCount ?? 0
        entries = EntryList(accountID: accountID, places: 0..<count, order: .newestFirst)
        search = TypedSearch(accountID: accountID)
    }

    var kind: ScreenKind { .account }
    var focus: InputFocus { search.focus }

    mutating func appear(_ turn: inout Turn) {
        turn.ask(HoldsQuery(accountID: accountID))
    }

    mutating func disappear(_ turn: inout Turn) {
        search.cancel(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        entries.reload()
        turn.ask(HoldsQuery(accountID: accountID))
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .filter: search.beginTyping()
        case .confirm: apply(search.confirm(in: currency(turn.context), extent, &turn))
        case .back: back(&turn)
        case .stop: search.stop(&turn)
        case .clearFilter: apply(search.clear(&turn))
        case .reverseOrder: entries.reverse()
        case .listHolds: turn.go(.open(HoldsScreen(accountID: accountID, holds: holds)))
        case .open:
            if let entry = entries.selectedEntry { turn.go(.open(EntryScreen(entry: entry))) }
        case .goStatements: turn.go(.open(StatementsScreen(accountID: accountID)))
        case .newTransfer: turn.go(.open(TransferScreen(from: accountID, turn.context)))
        default: entries.perform(command)
        }
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        apply(search.edit(edit, in: currency(turn.context), extent, &turn))
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if entries.receive(reply) { return }
        if let reply = reply.answer(to: HoldsQuery.self), reply.query.accountID == accountID {
            holds = reply.answer
        }
        if case .accounts = reply {
            let account = turn.context.session?.account(accountID)
            // What was looked for is not to be found any more, nor shown once access is back.
            if account == nil {
                holds = []
                apply(search.clear(&turn))
            }
            let count = account?.entryCount ?? 0
            if count != entries.places.count { entries.setPlaces(0..<count) }
            search.renew(extent, &turn)
        }
        switch search.receive(reply) {
        case .progress(let progress): entries.setMatches(progress.matches)
        case .renewal(let progress) where progress.isComplete:
            search.adopt(progress)
            entries.renewMatches(progress.matches)
        case .ended: search.renew(extent, &turn)
        case .renewal, nil: break
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        entries.select(index)
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.account(accountID) != nil && entries.isAwaitingRows
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        entries.arrange(visibleRows, &turn)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // Nothing is listed of an account that is no longer shown.
        guard let session = context.session, let account = session.account(accountID) else {
            return command == .back ? .enabled : .inherited
        }
        if let own = search.availability(of: command) { return own }
        if let motion = entries.position.availability(of: command) { return motion }
        switch command {
        case .filter, .goStatements: return .enabled
        case .clearFilter: return search.run == nil ? .inherited : .enabled
        case .reverseOrder:
            return search.isUnderWay ? .disabled("The search is still going on.") : .enabled
        case .listHolds: return holds.isEmpty ? .disabled(context.words.noHolds) : .enabled
        case .open: return entries.openAvailability
        case .newTransfer:
            if context.hasDraft { return .inherited }
            let reason = session.transferRefusal ?? account.record.noPaymentSentence
            return reason.map { .disabled($0) } ?? .enabled
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        guard context.session?.account(accountID) != nil, search.isFiltering else { return .goBack }
        return search.isUnderWay && !search.isTyping ? .stopSearch : .clearFilter
    }

    func show(in context: ScreenContext) -> ScreenContent {
        guard let account = context.session?.account(accountID) else {
            return .accountNotShown(title: "Account")
        }
        var content = ScreenContent(title: context.format.accountName(account.record))
        content.blocks = [
            .facts(context.holderFacts(account.record) + figures(account, context)),
            .list(list(account, context)),
        ]
        if !context.viewport.isLow { content.blocks.insert(.space, at: 1) }
        content.aside = entries.aside(in: context)
        let total = search.run?.progress?.totalCount ?? 0
        content.progress = search.progress(total: total == 0 ? nil : total)
        return content
    }

    private func figures(_ account: AccountSummary, _ context: ScreenContext) -> [Fact] {
        let format = context.format
        let facts = format.figures(context.words, of: account.balance)
        let waiting = WaitingSum.sums(of: context.session?.outbox ?? [], from: account.record)
        return facts + WaitingSum.lines(waiting.map { $0.fact($0.words.label, format) })
    }

    private func list(_ account: AccountSummary, _ context: ScreenContext) -> ListModel {
        // What the bank has counted and this console does not hold was not fetched yet.
        let isUnfetched = account.entryCount == 0 && account.record.accountSequence > 0
        let nothing: SafeText =
            isUnfetched
            ? "The entries have not been fetched yet"
            : account.record.isClosed
                ? "There are no entries, and the account is closed" : "There are no entries yet"
        return entries.model(
            freshness: account.balance.freshness,
            format: context.format,
            filter: search.filterLine(
                found: search.run.map(Self.note),
                hint: "what a row says, 500..2000, >1000, 2026-01..2026-03"
            ),
            emptyText: search.run.map { $0.isUnderWay ? "Searching" : "Nothing found" } ?? nothing
        )
    }

    private static func note(_ search: TypedSearch.Run) -> SafeText {
        let progress = search.progress
        let count = progress?.matches.count ?? 0
        if search.wasStopped {
            return "\(count) in the newest \(progress?.readCount ?? 0), stopped"
        }
        return search.isUnderWay
            ? "\(count) found so far" : "\(count) found in \(progress?.totalCount ?? 0)"
    }

    /// Entries that a search reads now.
    private var extent: TypedSearch.Extent { TypedSearch.Extent(count: entries.places.count) }

    private func currency(_ context: ScreenContext) -> Currency? {
        context.session?.account(accountID)?.record.currency
    }

    /// Shows the matches of a search that has begun, or all entries after its end.
    private mutating func apply(_ change: TypedSearch.Change) {
        guard change != .none else { return }
        entries.setMatches(nil)
        if change == .begun { entries.setMatches(MatchSet()) }
    }

    private mutating func back(_ turn: inout Turn) {
        switch backAction(in: turn.context) {
        case .clearFilter: apply(search.clear(&turn))
        case .stopSearch: search.stop(&turn)
        default: turn.go(.close)
        }
    }
}
