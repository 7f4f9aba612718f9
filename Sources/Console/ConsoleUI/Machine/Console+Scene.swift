import TerminalKit

/// What is to be seen after an event, and where: made once, for rows to fetch and for the frame.
struct Scene: Sendable {
    /// What the screen shows.
    let model: ScreenModel
    /// Where it stands.
    let layout: ScreenLayout
}

/// The end of every event.
extension Console {
    /// Tells the screen on top how many rows are in sight, and lets it ask for what is missing.
    ///
    /// How many there are follows from what is shown, and what is shown from the rows. So the rows
    /// of the last event are taken first; hardly an event changes them, and then the screen that
    /// was made with them stands.
    mutating func settle() -> [Effect] {
        let last = scene
        scene = nil
        guard lock == nil else {
            refreshCommands()
            return []
        }
        switch viewport {
        case .lines(let count):
            defer { refreshCommands() }
            return withTop { $0.arrange({ _ in count }, &$1) }
        case .cells(let size):
            var effects: [Effect] = []
            let known = last.flatMap { $0.model.id == ScreenID(top.kind.rawValue) ? $0 : nil }
            if let known { effects += arrange(by: known.layout) }
            var next = makeScene(size: size)
            if next.layout.lists != known?.layout.lists {
                effects += arrange(by: next.layout)
                next = makeScene(size: size)
            }
            scene = next
            return effects
        }
    }

    private mutating func arrange(by layout: ScreenLayout) -> [Effect] {
        withTop { $0.arrange({ layout.visibleRowCount(ofList: $0) }, &$1) }
    }

    private mutating func makeScene(size: Size) -> Scene {
        refreshCommands()
        let model = model(size: size)
        return Scene(model: model, layout: CellRenderer.layout(of: model, in: size))
    }
}
