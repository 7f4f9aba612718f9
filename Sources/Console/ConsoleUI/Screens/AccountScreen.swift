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
    private var words = TextField(maximumScalarCount: 80)
    private var isTyping = false
    /// Error in the typed filter; nil if there is none.
    private var problem: SafeText?
    /// The running or finished search; nil without a filter.
    private var search: Search?
    private var holds: [HoldRecord] = []

    private struct Search {
        var id: RequestID
        var filter: EntryFilter
        var words: SafeText
        /// Number of entries at the last search.
        var entryCount: Int
        /// The request that repeats the search after new entries; the former matches are shown
        /// until it is done.
        var renewal: RequestID?
        var readCount = 0
        var totalCount = 0
        var foundCount = 0
        var isUnderWay = true
        var wasStopped = false
    }

    /// Creates the screen of an account that the session knows.
    init(accountID: AccountID, in context: ScreenContext) {
        self.accountID = accountID
        let count = context.session?.account(accountID)?.entryCount ?? 0
        entries = EntryList(accountID: accountID, places: 0..<count, order: .newestFirst)
    }

    var kind: ScreenKind { .account }
    var focus: InputFocus { isTyping ? .text : .commands }

    mutating func appear(_ turn: inout Turn) {
        turn.ask(HoldsQuery(accountID: accountID))
    }

    mutating func disappear(_ turn: inout Turn) {
        cancel(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        entries.reload()
        turn.ask(HoldsQuery(accountID: accountID))
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .filter:
            isTyping = true
            problem = nil
        case .confirm: find(&turn)
        case .back: back(&turn)
        case .stop: stop(&turn)
        case .clearFilter: clear(&turn)
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
        problem = words.edit(edit)
        // The list follows what is typed; what cannot be understood yet filters nothing.
        do {
            let filter = try typedFilter(turn.context)
            if let filter { look(for: filter, &turn) } else { showAll(&turn) }
        } catch {
            showAll(&turn)
        }
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if entries.receive(reply) { return }
        if let reply = reply.answer(to: HoldsQuery.self), reply.query.accountID == accountID {
            holds = reply.answer
        }
        switch reply {
        case .accounts:
            let account = turn.context.session?.account(accountID)
            // What was looked for is not to be found any more, nor shown once access is back.
            if account == nil { forget(&turn) }
            let count = account?.entryCount ?? 0
            if count != entries.places.count { entries.setPlaces(0..<count) }
            renewSearch(&turn)
        case .searchProgress(let id, let progress) where id == search?.id:
            note(progress)
            entries.setMatches(progress.matches)
        case .searchProgress(let id, let progress) where id == search?.renewal:
            guard progress.isComplete else { break }
            note(progress)
            entries.renewMatches(progress.matches)
        case .searchEnded(let id) where id == search?.id:
            search?.isUnderWay = false
            renewSearch(&turn)
        case .searchEnded(let id) where id == search?.renewal:
            search?.renewal = nil
            renewSearch(&turn)
        default: break
        }
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        entries.select(index)
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        context.session?.account(accountID) != nil && entries.isAwaitingRows
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        if let rows = visibleRows("entries") { entries.setHeight(rows) }
        entries.fetch(&turn)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // Nothing is listed of an account that is no longer shown.
        guard context.session?.account(accountID) != nil else {
            return command == .back ? .enabled : .inherited
        }
        if isTyping {
            return command == .confirm || command == .back ? .enabled : .inherited
        }
        if let motion = entries.position.availability(of: command) { return motion }
        switch command {
        case .filter, .back: return .enabled
        case .clearFilter: return search == nil ? .inherited : .enabled
        case .stop: return search?.isUnderWay == true ? .enabled : .inherited
        case .reverseOrder:
            return search?.isUnderWay == true
                ? .disabled("The search is still going on.") : .enabled
        case .listHolds: return holds.isEmpty ? .disabled(context.words.noHolds) : .enabled
        case .open:
            return entries.openAvailability
        case .goStatements: return .enabled
        case .newTransfer:
            if context.hasDraft { return .inherited }
            guard let session = context.session else { return .inherited }
            if let reason = session.transferRefusal { return .disabled(reason) }
            guard let record = session.account(accountID)?.record else {
                return .disabled(Sentences.noMoneyFromHere)
            }
            return record.noPaymentSentence.map { Availability.disabled($0) } ?? .enabled
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        guard context.session?.account(accountID) != nil else { return .goBack }
        if isTyping { return .clearFilter }
        guard let search else { return .goBack }
        return search.isUnderWay ? .stopSearch : .clearFilter
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let format = context.format
        guard let account = context.session?.account(accountID) else {
            return .accountNotShown(title: "Account")
        }
        var content = ScreenContent(title: format.accountName(account.record))
        content.blocks = [
            .facts(context.holderFacts(account.record) + figures(account, context)),
            .list(list(account, context)),
        ]
        if !context.viewport.isLow { content.blocks.insert(.space, at: 1) }
        if let entry = entries.selectedEntry {
            content.aside = [.heading("Entry"), .facts(EntryScreen.facts(of: entry, in: context))]
        }
        if let search, search.isUnderWay {
            content.progress = ProgressModel(
                title: "Searching",
                done: search.readCount,
                total: search.totalCount == 0 ? nil : search.totalCount,
                unit: "entries",
                unitOfOne: "entry",
                cancelKey: "Ctrl-C"
            )
        }
        return content
    }

    private func figures(_ account: AccountSummary, _ context: ScreenContext) -> [Fact] {
        let format = context.format
        let facts = format.figures(context.words, of: account.balance)
        let waiting = WaitingSum.sums(of: context.session?.outbox ?? [], from: account.record)
        return facts + WaitingSum.lines(waiting.map { $0.fact($0.words.label, format) })
    }

    private func list(_ account: AccountSummary, _ context: ScreenContext) -> ListModel {
        let format = context.format
        let order =
            entries.order == .newestFirst ? "newest first" : "oldest first"
        let believed = format.freshness.record(account.balance.freshness)
        let count = entries.position.count
        // What the bank has counted and this console does not hold was not fetched yet.
        let isUnfetched = account.entryCount == 0 && account.record.accountSequence > 0
        let nothing: SafeText =
            isUnfetched
            ? "The entries have not been fetched yet"
            : account.record.isClosed
                ? "There are no entries, and the account is closed" : "There are no entries yet"
        let empty: SafeText =
            search == nil
            ? nothing
            : search?.isUnderWay == true ? "Searching" : "Nothing found"
        return entries.model(
            id: "entries",
            title: "Entries",
            format: format,
            filter: filterLine(context),
            footer: count == 0
                ? nil : SafeText(trusted: "\(entries.placeWords)\(count), \(order)\(believed)"),
            emptyText: empty
        )
    }

    private func filterLine(_ context: ScreenContext) -> FilterLine? {
        if isTyping {
            return FilterLine(
                text: words.shown,
                cursorColumn: words.cursorColumn,
                note: problem ?? words.warning ?? misunderstanding(context) ?? search.map(Self.note)
                    ?? "what a row says, 500..2000, >1000, 2026-01..2026-03"
            )
        }
        return search.map { FilterLine(text: $0.words, note: Self.note($0)) }
    }

    private static func note(_ search: Search) -> SafeText {
        let state =
            search.wasStopped
            ? "in the newest \(search.readCount), stopped"
            : search.isUnderWay ? "found so far" : "found in \(search.totalCount)"
        return SafeText(trusted: "\(search.foundCount) \(state)")
    }

    /// Returns the filter in the field; nil if it is empty, or the account is not shown.
    private func typedFilter(
        _ context: ScreenContext
    ) throws(FilterWords.Problem) -> EntryFilter? {
        try FilterWords.filter(
            typed: words.text,
            currency: context.session?.account(accountID)?.record.currency,
            convention: context.configuration.convention
        )
    }

    private func misunderstanding(_ context: ScreenContext) -> SafeText? {
        FilterWords.misunderstanding(
            of: words.text,
            currency: context.session?.account(accountID)?.record.currency,
            convention: context.configuration.convention
        )
    }

    private mutating func find(_ turn: inout Turn) {
        if let untaken = words.untaken(turn.context.viewport) {
            problem = untaken
            return
        }
        words.forgetWarning()
        do {
            guard let filter = try typedFilter(turn.context) else {
                isTyping = false
                clear(&turn)
                return
            }
            isTyping = false
            look(for: filter, &turn)
        } catch {
            problem = FilterWords.notUnderstood
            turn.say(.warning, SafeText(trusted: error.sentence))
        }
    }

    /// Starts a search, unless the last one had the same filter.
    private mutating func look(for filter: EntryFilter, _ turn: inout Turn) {
        search?.words = words.shown
        guard search?.filter != filter || search?.wasStopped == true else { return }
        cancel(&turn)
        let id = turn.makeRequestID()
        search = Search(
            id: id,
            filter: filter,
            words: words.shown,
            entryCount: entries.places.count
        )
        entries.setMatches(nil)
        entries.setMatches(MatchSet())
        turn.ask(.search(SearchRequest(id: id, accountID: accountID, filter: filter)))
    }

    /// Repeats the search after new entries, unless somebody stopped it.
    private mutating func renewSearch(_ turn: inout Turn) {
        let count = entries.places.count
        guard let current = search, !current.isUnderWay, !current.wasStopped,
            current.renewal == nil, current.entryCount != count
        else { return }
        let id = turn.makeRequestID()
        search?.renewal = id
        search?.entryCount = count
        turn.ask(.search(SearchRequest(id: id, accountID: accountID, filter: current.filter)))
    }

    private mutating func note(_ progress: SearchProgress) {
        search?.readCount = progress.readCount
        search?.totalCount = progress.totalCount
        search?.foundCount = progress.matches.count
    }

    private mutating func back(_ turn: inout Turn) {
        guard turn.context.session?.account(accountID) != nil else { return turn.go(.close) }
        if isTyping {
            isTyping = false
            clear(&turn)
        } else if search?.isUnderWay == true {
            stop(&turn)
        } else if search != nil {
            clear(&turn)
        } else {
            turn.go(.close)
        }
    }

    private mutating func stop(_ turn: inout Turn) {
        cancel(&turn)
        search?.wasStopped = true
        search?.isUnderWay = false
    }

    /// Forgets the filter and the holds of an account that is no longer shown.
    private mutating func forget(_ turn: inout Turn) {
        isTyping = false
        holds = []
        clear(&turn)
    }

    private mutating func clear(_ turn: inout Turn) {
        words.clear()
        showAll(&turn)
    }

    /// Removes the filter, whatever its field contains.
    private mutating func showAll(_ turn: inout Turn) {
        guard search != nil else { return }
        cancel(&turn)
        search = nil
        entries.setMatches(nil)
    }

    private func cancel(_ turn: inout Turn) {
        if let search, search.isUnderWay { turn.ask(.cancelSearch(search.id)) }
        if let renewal = search?.renewal { turn.ask(.cancelSearch(renewal)) }
    }
}
