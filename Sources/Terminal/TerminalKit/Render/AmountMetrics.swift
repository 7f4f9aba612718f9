/// Widths of the parts of a column of amounts, used to align their decimal marks.
///
/// From the left, the parts are the whole part, the fraction with its mark, the currency, the word.
struct AmountMetrics: Equatable, Sendable {
    /// Cells of the widest whole part, its sign and grouping included.
    private(set) var wholeWidth = 0
    /// Cells of the widest fraction with its decimal mark.
    private(set) var fractionWidth = 0
    /// Cells of the widest currency code or symbol.
    private(set) var currencyWidth = 0
    /// Cells of the widest word after an amount.
    private(set) var wordWidth = 0

    /// Creates the metrics of amounts that share one column.
    init(_ amounts: [AmountContent] = []) {
        for amount in amounts { add(amount) }
    }

    /// Widens the metrics to fit one more amount.
    mutating func add(_ amount: AmountContent) {
        let fraction = Self.fractionWidth(of: amount)
        wholeWidth = max(wholeWidth, amount.number.width - fraction)
        fractionWidth = max(fractionWidth, fraction)
        currencyWidth = max(currencyWidth, amount.currency?.width ?? 0)
        wordWidth = max(wordWidth, amount.word?.width ?? 0)
    }

    /// Cells needed to show any of the amounts.
    var width: Int {
        wholeWidth + fractionWidth + (currencyWidth > 0 ? currencyWidth + 1 : 0)
            + (wordWidth > 0 ? wordWidth + 1 : 0)
    }

    /// Returns the column offset at which the number of `amount` begins.
    func numberOffset(of amount: AmountContent) -> Int {
        wholeWidth + Self.fractionWidth(of: amount) - amount.number.width
    }

    /// Column offset at which currencies begin.
    var currencyOffset: Int { wholeWidth + fractionWidth + 1 }

    /// Column offset at which words begin.
    var wordOffset: Int { width - wordWidth }

    private static func fractionWidth(of amount: AmountContent) -> Int {
        guard amount.fractionDigitCount > 0 else { return 0 }
        return min(amount.fractionDigitCount + 1, amount.number.width)
    }
}

extension CellContent {
    /// The amount if the content is one, else nil.
    var amount: AmountContent? {
        if case .amount(let amount) = self { amount } else { nil }
    }
}
