/// Draws screens in cells.
///
/// An amount is never cut, at any size: columns give way, then names, and then the whole screen
/// does, with a message that says how much room it needs.
public enum CellRenderer {
    /// Draws a screen.
    ///
    /// - Parameters:
    ///   - model: What the screen shows.
    ///   - size: How much room there is; any size is drawn, 0x0 too.
    ///   - glyphs: Which marks the terminal can show.
    /// - Returns: A frame of that size, which holds the screen, or what it needs to be shown.
    public static func render(_ model: ScreenModel, size: Size, glyphs: Glyphs) -> Frame {
        render(model, layout: layout(of: model, in: size), glyphs: glyphs)
    }

    /// Draws a screen that is laid out already.
    ///
    /// - Parameters:
    ///   - model: What the screen shows.
    ///   - layout: What ``layout(of:in:)`` made of the same model.
    ///   - glyphs: Which marks the terminal can show.
    /// - Returns: A frame of the layout's size.
    public static func render(_ model: ScreenModel, layout: ScreenLayout, glyphs: Glyphs) -> Frame {
        let shown = visible(model)
        var painter = Painter(size: layout.size, glyphs: glyphs)
        if let needed = layout.neededSize {
            painter.drawShortfall(of: shown, needed: needed)
        } else {
            painter.draw(shown, layout: layout)
        }
        return painter.frame
    }

    /// Says how many rows each list shows, and what size would do where this one does not.
    public static func layout(of model: ScreenModel, in size: Size) -> ScreenLayout {
        ScreenLayout(visible(model), in: size)
    }

    /// What may be seen of a model: while it is locked, the lock and nothing behind it.
    private static func visible(_ model: ScreenModel) -> ScreenModel {
        model.lock.map { $0.screen(in: model.environment) } ?? model
    }
}

extension LockModel {
    /// A screen that shows the lock and nothing else of the screen that it hides.
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
