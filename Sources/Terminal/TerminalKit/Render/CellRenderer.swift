/// Renders screen models into frames of character cells.
///
/// An amount is never cut, at any size. Columns are dropped first, then names are shortened. If
/// that is not enough, a message with the required size replaces the whole screen.
package enum CellRenderer {
    /// Renders a screen into a frame of any size, even 0x0.
    package static func render(_ model: ScreenModel, size: Size, glyphs: Glyphs) -> Frame {
        render(model, layout: layout(of: model, in: size), glyphs: glyphs)
    }

    /// Renders a screen by its ``layout(of:in:)``, or the size that it needs if it lacks room.
    package static func render(_ model: ScreenModel, layout: ScreenLayout, glyphs: Glyphs) -> Frame
    {
        let shown = visible(model)
        var painter = Painter(size: layout.size, glyphs: glyphs)
        if let needed = layout.neededSize {
            painter.drawShortfall(of: shown, needed: needed)
        } else {
            painter.draw(shown, layout: layout)
        }
        return painter.frame
    }

    /// Returns the rows that each list shows, and the size required if this one is too small.
    package static func layout(of model: ScreenModel, in size: Size) -> ScreenLayout {
        ScreenLayout(visible(model), in: size)
    }

    /// Returns the model to draw: the lock alone while the screen is locked, else the model itself.
    private static func visible(_ model: ScreenModel) -> ScreenModel {
        model.lock.map { $0.screen(in: model.environment) } ?? model
    }
}

extension LockModel {
    /// Returns a screen that shows only the lock, without any content of the screen behind it.
    func screen(in environment: Environment) -> ScreenModel {
        var blocks: [Block] = []
        if !paragraphs.isEmpty { blocks.append(.text(paragraphs, role: .text)) }
        if let form { blocks += [.space, .form(form)] }
        if let buttons { blocks += [.space, .buttons(buttons)] }
        return ScreenModel(
            id: "lock",
            title: title,
            environment: environment,
            blocks: blocks,
            hints: hints
        )
    }
}
