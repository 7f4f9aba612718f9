/// Buttons side by side and which of them has the focus.
public struct ButtonRow: Equatable, Sendable {
    /// The buttons in reading order.
    public private(set) var buttons: [Button]
    /// Which one has the focus; nil only when there are none.
    public private(set) var focused: Int?

    /// Makes a row; the focus starts on the safe button.
    public init(_ buttons: [Button]) {
        self.buttons = buttons
        focused = Self.safeIndex(buttons)
    }

    /// Puts the focus back on the safe button.
    public mutating func reset() {
        focused = Self.safeIndex(buttons)
    }

    /// Puts the focus on a button; does nothing when there is no such button.
    public mutating func focus(_ index: Int) {
        guard buttons.indices.contains(index) else { return }
        focused = index
    }

    /// What the screen shows of it.
    public func model(isFocused: Bool) -> ButtonsModel {
        ButtonsModel(buttons, focused: isFocused ? focused : nil)
    }

    /// Takes the arrows, and Enter or the space bar to press the button with the focus.
    public mutating func handle(_ key: Key) -> WidgetOutcome {
        guard let focused else { return .ignored }
        switch key {
        case .left:
            self.focused = max(0, focused - 1)
        case .right:
            self.focused = min(buttons.count - 1, focused + 1)
        case .enter, .character(" "):
            let button = buttons[focused]
            if let reason = button.disabledReason { return .refused(reason) }
            return .pressed(button.id)
        default:
            return .ignored
        }
        return .handled
    }

    private static func safeIndex(_ buttons: [Button]) -> Int? {
        buttons.firstIndex { $0.kind == .safe } ?? (buttons.isEmpty ? nil : 0)
    }
}
