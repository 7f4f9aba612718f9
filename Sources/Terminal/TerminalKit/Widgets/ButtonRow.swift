/// Row of buttons and its focus.
public struct ButtonRow: Equatable, Sendable {
    /// The buttons in reading order.
    public private(set) var buttons: [Button]
    /// Index of the focused button; nil only if there are no buttons.
    public private(set) var focused: Int?

    /// Creates a row with the focus on the safe button.
    public init(_ buttons: [Button]) {
        self.buttons = buttons
        focused = Self.safeIndex(buttons)
    }

    /// Moves the focus back to the safe button.
    public mutating func reset() {
        focused = Self.safeIndex(buttons)
    }

    /// Moves the focus to a button.
    ///
    /// Does nothing if the index is out of range.
    public mutating func focus(_ index: Int) {
        guard buttons.indices.contains(index) else { return }
        focused = index
    }

    /// Returns the display model of the row.
    public func model(isFocused: Bool) -> ButtonsModel {
        ButtonsModel(buttons, focused: isFocused ? focused : nil)
    }

    /// Handles the arrow keys, and Enter or the space bar to press the focused button.
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
