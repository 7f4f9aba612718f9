import MoneyCore

/// What a row says, in small letters: names are found by any part of them, the rest by beginnings.
struct PrintedRow {
    /// Digits of a number below this many are no receipt's: words like `face` are hexadecimal, too.
    private static let leastNumberDigits = 8

    /// Names and other words of others.
    let names: [String]
    /// Words of ours, days among them.
    let words: [String]
    /// Identifiers, without hyphens.
    let numbers: [String]
    /// The amounts.
    let figures: [Money]
    /// How amounts are typed.
    let convention: NumberConvention

    /// Whether a text stands in the row.
    func has(_ text: String) -> Bool {
        let text = text.lowercased()
        return names.contains { $0.contains(text) } || begins(text) || hasFigure(text)
            || hasNumber(text)
    }

    /// Whether a day, or its first or last two parts, stands in the row.
    func hasDay(_ day: String) -> Bool { begins(day.lowercased()) }

    /// Whether one of the amounts begins so, with or without sign and groups.
    func hasFigure(_ text: String) -> Bool {
        let signs: Set<Character> = ["+", "-"]
        let group = Character(convention.groupSeparator)
        let sign = text.first.flatMap { signs.contains($0) ? $0 : nil }
        let digits = text.dropFirst(sign == nil ? 0 : 1).filter { $0 != group }
        guard digits.first?.isWholeNumber == true else { return false }
        let formatter = MoneyFormatter(convention.withoutGroups)
        return figures.contains { money in
            if let sign, sign == "-" ? !money.isNegative : !money.isPositive { return false }
            let printed = formatter.text(money).drop { !$0.isWholeNumber }
            return printed.hasPrefix(digits)
        }
    }

    /// Whether a text begins a word of ours.
    private func begins(_ text: String) -> Bool {
        words.contains { " \($0)".contains(" \(text)") }
    }

    private func hasNumber(_ text: String) -> Bool {
        let digits = text.filter { $0 != "-" }
        return digits.count >= Self.leastNumberDigits && numbers.contains { $0.hasPrefix(digits) }
    }
}
