package import TerminalKit

/// Creation of the screen model.
extension Console {
    /// Returns the screen for a terminal of the given size.
    package func screen(size: Size) -> ScreenModel {
        if let scene, scene.layout.size == size { return scene.model }
        return newScene(size: size).model
    }

    /// Returns the screen as cells for a terminal of the given size.
    package func frame(size: Size, glyphs: Glyphs) -> Frame {
        let known = scene.flatMap { $0.layout.size == size ? $0 : nil }
        let scene = known ?? newScene(size: size)
        return CellRenderer.render(scene.model, layout: scene.layout, glyphs: glyphs)
    }

    /// True if the terminal is too small for the screen, so that the effects of keys are invisible.
    var isHidden: Bool {
        guard case .cells(let size) = workspace.viewport else { return false }
        let known = scene.flatMap { $0.layout.size == size ? $0 : nil }
        return (known ?? newScene(size: size)).layout.neededSize != nil
    }

    /// Creates the screen model and its layout anew.
    func newScene(size: Size) -> Scene { ScreenPresenter(console: self).scene(size: size) }
}
