import ClientService
import MoneyCore

/// Text of a row in lower case: names match by any part, the rest by its beginning.
struct PrintedRow {
    /// The names, and other text from outside.
    let names: [String]
    /// Our own words, days among them.
    let words: [String]
    /// The bits of identifiers.
    let numbers: [UInt128]
    /// The amounts that the row shows with a direction.
    let movements: [Money]
    /// Amounts of the other cells.
    let figures: [Money]

    /// Returns true if the row contains a text.
    func has(_ sought: SoughtText) -> Bool {
        let text = sought.lowered
        if names.contains(where: { $0.contains(text) }) || begins(text) { return true }
        guard let needle = sought.needle else { return false }
        return hasFigure(sought) || numbers.contains(where: needle.stands(inNumber:))
    }

    /// Returns true if the row contains a day, or its first or last two parts.
    func hasDay(_ day: SoughtText) -> Bool { begins(day.lowered) }

    /// Returns true if one of the amounts begins with the text, with or without sign and groups.
    func hasFigure(_ sought: SoughtText) -> Bool {
        guard let needle = sought.needle else { return false }
        return movements.contains { needle.stands(inFigure: $0, isMovement: true) }
            || figures.contains { needle.stands(inFigure: $0, isMovement: false) }
    }

    /// Returns true if one of our own words begins with a text.
    private func begins(_ text: String) -> Bool {
        words.contains { " \($0)".contains(" \(text)") }
    }
}

/// A search text, prepared once and not for each row.
struct SoughtText {
    /// The text in small letters.
    let lowered: String
    /// The text as a figure or a number; nil if it is empty.
    let needle: PrintedNeedle?

    init(_ text: String, _ convention: NumberConvention) {
        lowered = text.lowercased()
        needle = PrintedNeedle(lowered, convention: convention)
    }
}
