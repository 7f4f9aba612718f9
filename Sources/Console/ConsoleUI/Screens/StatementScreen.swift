import ClientService
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit

/// The screen of a month's statement: opening, entries, closing.
struct StatementScreen: ConsoleScreen {
    /// Account of the statement.
    let accountID: AccountID

    private var month: StatementMonth
    /// The months with a statement, newest first.
    private let months: [StatementMonth]
    private var statement: Statement?
    private var hasFailed = false
    private var entries: EntryList
    private var search: TypedSearch
    /// True if the first match is still to be selected.
    private var owesFirstMatch = false
    /// True if the chain hash is shown among the facts.
    private var showsDetails = false

    /// Creates the screen of a month, which requests the statement when it appears.
    init(accountID: AccountID, month: StatementMonth, among months: [StatementMonth]) {
        self.accountID = accountID
        self.month = month
        self.months = months
        entries = EntryList(accountID: accountID, places: 0..<0, order: .oldestFirst)
        search = TypedSearch(accountID: accountID)
    }

    var kind: ScreenKind { .statement }
    var focus: InputFocus { search.focus }

    mutating func appear(_ turn: inout Turn) {
        turn.ask(StatementQuery(accountID: accountID, month: month))
    }

    mutating func disappear(_ turn: inout Turn) {
        search.cancel(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        turn.ask(StatementQuery(accountID: accountID, month: month))
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .filter: search.beginTyping()
        case .confirm: apply(search.confirm(in: currency, extent, &turn))
        case .back: back(&turn)
        case .stop: search.stop(&turn)
        case .details: showsDetails.toggle()
        case .nextMatch: moveToMatch(after: true, &turn)
        case .previousMatch: moveToMatch(after: false, &turn)
        case .previousMonth: turnTo(neighbour(1), &turn)
        case .nextMonth: turnTo(neighbour(-1), &turn)
        case .open:
            if let entry = entries.selectedEntry { turn.go(.open(EntryScreen(entry: entry))) }
        default: entries.perform(command)
        }
    }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        // Copied once: with two reads, the optimiser of Swift 6.3.1 stops.
        let shown = statement
        let currency = shown?.account.currency
        apply(search.edit(edit, in: currency, shown.map(Self.extent), &turn))
    }

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if entries.receive(reply) { return }
        if let (_, received) = reply.answer(to: StatementQuery.self) {
            return show(received, &turn)
        }
        if reply.failure(of: StatementQuery.self) != nil {
            hasFailed = statement == nil
            return
        }
        if case .accounts = reply, turn.context.session?.account(accountID) == nil {
            forgetStatement(&turn)
        }
        switch search.receive(reply) {
        case .progress(let progress):
            showFirstMatch()
            // Older entries than the month's need not be read.
            if hasReadMonth(progress) { search.cancel(&turn) }
        case .renewal(let progress) where progress.isComplete || hasReadMonth(progress):
            search.adopt(progress)
            search.cancel(&turn)
            search.renew(extent, &turn)
        case .ended: search.renew(extent, &turn)
        case .renewal, nil: break
        }
    }

    /// Shows a statement, if it is the one that this screen is for.
    private mutating func show(_ received: Statement, _ turn: inout Turn) {
        guard received.account.accountID == accountID, received.month == month else { return }
        let isNew = statement == nil
        statement = received
        hasFailed = false
        entries.setPlaces(received.places)
        entries.reload()
        if isNew { entries.moveToStart() }
        search.renew(extent, &turn)
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        entries.select(index)
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        guard context.session?.account(accountID) != nil else { return false }
        return (statement == nil && !hasFailed) || entries.isAwaitingRows
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        entries.arrange(visibleRows, &turn)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // Nothing is shown of an account that the user has no access to.
        guard context.session?.account(accountID) != nil else {
            return command == .back ? .enabled : .inherited
        }
        if let own = search.availability(of: command) { return own }
        if let motion = entries.position.availability(of: command) { return motion }
        switch command {
        case .details: return statement == nil ? .inherited : .enabled
        case .filter:
            return statement == nil ? .disabled("The statement is not there yet.") : .enabled
        case .nextMatch, .previousMatch:
            guard search.run != nil else { return .disabled("Search first, with Find.") }
            return matchPlaces.isEmpty ? .disabled("Nothing was found in this month.") : .enabled
        case .previousMonth:
            return neighbour(1) == nil ? .disabled("There is no earlier statement.") : .enabled
        case .nextMonth:
            return neighbour(-1) == nil ? .disabled("There is no later statement.") : .enabled
        case .open: return entries.openAvailability
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        guard context.session?.account(accountID) != nil else { return .goBack }
        return search.isFiltering ? .clearFilter : .goBack
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let titles = titles(context)
        let isShown = context.session?.account(accountID) != nil
        var content =
            isShown ? ScreenContent(title: titles[0]) : .accountNotShown(title: titles[0])
        content.shortTitles = Array(titles.dropFirst())
        guard isShown else { return content }
        guard let statement else {
            let unreadable = Sentences.unreadable(StatementQuery.self, for: context.words)
            content.blocks = [
                hasFailed ? .sentence(unreadable) : .text("The statement is being put together.")
            ]
            return content
        }
        content.blocks = [.facts(facts(statement, context)), .list(list(statement, context))]
        content.aside = entries.aside(in: context)
        content.progress = search.progress(total: entries.places.upperBound)
        return content
    }

    /// Returns the titles of the screen, longest first: that the month goes on is cut last.
    private func titles(_ context: ScreenContext) -> [SafeText] {
        let long = context.format.dates.month(year: month.year, month: month.month)
        let short = BusinessDate.shortMonthNames[month.month - 1]
        let names =
            isRunning(context)
            ? ["\(long) so far", "\(short) \(month.year) so far", "\(short) so far"]
            : [long, "\(short) \(month.year)"]
        return (["Statement of \(names[0])"] + names).map { SafeText(trusted: $0) }
    }

    /// Returns true if the record ends before the month, so that the statement is not final.
    private func isRunning(_ context: ScreenContext) -> Bool {
        let freshness =
            statement?.freshness ?? context.session?.account(accountID)?.balance.freshness
        let end = freshness.map { context.format.freshness.end(of: $0) } ?? context.time.wall
        let last = context.format.dates.zone.date(of: end).components
        return month >= StatementMonth(year: last.year, month: last.month)
    }

    private func facts(_ statement: Statement, _ context: ScreenContext) -> [Fact] {
        let format = context.format
        let believed = format.freshness.note(statement.freshness).map {
            "record: \($0)" as SafeText
        }
        func balance(_ label: SafeText, _ money: Money) -> Fact {
            Fact(label, .amount(format.balanceAmount(money)), note: believed)
        }
        var facts = [Fact("Account", .untrusted(format.accountName(statement.account)))]
        facts += context.holderFacts(statement.account, dropPriority: 1)
        facts += [
            balance("Opening", statement.opening),
            Fact("Came in", .amount(format.plainAmount(statement.credits, word: "CR"))),
            Fact("Went out", .amount(format.plainAmount(statement.debits, word: "DR"))),
            balance(isRunning(context) ? "Closing so far" : "Closing", statement.closing),
        ]
        if showsDetails {
            let hash = Format.grouped(statement.chainHash, by: 8)
            facts.append(Fact("Chain hash", .text(SafeText(trusted: hash), role: .textCode)))
        }
        return facts
    }

    private func list(_ statement: Statement, _ context: ScreenContext) -> ListModel {
        let count = matchPlaces.count
        let found = search.run.map { run -> SafeText in
            run.isUnderWay ? "\(count) found so far" : "\(count) found"
        }
        return entries.model(
            freshness: statement.freshness,
            format: context.format,
            filter: search.filterLine(
                found: found,
                advice: context.viewport.isSpoken
                    ? "; next match and previous match go through them"
                    : "; n and N go through them",
                hint: "what a row says, 500..2000, >1000"
            ),
            emptyText: context.words.noEntries
        )
    }

    private var currency: Currency? { statement?.account.currency }

    /// Entries that a search reads now.
    private var extent: TypedSearch.Extent? {
        statement.map(Self.extent)
    }

    private static func extent(of statement: Statement) -> TypedSearch.Extent {
        TypedSearch.Extent(count: statement.places.count, chainHash: statement.chainHash)
    }

    /// Matches among all entries of the account; nil without a search.
    private var matches: MatchSet? { search.run?.progress?.matches }

    /// Returns the number of entries that arrived since a search: places count from the
    /// newest entry, and only its number tells which that was.
    private func age(of matches: MatchSet) -> Int {
        guard let statement, let newest = matches.newestSequence else { return 0 }
        return Int(statement.newestSequence - newest)
    }

    /// Returns true if a search has reached the oldest entry of the month.
    private func hasReadMonth(_ progress: SearchProgress) -> Bool {
        progress.readCount + age(of: progress.matches) >= entries.places.upperBound
    }

    /// Places of this month's matches among all matches.
    private var matchPlaces: Range<Int> {
        guard let matches, matches.count > 0 else { return 0..<0 }
        let start = firstMatch(atOrAfter: entries.places.lowerBound, matches)
        return start..<max(start, firstMatch(atOrAfter: entries.places.upperBound, matches))
    }

    /// Returns the index of the first match at a place or an older one.
    private func firstMatch(atOrAfter place: Int, _ matches: MatchSet) -> Int {
        let age = age(of: matches)
        var low = 0
        var high = matches.count
        while low < high {
            let middle = (low + high) / 2
            if let found = matches.place(ofMatch: middle), found + age < place {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private mutating func showFirstMatch() {
        guard owesFirstMatch, !matchPlaces.isEmpty else { return }
        owesFirstMatch = false
        // Newest first is how matches come; the first to read is the oldest known so far.
        select(match: matchPlaces.upperBound - 1)
    }

    private mutating func moveToMatch(after: Bool, _ turn: inout Turn) {
        guard let matches,
            let place = entries.position.selected.flatMap({ entries.place(ofRow: $0) })
        else { return }
        let range = matchPlaces
        // Down the list is towards newer entries, which have smaller places.
        let here = firstMatch(atOrAfter: place, matches)
        let wanted = after ? here - 1 : firstMatch(atOrAfter: place + 1, matches)
        if range.contains(wanted) {
            select(match: wanted)
        } else {
            select(match: after ? range.upperBound - 1 : range.lowerBound)
            turn.say(.information, after ? "Back at the first match." : "Back at the last match.")
        }
    }

    private mutating func select(match index: Int) {
        guard let matches, let place = matches.place(ofMatch: index),
            let row = entries.row(ofPlace: place + age(of: matches))
        else { return }
        entries.select(row)
    }

    /// Selects the first match of a search that has begun, once it is found.
    private mutating func apply(_ change: TypedSearch.Change) {
        if change == .begun { owesFirstMatch = true }
    }

    /// Forgets the statement of an account that is no longer shown; the next news requests it
    /// again.
    private mutating func forgetStatement(_ turn: inout Turn) {
        apply(search.clear(&turn))
        statement = nil
        hasFailed = false
        entries = EntryList(accountID: accountID, places: 0..<0, order: .oldestFirst)
    }

    private mutating func back(_ turn: inout Turn) {
        guard backAction(in: turn.context) == .clearFilter else { return turn.go(.close) }
        apply(search.clear(&turn))
    }

    private func neighbour(_ step: Int) -> StatementMonth? {
        guard let index = months.firstIndex(of: month) else { return nil }
        return months.indices.contains(index + step) ? months[index + step] : nil
    }

    private mutating func turnTo(_ other: StatementMonth?, _ turn: inout Turn) {
        guard let other else { return }
        apply(search.forget(&turn))
        month = other
        statement = nil
        entries = EntryList(accountID: accountID, places: 0..<0, order: .oldestFirst)
        turn.ask(StatementQuery(accountID: accountID, month: other))
    }
}
