import ClientService
import CoreVocabulary
import MoneyCore
import TerminalKit

/// A row of a list in memory, in the form for a filter.
struct SearchedRow {
    /// Cells of the row as printed.
    var cells: [CellContent]
    /// Text that is not printed but matches, such as the whole number of an account.
    var hidden = ""
    /// Bits of identifiers that are not printed and match by their first digits, such as a
    /// receipt's.
    var numbers: [UInt128] = []
    /// The amounts that a range is compared with.
    var amounts: [Money] = []
    /// The other printed amounts of the row.
    var figures: [Money] = []
    /// Direction of the money; nil if the row states none.
    var direction: EntryFilter.Direction?
    /// The days that a range is compared with.
    var days: [BusinessDate] = []

    /// Returns the text of the row in lower case.
    func printed() -> PrintedRow {
        var names = hidden.isEmpty ? [] : [hidden.lowercased()]
        var words = days.map { $0.words.lowercased() }
        for cell in cells {
            switch cell {
            case .untrusted(let text, let end):
                let name = text + end
                names.append(name.plain.lowercased())
                if let remark = UntrustedRemark(name) {
                    words.append(remark.word.plain.lowercased())
                }
            case .text(let text, _): words.append(text.plain.lowercased())
            case .status(let status): words.append(status.word.plain.lowercased())
            // The number is looked for as an amount.
            case .amount(let amount):
                if let currency = amount.currency { words.append(currency.plain.lowercased()) }
                // Beside a movement it is a direction, and looked for as one.
                if direction == nil, let word = amount.word {
                    words.append(word.plain.lowercased())
                }
            case .empty: break
            }
        }
        return PrintedRow(
            names: names,
            words: words,
            numbers: numbers,
            movements: direction == nil ? [] : amounts,
            figures: direction == nil ? amounts + figures : figures
        )
    }
}
