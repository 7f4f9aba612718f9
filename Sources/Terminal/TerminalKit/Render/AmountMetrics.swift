/// How wide the parts of a column of amounts are, so that their decimal marks stand in one line.
///
/// From the left: the whole part, the fraction with its mark, the currency, the word.
struct AmountMetrics: Equatable, Sendable {
    /// Cells of the widest whole part, its sign and grouping included.
    private(set) var wholeWidth = 0
    /// Cells of the widest fraction with its decimal mark.
    private(set) var fractionWidth = 0
    /// Cells of the widest currency.
    private(set) var currencyWidth = 0
    /// Cells of the widest word.
    private(set) var wordWidth = 0

    /// Measures amounts that stand in one column.
    init(_ amounts: [AmountContent] = []) {
        for amount in amounts { add(amount) }
    }

    /// Measures one amount more.
    mutating func add(_ amount: AmountContent) {
        let fraction = Self.fractionWidth(of: amount)
        wholeWidth = max(wholeWidth, amount.number.width - fraction)
        fractionWidth = max(fractionWidth, fraction)
        currencyWidth = max(currencyWidth, amount.currency?.width ?? 0)
        wordWidth = max(wordWidth, amount.word?.width ?? 0)
    }

    /// The cells that any of the amounts needs.
    var width: Int {
        wholeWidth + fractionWidth + (currencyWidth > 0 ? currencyWidth + 1 : 0)
            + (wordWidth > 0 ? wordWidth + 1 : 0)
    }

    /// Where the number of one amount begins, from the left edge of the column.
    func numberOffset(of amount: AmountContent) -> Int {
        wholeWidth + Self.fractionWidth(of: amount) - amount.number.width
    }

    /// Where currencies begin, from the left edge of the column.
    var currencyOffset: Int { wholeWidth + fractionWidth + 1 }

    /// Where words begin, from the left edge of the column.
    var wordOffset: Int { width - wordWidth }

    private static func fractionWidth(of amount: AmountContent) -> Int {
        guard amount.fractionDigitCount > 0 else { return 0 }
        return min(amount.fractionDigitCount + 1, amount.number.width)
    }
}

extension CellContent {
    /// The amount, where the content is one.
    var amount: AmountContent? {
        if case .amount(let amount) = self { amount } else { nil }
    }
}
