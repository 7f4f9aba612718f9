/// Position and content of a dialog.
struct DialogLayout: Equatable, Sendable {
    /// Maximum width at which sentences are still easy to read, in cells.
    static let comfortableWidth = 60
    /// Cells for the border and one space on each side.
    static let sides = 4

    /// The dialog's content as blocks.
    var blocks: [Block]
    /// Rectangle of the dialog, including its border.
    var box: Rect
    /// Rectangle inside the border and the space beside it.
    var interior: Rect
    /// Layout of the blocks inside the dialog.
    var stack: StackLayout

    /// Centres a dialog between the first row and the last row of the screen.
    init(_ model: DialogModel, in size: Size, isShort: Bool) {
        let blocks = model.blocks
        let room = Rect(size).inset(vertically: 1)
        let widest = max(1, room.width - Self.sides)
        var width = min(widest, Self.comfortableWidth)
        let rows = max(0, room.height - 2)
        func stacked() -> StackLayout {
            let area = Rect(x: 0, y: 0, width: width, height: rows)
            return StackLayout(blocks, in: area, isShort: isShort)
        }
        var flat = stacked()
        if flat.neededWidth > width || flat.neededHeight > rows {
            width = min(widest, max(width, flat.neededWidth, Self.comfortableWidth * 3 / 2))
            flat = stacked()
        }
        let height = min(flat.neededHeight, rows)
        box = Rect(
            x: max(0, (room.width - width - Self.sides) / 2),
            y: room.y + max(0, (room.height - height - 2) / 2),
            width: width + Self.sides,
            height: height + 2
        )
        // `neededHeight` reports what does not fit. The interior keeps the available height.
        interior = Rect(x: box.x + 2, y: box.y + 1, width: width, height: rows)
        self.blocks = blocks
        stack = StackLayout(blocks, in: interior, isShort: isShort)
    }
}

extension DialogModel {
    /// The dialog's content as blocks of a screen.
    var blocks: [Block] {
        var blocks: [Block] = []
        if !paragraphs.isEmpty { blocks.append(.text(paragraphs, role: .text)) }
        if !facts.isEmpty { blocks += [.space, .facts(facts)] }
        if let form { blocks += [.space, .form(form)] }
        if !buttons.buttons.isEmpty { blocks += [.space, .buttons(buttons)] }
        if blocks.first == .space { blocks.removeFirst() }
        return blocks
    }
}
