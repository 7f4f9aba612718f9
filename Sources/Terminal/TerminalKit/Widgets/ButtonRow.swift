/// Row of buttons for the answers to a question; callers decide by the focused answer.
package struct ButtonRow<Answer: Hashable & Sendable>: Sendable {
    /// The answers in reading order, one for each button.
    package let answers: [Answer]
    /// The buttons in reading order.
    package let buttons: [Button]
    /// Index of the focused button; nil only if there are no buttons.
    package private(set) var focusedIndex: Int?

    /// Creates a row with the focus on the safe button.
    package init(_ choices: [(answer: Answer, button: Button)]) {
        answers = choices.map(\.answer)
        buttons = choices.map(\.button)
        focusedIndex = buttons.safeIndex
    }

    /// The focused answer; nil only if there are no buttons.
    package var focused: Answer? { focusedIndex.map { answers[$0] } }

    /// Moves the focus back to the safe button.
    package mutating func reset() {
        focusedIndex = buttons.safeIndex
    }

    /// Moves the focus by a number of buttons, left if negative; it stops at the ends.
    package mutating func moveFocus(by step: Int) {
        guard let focusedIndex else { return }
        self.focusedIndex = min(max(0, focusedIndex + step), buttons.count - 1)
    }

    /// Moves the focus to the next button; after the last follows the first.
    package mutating func focusNext() {
        guard let focusedIndex else { return }
        self.focusedIndex = (focusedIndex + 1) % buttons.count
    }

    /// Moves the focus to the button at an index; does nothing if it is out of range.
    package mutating func focus(at index: Int) {
        if buttons.indices.contains(index) { focusedIndex = index }
    }

    /// The display model of the row, which has the focus.
    package var model: ButtonsModel { ButtonsModel(buttons, focused: focusedIndex) }
}
