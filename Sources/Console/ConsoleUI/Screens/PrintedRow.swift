import ClientService
import MoneyCore

/// Text of a row in lower case: names match by any part, the rest by its beginning.
struct PrintedRow {
    /// Names and other words of others.
    let names: [String]
    /// Words of ours, days among them.
    let words: [String]
    /// The bits of identifiers.
    let numbers: [UInt128]
    /// The amounts of which the row says whether they came in or went out.
    let movements: [Money]
    /// Amounts of the other cells.
    let figures: [Money]

    /// True if a text stands in the row.
    func has(_ sought: SoughtText) -> Bool {
        let text = sought.lowered
        if names.contains(where: { $0.contains(text) }) || begins(text) { return true }
        guard let needle = sought.needle else { return false }
        return hasFigure(sought) || numbers.contains(where: needle.stands(inNumber:))
    }

    /// True if a day, or its first or last two parts, stands in the row.
    func hasDay(_ day: SoughtText) -> Bool { begins(day.lowered) }

    /// True if one of the amounts begins so, with or without sign and groups.
    func hasFigure(_ sought: SoughtText) -> Bool {
        guard let needle = sought.needle else { return false }
        return movements.contains { needle.stands(inFigure: $0, isMovement: true) }
            || figures.contains { needle.stands(inFigure: $0, isMovement: false) }
    }

    /// True if a text begins a word of ours.
    private func begins(_ text: String) -> Bool {
        words.contains { " \($0)".contains(" \(text)") }
    }
}

/// A text that rows are asked for, made ready once and not for each row.
struct SoughtText {
    /// The text in small letters.
    let lowered: String
    /// The same as a figure or a number; nil when it is empty.
    let needle: PrintedNeedle?

    init(_ text: String, _ convention: NumberConvention) {
        lowered = text.lowercased()
        needle = PrintedNeedle(lowered, convention: convention)
    }
}
