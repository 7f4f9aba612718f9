/// Screen whose keys go to a list that is in memory as a whole.
protocol RowListScreen: ConsoleScreen {
    /// List that has the focus.
    var list: RowList { get set }
}

extension RowListScreen {
    var focus: InputFocus { list.focus }

    mutating func edit(_ edit: FieldEdit, _ turn: inout Turn) {
        list.edit(edit)
    }

    mutating func select(_ index: Int, _ turn: inout Turn) {
        list.select(index)
    }

    func backAction(in context: ScreenContext) -> BackAction { list.backAction ?? .goBack }
}
