import CoreVocabulary
import Testing

@testable import TerminalKit

/// Goal: a selection is on what was selected, wherever that stands, and on nothing once it has gone.
///
/// Method: rows come, go and change places under a selection; which row is selected then.
@Suite("Selections in lists that change")
struct ListRowsTests {
    private static func ids(_ numbers: [UInt128]) -> [RowID] {
        numbers.map { RowID($0) }
    }

    private static func list(_ numbers: [UInt128], selected: Int = 0) -> ListState {
        var list = ListState(height: 3)
        list.setRows(ids(numbers))
        list.select(selected)
        return list
    }

    // Symptom: Enter paid another payee than the one that was marked. Cause: a selection was a place.
    @Test(
        "rows that come, go and change places leave the selection on what was selected",
        arguments: [[9, 1, 2, 3], [2], [3, 2, 1], [8, 9, 7, 6, 5, 2]] as [[UInt128]]
    )
    func kept(_ changed: [UInt128]) {
        var list = Self.list([1, 2, 3], selected: 1)
        list.setRows(Self.ids(changed))
        #expect(list.selectedID == RowID(2))
        #expect(list.selected == changed.firstIndex(of: 2))
        #expect(list.visibleRange.contains(list.selected ?? -1))
    }

    @Test("the first row keeps the selection like any other, where keys go to the list")
    func first() {
        var list = Self.list([1, 2])
        list.setRows(Self.ids([9, 1, 2]))
        #expect((list.selected, list.top) == (1, 0))
        // Where none go, the list goes on showing its beginning.
        list = Self.list([1, 2])
        list.setRows(Self.ids([9, 1, 2]), isAttended: false)
        #expect((list.selected, list.selectedID) == (0, RowID(9)))
    }

    @Test("once the selected row has gone none is selected, until somebody moves or it is back")
    func gone() {
        var list = Self.list([1, 2, 3], selected: 1)
        list.setRows(Self.ids([1, 3]))
        list.setHeight(2)
        #expect((list.selected, list.selectedID, list.hasLostSelection) == (nil, nil, true))
        var back = list
        back.setRows(Self.ids([3, 2]))
        #expect((back.selected, back.hasLostSelection) == (1, false))
        var down = list
        down.move(by: 1)
        #expect(down.selectedID == RowID(3))
        var up = list
        up.move(by: -1)
        #expect(up.selectedID == RowID(1))
        list.setRows([])
        #expect(!list.hasLostSelection)
        list.setRows(Self.ids([7]))
        #expect((list.selected, list.hasLostSelection) == (nil, true))
        list.restart()
        list.setRows(Self.ids([8, 7]))
        #expect(list.selectedID == RowID(8))
    }

    @Test("a row that goes because of what was done with it leaves the selection to the next one")
    func released() {
        var list = Self.list([1, 2, 3], selected: 1)
        list.release(RowID(2))
        list.setRows(Self.ids([1, 2, 3]))
        list.setRows(Self.ids([1, 3]))
        #expect(list.selectedID == RowID(3))
        // Only that row was given up, and only while it is the selected one.
        list.release(RowID(1))
        list.setRows(Self.ids([1]))
        #expect(list.hasLostSelection)
        list = Self.list([1, 2, 3], selected: 1)
        list.release(RowID(2))
        list.move(by: 1)
        list.move(by: -1)
        list.setRows(Self.ids([1, 3]))
        #expect(list.hasLostSelection)
    }

    @Test("of two rows with one name the selected one stays selected")
    func twins() {
        var list = Self.list([4, 1, 4], selected: 2)
        list.setRows(Self.ids([4, 1, 4]))
        #expect(list.selected == 2)
    }

    @Test(
        "whatever rows there are, what is selected is the same or nothing",
        arguments: 0..<50 as Range<UInt64>
    )
    func random(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        var list = Self.list([1, 2, 3, 4, 5, 6, 7, 8], selected: 4)
        for _ in 0..<200 {
            let before = list.selectedID
            let numbers = (1...12).map { UInt128($0) }.shuffled(using: &dice)
            let count = Int.random(in: 0...12, using: &dice)
            list.setRows(Self.ids(Array(numbers.prefix(count))))
            if let before, let after = list.selectedID { #expect(before == after) }
            #expect(list.count == count)
            if let selected = list.selected { #expect(list.visibleRange.contains(selected)) }
            if Bool.random(using: &dice) { list.move(by: Int.random(in: -3...3, using: &dice)) }
            if let selected = list.selected { #expect(list.ids[selected] == list.selectedID) }
        }
    }
}
