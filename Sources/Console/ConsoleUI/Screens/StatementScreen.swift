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
    private var words = TextField(maximumScalarCount: 80)
    private var isTyping = false
    private var problem: SafeText?
    private var search: StatementSearch?
    /// True if the chain hash is shown among the facts.
    private var showsDetails = false

    /// Creates the screen of a month, which requests the statement when it appears.
    init(accountID: AccountID, month: StatementMonth, among months: [StatementMonth]) {
        self.accountID = accountID
        self.month = month
        self.months = months
        entries = EntryList(accountID: accountID, places: 0..<0, order: .oldestFirst)
    }

    var kind: ScreenKind { .statement }
    var focus: InputFocus { isTyping ? .text : .commands }

    mutating func appear(_ turn: inout Turn) {
        turn.ask(StatementQuery(accountID: accountID, month: month))
    }

    mutating func disappear(_ turn: inout Turn) {
        cancel(&turn)
    }

    mutating func recordsChanged(_ turn: inout Turn) {
        turn.ask(StatementQuery(accountID: accountID, month: month))
    }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {
        switch command {
        case .filter:
            isTyping = true
            problem = nil
        case .confirm: find(&turn)
        case .back: back(&turn)
        case .stop:
            cancel(&turn)
            search?.wasStopped = true
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
        problem = words.edit(edit)
        // The selection follows what is typed; what cannot be understood yet is not looked for.
        do {
            let filter = try typedFilter(turn.context)
            if let filter { look(for: filter, &turn) } else { forgetSearch(&turn) }
        } catch {
            forgetSearch(&turn)
        }
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
        switch reply {
        case .accounts where turn.context.session?.account(accountID) == nil:
            forgetStatement(&turn)
        case .searchProgress(let id, let progress) where id == search?.id:
            search?.matches = progress.matches
            showFirstMatch()
            // Older entries than the month's need not be read.
            if hasReadMonth(progress) { cancel(&turn) }
        case .searchProgress(let id, let progress) where id == search?.renewal:
            guard progress.isComplete || hasReadMonth(progress) else { break }
            search?.matches = progress.matches
            cancel(&turn)
            renewSearch(&turn)
        case .searchEnded(let id) where id == search?.id:
            search?.isUnderWay = false
            renewSearch(&turn)
        case .searchEnded(let id) where id == search?.renewal:
            search?.renewal = nil
            renewSearch(&turn)
        default: break
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
        renewSearch(&turn)
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        entries.select(index)
    }

    func isAwaitingRows(in context: ScreenContext) -> Bool {
        guard context.session?.account(accountID) != nil else { return false }
        return (statement == nil && !hasFailed) || entries.isAwaitingRows
    }

    mutating func arrange(_ visibleRows: (String) -> Int?, _ turn: inout Turn) {
        if let rows = visibleRows("entries") { entries.setHeight(rows) }
        entries.fetch(&turn)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        // Nothing is shown of an account that the user has no access to.
        guard context.session?.account(accountID) != nil else {
            return command == .back ? .enabled : .inherited
        }
        if isTyping { return command == .confirm || command == .back ? .enabled : .inherited }
        if let motion = entries.position.availability(of: command) { return motion }
        switch command {
        case .back: return .enabled
        case .details: return statement == nil ? .inherited : .enabled
        case .filter:
            return statement == nil ? .disabled("The statement is not there yet.") : .enabled
        case .stop: return search?.isUnderWay == true ? .enabled : .inherited
        case .nextMatch, .previousMatch:
            guard search != nil else { return .disabled("Search first, with Find.") }
            return matchPlaces.isEmpty ? .disabled("Nothing was found in this month.") : .enabled
        case .previousMonth:
            return neighbour(1) == nil ? .disabled("There is no earlier statement.") : .enabled
        case .nextMonth:
            return neighbour(-1) == nil ? .disabled("There is no later statement.") : .enabled
        case .open:
            return entries.openAvailability
        default: return .inherited
        }
    }

    func backAction(in context: ScreenContext) -> BackAction {
        guard context.session?.account(accountID) != nil else { return .goBack }
        return isTyping || search != nil ? .clearFilter : .goBack
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let titles = titles(context)
        var content = ScreenContent(title: titles[0])
        if context.session?.account(accountID) == nil {
            content = .accountNotShown(title: titles[0])
        }
        content.shortTitles = Array(titles.dropFirst())
        guard context.session?.account(accountID) != nil else { return content }
        guard let statement else {
            content.blocks = [
                .text(
                    hasFailed
                        ? [
                            SafeText(
                                trusted: Sentences.unreadable(
                                    StatementQuery.self,
                                    for: context.words
                                ).text
                            )
                        ]
                        : ["The statement is being put together."],
                    role: .text
                )
            ]
            return content
        }
        content.blocks = [.facts(facts(statement, context)), .list(list(statement, context))]
        if let entry = entries.selectedEntry {
            content.aside = [.heading("Entry"), .facts(EntryScreen.facts(of: entry, in: context))]
        }
        if search?.isUnderWay == true {
            content.progress = ProgressModel(
                title: "Searching",
                done: search?.matches.readCount ?? 0,
                total: entries.places.upperBound,
                unit: "entries",
                unitOfOne: "entry",
                cancelKey: "Ctrl-C"
            )
        }
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
            Fact(
                label,
                .amount(
                    format.plainAmount(money, role: money.isNegative ? .balanceOverdrawn : .balance)
                ),
                note: believed
            )
        }
        var facts = [Fact("Account", .untrusted(format.accountName(statement.account)))]
        for var holder in context.holderFacts(statement.account) {
            holder.dropPriority = 1
            facts.append(holder)
        }
        facts.append(balance("Opening", statement.opening))
        facts.append(Fact("Came in", .amount(format.plainAmount(statement.credits, word: "CR"))))
        facts.append(Fact("Went out", .amount(format.plainAmount(statement.debits, word: "DR"))))
        let closing: SafeText = isRunning(context) ? "Closing so far" : "Closing"
        facts.append(balance(closing, statement.closing))
        if showsDetails {
            facts.append(
                Fact(
                    "Chain hash",
                    .text(SafeText(trusted: Self.grouped(statement.chainHash)), role: .textCode)
                )
            )
        }
        return facts
    }

    private func list(_ statement: Statement, _ context: ScreenContext) -> ListModel {
        let count = entries.position.count
        let believed = context.format.freshness.record(statement.freshness)
        return entries.model(
            id: "entries",
            title: "Entries",
            format: context.format,
            filter: filterLine(context),
            footer: count == 0
                ? nil : SafeText(trusted: "\(entries.placeWords)\(count), oldest first\(believed)"),
            emptyText: context.words.noEntries
        )
    }

    private func filterLine(_ context: ScreenContext) -> FilterLine? {
        let found = search.map {
            SafeText(
                trusted: "\(matchPlaces.count) \($0.isUnderWay ? "found so far" : "found")"
            )
        }
        if isTyping {
            return FilterLine(
                text: words.shown,
                cursorColumn: words.cursorColumn,
                note: problem ?? words.warning ?? misunderstanding(context) ?? found
                    ?? "what a row says, 500..2000, >1000"
            )
        }
        guard let search, let found else { return nil }
        let ways: SafeText =
            context.viewport.isSpoken
            ? "next match and previous match go through them" : "n and N go through them"
        return FilterLine(text: search.words, note: found + "; " + ways)
    }

    /// Returns the filter in the field; nil if it is empty, or the statement is not shown.
    private func typedFilter(
        _ context: ScreenContext
    ) throws(FilterWords.Problem) -> EntryFilter? {
        try FilterWords.filter(
            typed: words.text,
            currency: statement?.account.currency,
            convention: context.configuration.convention
        )
    }

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
        guard let matches = search?.matches, matches.count > 0 else { return 0..<0 }
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
        guard search?.isToBeShown == true, !matchPlaces.isEmpty else { return }
        search?.isToBeShown = false
        // Newest first is how matches come; the first to read is the oldest known so far.
        select(match: matchPlaces.upperBound - 1)
    }

    private mutating func moveToMatch(after: Bool, _ turn: inout Turn) {
        guard let matches = search?.matches,
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
        guard let matches = search?.matches, let place = matches.place(ofMatch: index),
            let row = entries.row(ofPlace: place + age(of: matches))
        else { return }
        entries.select(row)
    }

    private func misunderstanding(_ context: ScreenContext) -> SafeText? {
        FilterWords.misunderstanding(
            of: words.text,
            currency: statement?.account.currency,
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
            let filter = try typedFilter(turn.context)
            isTyping = false
            if let filter { look(for: filter, &turn) } else { forgetSearch(&turn) }
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
        search = StatementSearch(id: id, filter: filter, words: words.shown, extent: extent)
        turn.ask(.search(SearchRequest(id: id, accountID: accountID, filter: filter)))
    }

    private var extent: StatementSearch.Extent? {
        statement.map { StatementSearch.Extent(count: $0.places.count, chainHash: $0.chainHash) }
    }

    /// Repeats the search after new entries of the month, unless somebody stopped it.
    private mutating func renewSearch(_ turn: inout Turn) {
        let extent = extent
        guard let current = search, !current.isUnderWay, !current.wasStopped,
            current.renewal == nil, current.extent != extent
        else { return }
        let id = turn.makeRequestID()
        search?.renewal = id
        search?.extent = extent
        turn.ask(.search(SearchRequest(id: id, accountID: accountID, filter: current.filter)))
    }

    private mutating func forgetSearch(_ turn: inout Turn) {
        cancel(&turn)
        search = nil
    }

    /// Forgets the statement of an account that is no longer shown; the next news requests it
    /// again.
    private mutating func forgetStatement(_ turn: inout Turn) {
        isTyping = false
        words.clear()
        forgetSearch(&turn)
        statement = nil
        hasFailed = false
        entries = EntryList(accountID: accountID, places: 0..<0, order: .oldestFirst)
    }

    private mutating func back(_ turn: inout Turn) {
        guard turn.context.session?.account(accountID) != nil, isTyping || search != nil else {
            return turn.go(.close)
        }
        isTyping = false
        forgetSearch(&turn)
        words.clear()
    }

    private mutating func cancel(_ turn: inout Turn) {
        guard let current = search else { return }
        if current.isUnderWay { turn.ask(.cancelSearch(current.id)) }
        if let renewal = current.renewal { turn.ask(.cancelSearch(renewal)) }
        search?.isUnderWay = false
        search?.renewal = nil
    }

    private func neighbour(_ step: Int) -> StatementMonth? {
        guard let index = months.firstIndex(of: month) else { return nil }
        return months.indices.contains(index + step) ? months[index + step] : nil
    }

    private mutating func turnTo(_ other: StatementMonth?, _ turn: inout Turn) {
        guard let other else { return }
        forgetSearch(&turn)
        month = other
        statement = nil
        entries = EntryList(accountID: accountID, places: 0..<0, order: .oldestFirst)
        turn.ask(StatementQuery(accountID: accountID, month: other))
    }

    /// Returns a hash in groups of eight digits, which eyes can compare.
    private static func grouped(_ hash: String) -> String {
        var groups: [Substring] = []
        var rest = hash[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(8))
            rest = rest.dropFirst(8)
        }
        return groups.joined(separator: " ")
    }
}
