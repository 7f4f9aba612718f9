import CoreVocabulary
import Testing

@testable import TerminalKit

/// Goal: nothing that a model holds and no size breaks a screen.
///
/// Method: screens put together at random are drawn at random sizes from 1x1 to 200x60.
@Suite struct RenderPropertyTests {
    static let seeds = Array<UInt64>(0..<400)

    /// Any size, and every other time one around the sizes at which things give way.
    static func size(_ dice: inout SplitMix64) -> Size {
        let isAny = dice.oneIn(2)
        return Size(
            width: Int.random(in: isAny ? 1...200 : 55...130, using: &dice),
            height: Int.random(in: isAny ? 1...60 : 14...26, using: &dice)
        )
    }

    @Test("a frame has exactly its cells, and every wide character stands whole", arguments: seeds)
    func wellFormed(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        let screen = RandomScreen(seed: seed)
        for glyphs in [Glyphs.unicode, .ascii] {
            let size = Self.size(&dice)
            let frame = CellRenderer.render(screen.model, size: size, glyphs: glyphs)
            #expect(frame.cells.count == size.width * size.height)
            #expect(frame.bounds.contains(frame.cursor))
            for y in 0..<size.height { Self.expectWholeCharacters(frame.row(y)) }
        }
    }

    private static func expectWholeCharacters(_ row: ArraySlice<Cell>) {
        var halvesLeft = 0
        for cell in row {
            if halvesLeft > 0 {
                #expect(cell.isContinuation)
                halvesLeft -= 1
                continue
            }
            #expect(!cell.isContinuation)
            let width = CellWidth.of(cell.base)
            #expect(width == Int(cell.width), "a cell as wide as its character")
            halvesLeft = Int(cell.width) - 1
        }
        #expect(halvesLeft == 0, "no wide character hangs over the edge")
    }

    @Test("an amount is on the screen whole, or the screen says what it needs", arguments: seeds)
    func amountsWhole(seed: UInt64) {
        var dice = SplitMix64(seed: seed &+ 1_000)
        let screen = RandomScreen(seed: seed)
        let size = Self.size(&dice)
        let frame = CellRenderer.render(screen.model, size: size, glyphs: .unicode)
        let layout = CellRenderer.layout(of: screen.model, in: size)
        let plane = frame.textPlane
        guard let needed = layout.neededSize else {
            for number in screen.numbers {
                #expect(plane.contains(number), "\(number) at \(size)")
            }
            return
        }
        #expect(needed.width > size.width || needed.height > size.height)
        if size.width >= 12 { #expect(plane.contains("Need \(needed)")) }
        if size.width >= 12, size.height >= 2 { #expect(plane.contains("Have \(size)")) }
    }

    @Test("the size that a screen asks for is enough", arguments: seeds)
    func neededSizeSuffices(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed &+ 2_000)
        let screen = RandomScreen(seed: seed)
        let layout = CellRenderer.layout(of: screen.model, in: Self.size(&dice))
        guard let needed = layout.neededSize else { return }
        #expect(CellRenderer.layout(of: screen.model, in: needed).neededSize == nil)
    }

    @Test("every known row in sight shows its amounts whole", arguments: seeds)
    func listAmountsWhole(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed &+ 3_000)
        let list = RandomScreen.list(&dice, 0)
        let model = ScreenModel(
            id: "list",
            title: "List",
            environment: .live,
            blocks: [.list(list)]
        )
        let size = Self.size(&dice)
        let layout = CellRenderer.layout(of: model, in: size)
        guard layout.neededSize == nil else { return }
        let visible = try #require(layout.visibleRowCount(ofList: list.id))
        let frame = CellRenderer.render(model, size: size, glyphs: .unicode)
        let plane = frame.textPlane
        let top = list.effectiveTop(visibleCount: visible)
        for index in top..<min(list.rowCount, top + visible) {
            guard let row = list.row(at: index) else { continue }
            for (column, cell) in zip(list.columns, row.cells) where column.dropPriority == 0 {
                guard let amount = cell.amount else { continue }
                #expect(plane.contains(amount.number.plain))
                if let word = amount.word { #expect(plane.contains(word.plain)) }
            }
        }
        if let selected = list.selected, selected >= 0, selected < list.rowCount {
            #expect((top..<top + visible).contains(selected), "the selected row is in sight")
        }
    }

    @Test("the decimal marks of a column stand in one line")
    func decimalMarks() throws {
        let model = ScreenModel(
            id: "list",
            title: "List",
            environment: .live,
            blocks: [.list(Samples.list())]
        )
        let frame = CellRenderer.render(
            model,
            size: Size(width: 80, height: 24),
            glyphs: .unicode
        )
        var columns: Set<Int> = []
        for y in 0..<24 {
            let row = Array(frame.row(y))
            for x in row.indices where row[x].base == "." {
                let role = row[x].role
                if role == .amountNegative || role == .amountPositive { columns.insert(x) }
            }
        }
        #expect(columns.count == 1)
    }
}
