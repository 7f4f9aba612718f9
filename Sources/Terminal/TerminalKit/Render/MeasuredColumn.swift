/// Width requirements of a list column, measured from the rows that are loaded.
///
/// Amounts and our own words are measured. Text written by others is not.
struct MeasuredColumn {
    /// Index of the column in the list.
    let index: Int
    /// Priority for dropping the column, see ``Column/dropPriority``.
    let dropPriority: Int
    /// Minimum width in cells, below which the screen is not drawn.
    private(set) var least = 0
    /// Width below which other columns are dropped.
    private(set) var modest = 0
    /// Width given before names share the remaining cells.
    private(set) var wanted = 0
    /// Width up to which a flexible column is served before others.
    private(set) var comfortable = 0
    /// Maximum width that the column can use.
    private(set) var most = 0
    /// Width that is kept free for the column while there are spare columns.
    private(set) var ample = 0
    /// Cells for the title of a column of amounts, whose amounts may be narrower.
    private var title = 0
    /// Width below which the title is cut.
    ///
    /// No column is dropped for a title, and no amount or name shrinks for it.
    var titled: Int { hasGivenUpWords ? modest : max(modest, title) }
    /// True if the column takes part of the remaining width.
    private(set) var isFlexible = false
    /// True if the column holds names, which may be cut.
    private(set) var isName = false
    /// True if the words in front of the ends were dropped.
    private(set) var hasGivenUpWords = false
    /// Metrics of the column's amounts; nil if it holds none.
    private(set) var amounts: AmountMetrics?
    /// True if the names have ends, which are meaningful without the words in front of them.
    var hasEnds: Bool { end > 0 }

    /// Cells of the widest text of our own.
    private var words = 0
    /// Cells of the widest end, which is never cut, without its leading space.
    private var end = 0
    /// True if no cell has content to measure.
    private var isEmpty = true
    private var holdsWordsOfOthers = false

    /// Measures one column of a list.
    init(_ list: ListModel, column index: Int) {
        let column = list.columns[index]
        self.index = index
        dropPriority = column.dropPriority
        for row in list.window.rows { add(row) }
        for row in list.measured { add(row) }
        let titles = (long: column.title.width, short: (column.shortTitle ?? column.title).width)
        switch column.width {
        case .fixed(let width): fix(width, titles.long, titles.short)
        case .flexible(let minimum, let comfortable): bend(minimum, comfortable, titles.long)
        }
    }

    private mutating func add(_ row: ListRow) {
        guard row.cells.indices.contains(index) else { return }
        switch row.cells[index] {
        case .empty: return
        case .amount(let amount):
            var metrics = amounts ?? AmountMetrics()
            metrics.add(amount)
            amounts = metrics
        case .text(let text, _): words = max(words, text.width)
        case .status(let status): words = max(words, status.word.width + 2)
        case .untrusted(_, let end):
            holdsWordsOfOthers = true
            self.end = max(self.end, end.droppingLeadingSpace.width)
        }
        isEmpty = false
    }

    /// Drops the words in front of the ends to keep the column; returns false without any.
    mutating func giveUpWords() -> Bool {
        guard hasEnds, modest > least else { return false }
        modest = least
        hasGivenUpWords = true
        return true
    }

    private mutating func fix(_ width: Int, _ longTitle: Int, _ shortTitle: Int) {
        let width = max(1, width)
        if let amounts {
            least = amounts.width
            modest = least
            wanted = max(width, least)
            title = min(wanted, shortTitle)
        } else if holdsWordsOfOthers || isEmpty {
            isName = hasEnds
            // An end is never cut.
            let width = max(width, end)
            least = isName ? min(width, max(end, shortTitle)) : width
            modest = width
            wanted = width
        } else {
            least = min(width, max(1, words, shortTitle))
            wanted = max(1, words, longTitle)
            modest = min(width, wanted)
        }
        most = wanted
        ample = most
    }

    private mutating func bend(_ minimum: Int, _ comfort: Int, _ title: Int) {
        isFlexible = true
        isName = amounts == nil
        let required = amounts?.width ?? 0
        let preferred = max(1, minimum, required)
        let comfort = max(preferred, comfort)
        let isOurs = !isEmpty && isName && !holdsWordsOfOthers
        most = isOurs ? max(1, words, title) : max(comfort, ListLayout.greatestName)
        least = isName ? min(most, max(1, min(minimum, ListLayout.shortestName), end)) : required
        // An end is never cut. A column without room for it is dropped.
        modest = max(least, min(most, dropPriority <= 0 ? comfort : preferred))
        wanted = modest
        comfortable = min(most, comfort)
        ample = isOurs ? most : min(most, max(comfort, ListLayout.ampleName))
    }
}
