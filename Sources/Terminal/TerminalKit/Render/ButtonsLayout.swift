/// Where buttons stand: side by side, and in a new row where there is no room.
struct ButtonsLayout: Equatable, Sendable {
    /// Cells around a button's words: the mark of the focus, a bracket and a space on each side.
    static let padding = 5

    /// Where each button begins, in rows and columns from the top left of the block.
    var origins: [Point] = []
    /// Rows down.
    var height = 0
    /// The cells across that the widest button takes.
    var neededWidth = 0

    /// Lays buttons out in a width.
    init(_ model: ButtonsModel, width: Int) {
        var x = 0
        var y = 0
        for button in model.buttons {
            let buttonWidth = button.title.width + Self.padding
            neededWidth = max(neededWidth, buttonWidth)
            if x > 0, x + buttonWidth > width {
                x = 0
                y += 1
            }
            origins.append(Point(x: x, y: y))
            x += buttonWidth + 1
        }
        height = model.buttons.isEmpty ? 0 : y + 1
    }
}
