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
    /// Tells the screens that are seen how many rows are in sight, and lets them ask for what is
    /// missing.
    ///
    /// How many there are follows from what is shown, and what is shown from the rows. So the rows
    /// of the last event are taken first; hardly an event changes them, and then the screen that
    /// was made with them stands.
    mutating func settle() -> [Effect] {
        let last = scene
        scene = nil
        settleToast()
        guard lock == nil else {
            if case .cells(let size) = viewport { scene = makeScene(size: size) }
            return []
        }
        switch viewport {
        case .lines(let count):
            defer { refreshCommands() }
            return withShown { $0.arrange({ _ in count }, &$1) }
        case .cells(let size):
            var effects: [Effect] = []
            let known = last.flatMap { $0.model.id == shownID ? $0 : nil }
            if let known { effects += arrange(by: known.layout) }
            var next = makeScene(size: size)
            let lackedRoom = lacksRoom
            lacksRoom = next.layout.neededSize != nil
            if next.layout.lists != known?.layout.lists || lacksRoom != lackedRoom {
                effects += arrange(by: next.layout)
                next = makeScene(size: size)
                lacksRoom = next.layout.neededSize != nil
            }
            scene = next
            return effects
        }
    }

    private mutating func arrange(by layout: ScreenLayout) -> [Effect] {
        withShown { $0.arrange({ layout.visibleRowCount(ofList: $0) }, &$1) }
    }

    private mutating func makeScene(size: Size) -> Scene {
        refreshCommands()
        return newScene(size: size)
    }

    /// Lays the screen out; one that does not fit names the keys that are heeded all the same.
    func newScene(size: Size) -> Scene {
        var model = model(size: size)
        let layout = CellRenderer.layout(of: model, in: size)
        if layout.neededSize != nil, model.lock != nil {
            model.lock?.hints = [Self.unseenHint(.quit, "Sign out")]
        } else if layout.neededSize != nil {
            model.hints =
                (session == nil ? [] : [Self.essentialHint(.lock, "Lock")])
                + [Self.unseenHint(.quit, "Leave")]
            if let deed = unseenBackDeed(in: size) {
                model.hints.append(Hint("Esc", deed.title, isEssential: true))
            }
        }
        return Scene(model: model, layout: layout)
    }

    private static func essentialHint(_ id: CommandID, _ title: SafeText) -> Hint {
        let key = CommandRows.keyName(id, whileTyping: true)
        return Hint(SafeText(trusted: key), title, isEssential: true)
    }

    /// The hint of a key that is pressed twice where nobody sees the question that it asks.
    private static func unseenHint(_ id: CommandID, _ title: SafeText) -> Hint {
        let key = CommandRows.keyName(id, whileTyping: true)
        return Hint(SafeText(trusted: "\(key) \(key)"), title, isEssential: true)
    }

    /// The deed of Esc where the screen does not fit; nil where it does nothing.
    ///
    /// It leads back to a screen that fits. Where none does, it would only change what nobody sees.
    func unseenBackDeed(in size: Size) -> BackDeed? {
        guard lock == nil, SizeClass(size) != .tooSmall, availability(of: .back) == .enabled,
            !backDeed.mustBeSeen
        else { return nil }
        return backDeed
    }

    /// Whether a question stands in front of another screen.
    var isAskingInFront: Bool { top.kind == .question && stack.count > 1 }

    /// The screen whose content is seen, as the model names it.
    var shownID: ScreenID { ScreenID(shownKind.rawValue) }

    /// The kind of the screen whose content is seen: a question stands in front of it.
    var shownKind: ScreenKind {
        isAskingInFront ? stack[stack.count - 2].kind : top.kind
    }
}
