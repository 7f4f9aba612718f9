import TerminalKit

/// Two lists of a screen, one of which has the focus; the raw value of a pane identifies its list.
struct ListPair<Pane: RawRepresentable<String> & Equatable & Sendable>: Sendable {
    /// Pane whose list has the focus.
    var pane: Pane
    private let first: Pane
    private let second: Pane
    private var firstList = RowList()
    private var secondList = RowList()

    /// Creates two empty lists with the focus on the first.
    init(_ first: Pane, _ second: Pane) {
        self.first = first
        self.second = second
        pane = first
    }

    /// Pane without the focus.
    var otherPane: Pane { pane == first ? second : first }

    /// List that has the focus.
    var list: RowList {
        get { self[pane] }
        set { self[pane] = newValue }
    }

    /// Returns the list of a pane.
    subscript(pane: Pane) -> RowList {
        get { pane == first ? firstList : secondList }
        set { if pane == first { firstList = newValue } else { secondList = newValue } }
    }

    /// Sets the present rows of a list, and the number of visible ones.
    mutating func arrange(_ pane: Pane, _ rows: [some ListedRow], _ visibleRows: (String) -> Int?) {
        let height = visibleRows(pane.rawValue)
        self[pane].arrange(rows, height: height, isAttended: pane == self.pane)
    }

    /// Moves the focus to the other list, with the filter if only that list has matches.
    mutating func goToOther(withFilter: Bool = false) {
        let left = pane
        pane = otherPane
        guard withFilter else { return }
        list.adoptFilter(of: self[left])
        self[left].clear()
    }

    /// Returns the words for a list without matches; nil if it lacks the focus, or the other has
    /// none either.
    func elsewhere(
        _ nothing: SafeText,
        in pane: Pane,
        count: @autoclosure () -> Int,
        _ place: SafeText,
        isSpoken: Bool
    ) -> SafeText? {
        guard self.pane == pane else { return nil }
        let count = count()
        guard count > 0 else { return nil }
        let key = SafeText(
            trusted: isSpoken ? "other list" : CommandRows.keyName(.nextPane, whileTyping: true)
        )
        return "\(nothing); \(key) finds \(count) \(place)"
    }
}
