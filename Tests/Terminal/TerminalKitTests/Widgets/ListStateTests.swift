import CoreVocabulary
import Testing

@testable import TerminalKit

/// Goal: the selected row exists and is in sight, whatever is done to a list of any length.
///
/// Method: single moves with known results, and random moves with the rule checked after each.
@Suite struct ListStateTests {
    @Test("a list starts at its first row, and an empty one has none")
    func start() {
        #expect(ListState(count: 3).selected == 0)
        #expect(ListState(count: 0).selected == nil)
        #expect(ListState(count: -4, height: -1).visibleRange == 0..<0)
    }

    @Test("the top follows the selection only as far as it must")
    func scrolling() {
        var list = ListState(count: 100, height: 10)
        list.move(by: 9)
        #expect((list.selected, list.top) == (9, 0))
        list.move(by: 1)
        #expect((list.selected, list.top) == (10, 1))
        list.move(by: -5)
        #expect((list.selected, list.top) == (5, 1))
        list.moveToEnd()
        #expect((list.selected, list.top) == (99, 90))
        list.move(by: 7)
        #expect((list.selected, list.top) == (99, 90))
        list.moveToStart()
        #expect((list.selected, list.top) == (0, 0))
    }

    @Test("a page keeps one row in sight and never goes past an end")
    func paging() {
        var list = ListState(count: 25, height: 10)
        list.page(by: 1)
        #expect((list.selected, list.top) == (9, 9))
        list.page(by: 1)
        #expect((list.selected, list.top) == (18, 15))
        list.page(by: 1)
        #expect((list.selected, list.top) == (24, 15))
        list.page(by: -9)
        #expect((list.selected, list.top) == (0, 0))
    }

    @Test("fewer rows or less room keep the selection in sight")
    func shrinking() {
        var list = ListState(count: 100, height: 10)
        list.select(50)
        list.setHeight(3)
        #expect(list.visibleRange.contains(50))
        list.setCount(20)
        #expect((list.selected, list.top) == (19, 17))
        list.setCount(0)
        #expect((list.selected, list.top) == (nil, 0))
        list.setCount(5)
        #expect(list.selected == 0)
    }

    @Test("the rows in sight end with the selected one when it comes in from below")
    func visible() {
        var list = ListState(count: 1_000_000, height: 20)
        list.select(500_000)
        #expect(list.visibleRange == 499_981..<500_001)
        list.moveToEnd()
        #expect(list.visibleRange == 999_980..<1_000_000)
    }

    @Test("after any moves the selected row is in sight", arguments: 0..<50 as Range<UInt64>)
    func random(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        var list = ListState(count: 10, height: 4)
        for _ in 0..<200 {
            switch Int.random(in: 0..<7, using: &dice) {
            case 0: list.setCount(Int.random(in: -1...300, using: &dice))
            case 1: list.setHeight(Int.random(in: -1...60, using: &dice))
            case 2: list.move(by: dice.oneIn(9) ? .max : Int.random(in: -9...9, using: &dice))
            case 3: list.page(by: dice.oneIn(9) ? .min : Int.random(in: -3...3, using: &dice))
            case 4: list.moveToEnd()
            case 5: list.select(Int.random(in: -9...400, using: &dice))
            default: list.moveToStart()
            }
            #expect((list.selected == nil) == (list.count == 0))
            if let selected = list.selected { #expect(list.visibleRange.contains(selected)) }
            #expect(list.top >= 0)
            #expect(list.count < list.height || list.visibleRange.count == list.height)
        }
    }
}
