/// What a column of a list needs and wants, by what stands in the rows that are known.
///
/// Amounts and our own words are measured; the words of others are not.
struct MeasuredColumn {
    /// Which of the list's columns this is.
    let index: Int
    /// When it goes; see ``Column/dropPriority``.
    let dropPriority: Int
    /// Below this the screen is refused.
    private(set) var least = 0
    /// Below this other columns go.
    private(set) var modest = 0
    /// What it is given before the names share what is left.
    private(set) var wanted = 0
    /// Up to this a flexible column is served before others.
    private(set) var comfortable = 0
    /// It has no use for more than this.
    private(set) var most = 0
    /// Spare columns leave it this much.
    private(set) var ample = 0
    /// The cells for the title of a column of amounts, which may be narrower.
    private var title = 0
    /// With less than this its title is cut; nothing goes for that, and no amount nor name gives way.
    var titled: Int { hasGivenUpWords ? modest : max(modest, title) }
    /// Whether it takes what is left over.
    private(set) var isFlexible = false
    /// Whether it holds a name, which may be cut.
    private(set) var isName = false
    /// Whether the words in front of its ends were given up.
    private(set) var hasGivenUpWords = false
    /// The parts of the amounts in it; nil when it holds none.
    private(set) var amounts: AmountMetrics?
    /// Whether its names have ends, which tell what is meant without the words in front of them.
    var hasEnds: Bool { end > 0 }

    /// The cells of the widest of our own words.
    private var words = 0
    /// The cells of the widest end that is not cut, without the space in front of it.
    private var end = 0
    /// Whether there is nothing to measure.
    private var isEmpty = true
    private var holdsWordsOfOthers = false

    /// Measures a column of a list.
    init(_ list: ListModel, column index: Int) {
        let column = list.columns[index]
        self.index = index
        dropPriority = column.dropPriority
        for row in list.window.rows { add(row) }
        for row in list.measured { add(row) }
        let titles = (
            long: column.title.width, short: (column.shortTitle ?? column.title).width
        )
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

    /// Gives up the words in front of the ends, so that the column need not go.
    ///
    /// - Returns: False if there are none to give up.
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
        // An end is never cut: a column that has no room for it goes.
        modest = max(least, min(most, dropPriority <= 0 ? comfort : preferred))
        wanted = modest
        comfortable = min(most, comfort)
        ample = isOurs ? most : min(most, max(comfort, ListLayout.ampleName))
    }
}
