/// Positions of buttons: side by side, continued in a new row when the width is used up.
struct ButtonsLayout: Equatable, Sendable {
    /// Cells around a button's title: the focus mark, plus a bracket and a space on each side.
    static let padding = 5

    /// Origin of each button, relative to the top left of the block.
    var origins: [Point] = []
    /// Height of the block in rows.
    var height = 0
    /// Width of the widest button in cells.
    var neededWidth = 0

    /// Lays buttons out in a given width.
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
