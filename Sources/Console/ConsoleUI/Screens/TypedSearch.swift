import ClientService
import CoreVocabulary
import MoneyCore
import TerminalKit

/// Search among an account's entries, by the words in the filter's field.
struct TypedSearch: Sendable {
    /// Entries that are searched, as far as they can be told from others.
    struct Extent: Equatable, Sendable {
        /// Number of the entries.
        var count: Int
        /// Chain hash at the end of the entries, where it is known.
        var chainHash: String?
    }

    /// Search for one filter, running or finished.
    struct Run: Sendable {
        /// Identifier of the search request.
        let id: RequestID
        /// Filter that entries must match.
        let filter: EntryFilter
        /// Words as the user typed them.
        var words: SafeText
        /// Entries at the last search; nil if they were not known.
        var extent: Extent?
        /// Request that repeats the search after new entries.
        ///
        /// The former matches are shown until it is done.
        var renewal: RequestID?
        /// Latest progress that is shown; nil before the first.
        var progress: SearchProgress?
        /// True while entries are being read.
        var isUnderWay = true
        /// True if the user stopped the search.
        var wasStopped = false
    }

    /// Effect of a change to the words.
    enum Change {
        case none, begun, ended
    }

    /// Part of a reply that concerns the search.
    enum News {
        /// Progress of the search itself, or of its repetition.
        case progress(SearchProgress), renewal(SearchProgress)
        /// A request of the search has ended.
        case ended
    }

    /// Account whose entries are searched.
    let accountID: AccountID
    /// Latest search; nil without a filter.
    private(set) var run: Run?
    /// True while the words are being typed.
    private(set) var isTyping = false
    private var words = TextField(maximumScalarCount: 80)
    /// Error in the typed words; nil if there is none.
    private var problem: SafeText?
    private var isUnderstood = true

    /// Creates a search without words.
    init(accountID: AccountID) {
        self.accountID = accountID
    }

    /// Interpretation of keys while the entries have the focus.
    var focus: InputFocus { isTyping ? .text : .commands }

    /// True while entries are being read.
    var isUnderWay: Bool { run?.isUnderWay == true }

    /// True if there are words to clear.
    var isFiltering: Bool { isTyping || run != nil }

    // MARK: - Words

    /// Opens the field for the words.
    mutating func beginTyping() {
        isTyping = true
        problem = nil
    }

    /// Edits the words, which the search follows.
    mutating func edit(
        _ edit: FieldEdit,
        in currency: Currency?,
        _ extent: Extent?,
        _ turn: inout Turn
    ) -> Change {
        problem = words.edit(edit)
        do {
            let filter = try typedFilter(currency, turn)
            isUnderstood = true
            guard let filter else { return forget(&turn) }
            return look(for: filter, extent, &turn)
        } catch {
            // Words that cannot be understood yet filter nothing.
            isUnderstood = false
            return forget(&turn)
        }
    }

    /// Ends the typing, unless the words cannot be understood.
    mutating func confirm(in currency: Currency?, _ extent: Extent?, _ turn: inout Turn) -> Change {
        if let untaken = words.untaken(turn.context.viewport) {
            problem = untaken
            return .none
        }
        words.forgetWarning()
        do {
            guard let filter = try typedFilter(currency, turn) else { return clear(&turn) }
            isTyping = false
            return look(for: filter, extent, &turn)
        } catch {
            problem = Self.notUnderstood
            turn.say(.warning, SafeText(trusted: error.sentence))
            return .none
        }
    }

    /// Removes the words and the filter.
    mutating func clear(_ turn: inout Turn) -> Change {
        isTyping = false
        isUnderstood = true
        words.clear()
        return forget(&turn)
    }

    /// Returns the filter in the field; nil if it is empty or the currency is unknown.
    private func typedFilter(
        _ currency: Currency?,
        _ turn: Turn
    ) throws(FilterWords.Problem) -> EntryFilter? {
        guard !words.isEmpty, let currency else { return nil }
        let convention = turn.context.configuration.convention
        return try FilterWords.parse(words.text, currency: currency, convention: convention)
    }

    /// Short words about a text that is no filter.
    private static let notUnderstood: SafeText = "not understood"

    // MARK: - Requests

    /// Starts a search, unless the last one had the same filter.
    private mutating func look(
        for filter: EntryFilter,
        _ extent: Extent?,
        _ turn: inout Turn
    ) -> Change {
        run?.words = words.shown
        guard run?.filter != filter || run?.wasStopped == true else { return .none }
        cancel(&turn)
        let id = turn.makeRequestID()
        run = Run(id: id, filter: filter, words: words.shown, extent: extent)
        turn.ask(.search(SearchRequest(id: id, accountID: accountID, filter: filter)))
        return .begun
    }

    /// Repeats the search if the entries have changed since, unless somebody stopped it.
    mutating func renew(_ extent: Extent?, _ turn: inout Turn) {
        guard let run, !run.isUnderWay, !run.wasStopped, run.renewal == nil, run.extent != extent
        else { return }
        let id = turn.makeRequestID()
        self.run?.renewal = id
        self.run?.extent = extent
        turn.ask(.search(SearchRequest(id: id, accountID: accountID, filter: run.filter)))
    }

    /// Applies a reply; nil if it does not concern the search.
    mutating func receive(_ reply: ClientReply) -> News? {
        switch reply {
        case .searchProgress(let id, let progress) where id == run?.id:
            run?.progress = progress
            return .progress(progress)
        case .searchProgress(let id, let progress) where id == run?.renewal:
            return .renewal(progress)
        case .searchEnded(let id) where id == run?.id:
            run?.isUnderWay = false
            return .ended
        case .searchEnded(let id) where id == run?.renewal:
            run?.renewal = nil
            return .ended
        default:
            return nil
        }
    }

    /// Shows the result of a repeated search from now on.
    mutating func adopt(_ progress: SearchProgress) {
        run?.progress = progress
    }

    /// Stops the search and keeps its matches.
    mutating func stop(_ turn: inout Turn) {
        cancel(&turn)
        run?.wasStopped = true
    }

    /// Cancels the running requests.
    mutating func cancel(_ turn: inout Turn) {
        guard let run else { return }
        if run.isUnderWay { turn.ask(.cancelSearch(run.id)) }
        if let renewal = run.renewal { turn.ask(.cancelSearch(renewal)) }
        self.run?.isUnderWay = false
        self.run?.renewal = nil
    }

    /// Ends the search, whatever its field contains.
    mutating func forget(_ turn: inout Turn) -> Change {
        guard run != nil else { return .none }
        cancel(&turn)
        run = nil
        return .ended
    }

    // MARK: - Display

    /// Returns the availability of a command of the search; nil for any other command.
    func availability(of command: CommandID) -> Availability? {
        if isTyping { return command == .confirm || command == .back ? .enabled : .inherited }
        switch command {
        case .back: return .enabled
        case .stop: return isUnderWay ? .enabled : .inherited
        default: return nil
        }
    }

    /// Returns the line above the entries; nil without a filter.
    ///
    /// The advice follows the number of matches once nobody types; the hint shows until words are
    /// typed.
    func filterLine(found: SafeText?, advice: SafeText = .empty, hint: SafeText) -> FilterLine? {
        guard isTyping else {
            return run.map { FilterLine(text: $0.words, note: found.map { $0 + advice }) }
        }
        let misunderstanding = isUnderstood ? nil : Self.notUnderstood
        return words.filterLine(problem ?? words.warning ?? misunderstanding ?? found ?? hint)
    }

    /// Returns the progress of a running search; nil while none runs.
    func progress(total: Int?) -> ProgressModel? {
        guard isUnderWay else { return nil }
        return ProgressModel(
            title: "Searching",
            done: run?.progress?.readCount ?? 0,
            total: total,
            unit: "entries",
            unitOfOne: "entry",
            cancelKey: "Ctrl-C"
        )
    }
}
