/// Where a dialog stands.
struct DialogLayout: Equatable, Sendable {
    /// Sentences are easier to read when lines are not longer than this.
    static let comfortableWidth = 60
    /// Border and one space on each side.
    static let sides = 4

    /// What the dialog shows, as blocks.
    var blocks: [Block]
    /// The box with its border.
    var box: Rect
    /// The box without its border and the space beside it.
    var interior: Rect
    /// The blocks inside.
    var stack: StackLayout

    /// Places a dialog in the middle of a screen, between its first row and its last.
    init(_ model: DialogModel, in size: Size, isShort: Bool) {
        blocks = model.blocks
        let room = Rect(size).inset(vertically: 1)
        let widest = max(1, room.width - Self.sides)
        var width = min(widest, Self.comfortableWidth)
        let rows = max(0, room.height - 2)
        stack = StackLayout(
            blocks,
            in: Rect(x: 0, y: 0, width: width, height: rows),
            isShort: isShort
        )
        if stack.neededWidth > width || stack.neededHeight > rows {
            width = min(widest, max(width, stack.neededWidth, Self.comfortableWidth * 3 / 2))
            stack = StackLayout(
                blocks,
                in: Rect(x: 0, y: 0, width: width, height: rows),
                isShort: isShort
            )
        }
        let height = min(stack.neededHeight, rows)
        box = Rect(
            x: max(0, (room.width - width - Self.sides) / 2),
            y: room.y + max(0, (room.height - height - 2) / 2),
            width: width + Self.sides,
            height: height + 2
        )
        // What does not fit is told by `neededHeight`; the interior stays as high as there is room.
        interior = Rect(x: box.x + 2, y: box.y + 1, width: width, height: rows)
        stack = StackLayout(blocks, in: interior, isShort: isShort)
    }
}

extension DialogModel {
    /// The dialog's content in the words of a screen.
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
