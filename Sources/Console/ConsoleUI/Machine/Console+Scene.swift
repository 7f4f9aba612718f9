import TerminalKit

/// Screen model and layout after an event, computed once for fetching rows and for the frame.
struct Scene: Sendable {
    /// Content of the screen.
    let model: ScreenModel
    /// Layout of the content.
    let layout: ScreenLayout
}

/// Processing at the end of every event.
extension Console {
    /// Tells the visible screens how many rows are visible, and lets them request missing ones.
    ///
    /// The number depends on the content, and the content on the rows. So the layout of the last
    /// event is tried first. Few events change it, and then the resulting screen is final.
    mutating func settle() -> [Effect] {
        let last = scene
        scene = nil
        workspace.settleMessage()
        guard workspace.lock == nil else {
            if case .cells(let size) = workspace.viewport { scene = makeScene(size: size) }
            return []
        }
        switch workspace.viewport {
        case .lines(let count):
            defer { refreshCommands() }
            return workspace.withShown { $0.arrange({ _ in count }, &$1) }
        case .cells(let size):
            var effects: [Effect] = []
            let known = last.flatMap { $0.model.id == shownID ? $0 : nil }
            if let known { effects += arrange(by: known.layout) }
            var next = makeScene(size: size)
            let lackedRoom = workspace.lacksRoom
            workspace.lacksRoom = next.layout.neededSize != nil
            if next.layout.lists != known?.layout.lists || workspace.lacksRoom != lackedRoom {
                effects += arrange(by: next.layout)
                next = makeScene(size: size)
                workspace.lacksRoom = next.layout.neededSize != nil
            }
            scene = next
            return effects
        }
    }

    private mutating func arrange(by layout: ScreenLayout) -> [Effect] {
        workspace.withShown { $0.arrange({ layout.visibleRowCount(ofList: $0) }, &$1) }
    }

    private mutating func makeScene(size: Size) -> Scene {
        refreshCommands()
        return newScene(size: size)
    }

    /// Returns the effect of Esc on a screen that does not fit; nil if there is none.
    ///
    /// It goes back to a screen that fits. Anything else would change invisible state.
    func unseenBackAction(in size: Size) -> BackAction? {
        guard workspace.lock == nil, SizeClass(size) != .tooSmall,
            workspace.availability(of: .back) == .enabled,
            !workspace.backAction.mustBeSeen
        else { return nil }
        return workspace.backAction
    }

    /// Identifier of the screen whose content is visible.
    var shownID: ScreenID { ScreenID(workspace.shown.kind.rawValue) }
}
