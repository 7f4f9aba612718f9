import ClientService
import MoneyCore

/// What a row says, in small letters: names are found by any part of them, the rest by beginnings.
struct PrintedRow {
    /// Names and other words of others.
    let names: [String]
    /// Words of ours, days among them.
    let words: [String]
    /// The bits of identifiers.
    let numbers: [UInt128]
    /// The amounts of which the row says whether they came in or went out.
    let movements: [Money]
    /// The other amounts.
    let figures: [Money]
    /// How amounts are typed.
    let convention: NumberConvention

    /// Whether a text stands in the row.
    func has(_ text: String) -> Bool {
        let text = text.lowercased()
        if names.contains(where: { $0.contains(text) }) || begins(text) { return true }
        guard let needle = PrintedNeedle(text, convention: convention) else { return false }
        return hasFigure(needle) || numbers.contains(where: needle.stands(inNumber:))
    }

    /// Whether a day, or its first or last two parts, stands in the row.
    func hasDay(_ day: String) -> Bool { begins(day.lowercased()) }

    /// Whether one of the amounts begins so, with or without sign and groups.
    func hasFigure(_ text: String) -> Bool {
        guard let needle = PrintedNeedle(text, convention: convention) else { return false }
        return hasFigure(needle)
    }

    private func hasFigure(_ needle: PrintedNeedle) -> Bool {
        movements.contains { needle.stands(inFigure: $0, isMovement: true) }
            || figures.contains { needle.stands(inFigure: $0, isMovement: false) }
    }

    /// Whether a text begins a word of ours.
    private func begins(_ text: String) -> Bool {
        words.contains { " \($0)".contains(" \(text)") }
    }
}
