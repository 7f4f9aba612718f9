/// Positions of the labels, values and notes in a block of facts.
struct FactsLayout: Equatable, Sendable {
    /// Position of one fact, in rows from the top of the block.
    struct PlacedFact: Equatable, Sendable {
        /// Row of the label.
        var row: Int
        /// Column of the value, after its warning mark if it has one.
        var valueX: Int
        /// Lines of a wrapped value; empty if the value is drawn unwrapped.
        var valueLines: [SafeText] = []
        /// Column of the note on the value's first row; nil if the note has rows of its own.
        var noteX: Int?
        /// Lines of a note that has rows of its own.
        var noteLines: [SafeText] = []
    }

    /// Width to which labels are cut at most to make room for an amount.
    static let shortestLabel = 8
    /// Cells between label and value, and between value and note.
    static let gap = 2

    /// The placed facts in order.
    var facts: [PlacedFact] = []
    /// Width of the label column in cells.
    var labelWidth: Int
    /// Metrics of the amounts, which share one column.
    var amounts: AmountMetrics
    /// Height of the block in rows.
    var height = 0
    /// Minimum width in cells at which no amount is cut.
    var neededWidth: Int

    /// Column at which values begin.
    var valueX: Int { labelWidth + Self.gap }

    /// Lays facts out in a given width.
    init(_ source: [Fact], width: Int) {
        amounts = AmountMetrics(source.compactMap(\.value.amount))
        let widest = source.map(\.label.width).max() ?? 0
        let least = min(widest, Self.shortestLabel)
        let valueLeast = max(amounts.width, 1)
        neededWidth = least + Self.gap + valueLeast
        let generous = min(widest, max(Self.shortestLabel, width * 5 / 12))
        labelWidth = max(least, min(generous, width - Self.gap - valueLeast))
        for fact in source {
            let placed = place(fact, width: width)
            facts.append(placed)
            height = placed.row + max(1, placed.valueLines.count) + placed.noteLines.count
        }
    }

    private func place(_ fact: Fact, width: Int) -> PlacedFact {
        let room = max(1, width - valueX)
        var placed = PlacedFact(row: height, valueX: valueX)
        var valueWidth: Int
        switch fact.value {
        case .amount: valueWidth = amounts.width
        case .status(let status): valueWidth = 2 + status.word.width
        case .empty: valueWidth = 0
        case .text(let text, _):
            placed.valueLines = text.wrapped(toWidth: room)
            valueWidth = placed.valueLines.count == 1 ? text.width : room
        case .untrusted(let words, let end):
            let text = words + end
            let remark = UntrustedRemark(text)
            placed.valueX = remark?.isWarning == true ? valueX + 2 : valueX
            let whole: SafeText = remark.map { "\(text) (\($0.word))" } ?? text
            placed.valueLines = whole.wrapped(toWidth: max(1, width - placed.valueX))
            let markWidth = placed.valueX - valueX
            valueWidth = placed.valueLines.count == 1 ? whole.width + markWidth : room
        }
        guard let note = fact.note else { return placed }
        if valueWidth + Self.gap + note.width <= room {
            placed.noteX = valueX + (valueWidth == 0 ? 0 : valueWidth + Self.gap)
        } else {
            placed.noteLines = note.wrapped(toWidth: room)
        }
        return placed
    }
}
