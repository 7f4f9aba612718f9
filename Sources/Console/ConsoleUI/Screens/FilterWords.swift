import ClientService
import CoreVocabulary
import MoneyCore

/// Filter as the user typed it: words of the rows, and ranges.
///
/// Whatever a row prints is found as it is printed: `Kaveri`, `20 Nov 2026`, `1,332.95`. `CR` and
/// `DR` are the directions, in any letters. `500..2000`, `>1000`, `<=50` and `=1332.95` are amounts
/// without their signs; `2026-03`, `2026-03-09`, `2026-01..2026-03` and `2026-03..` are days. The
/// signs may stand apart from their numbers, and where no number follows they are words as any
/// others. What is read out or printed cut is found, too: `minus 10.00 DR`, `HOTEL DE...`. What
/// stands in quotation marks is words, whatever it looks like.
struct FilterWords {
    /// The reason why a filter cannot be understood, as a sentence.
    struct Problem: Error, Hashable {
        let sentence: String
    }

    private let currency: Currency
    private let parser: MoneyParser
    private var filter: EntryFilter
    private var words: [Token] = []
    /// The words as they were typed, with possible directions among them.
    private var phrase: [String] = []

    /// Parses the text of a filter.
    static func parse(
        _ text: String,
        currency: Currency,
        convention: NumberConvention
    ) throws(Problem) -> EntryFilter {
        var reader = FilterWords(currency: currency, convention: convention)
        for token in Token.tokens(of: text, convention) { try reader.apply(token) }
        reader.filter.text = reader.words.map(\.text).joined(separator: " ")
        reader.filter.parts = reader.parts
        // `Dr Rao` is a name as well, and `minus 10` may stand in a reference.
        let typed = reader.phrase.joined(separator: " ")
        if !reader.words.isEmpty, typed != reader.filter.text { reader.filter.phrase = typed }
        return reader.filter
    }

    private init(currency: Currency, convention: NumberConvention) {
        self.currency = currency
        parser = MoneyParser(convention, allowsSign: true)
        filter = EntryFilter(convention: convention)
    }

    private mutating func apply(_ token: Token) throws(Problem) {
        let text = token.text
        if token.isLiteral {
            apply(word: token)
        } else if let direction = Self.directions[text.uppercased()] {
            guard filter.direction == nil || filter.direction == direction else {
                throw Problem(sentence: "CR and DR cannot both be meant; leave one out.")
            }
            filter.direction = direction
            phrase.append(text)
        } else if let bound = Self.bounds.first(where: { text.hasPrefix($0.sign) }),
            isNumber(text.dropFirst(bound.sign.count))
        {
            try apply(bound.kind, text.dropFirst(bound.sign.count))
        } else if let dots = Self.split(text), isNumber(dots.from), isNumber(dots.to) {
            try applyRange(dots.from, dots.to, token)
        } else if let days = Self.days(Substring(text)) {
            try narrow(from: days.first, to: days.last)
        } else if Self.isShapedAsDay(text) {
            throw Problem(
                sentence: "There is no such day; write 2026-03 or 2026-03-09. Words may be quoted."
            )
        } else {
            apply(word: token)
        }
    }

    private mutating func apply(word token: Token) {
        words.append(token)
        phrase.append(token.typed)
    }

    /// Returns true if the text after a sign is a number, or may become one.
    private func isNumber(_ text: Substring) -> Bool {
        text.isEmpty || Token.beginsNumber(text, parser.convention)
    }

    /// The directions, as rows print them.
    private static let directions: [String: EntryFilter.Direction] = ["CR": .credit, "DR": .debit]

    /// The meaning of a sign in front of an amount.
    enum Bound {
        case atLeast, above, atMost, below, exactly
    }

    /// The signs in front of an amount, the longer ones first.
    static let bounds: [(sign: String, kind: Bound)] = [
        (">=", .atLeast), ("<=", .atMost), (">", .above), ("<", .below), ("=", .exactly),
    ]

    private mutating func apply(_ bound: Bound, _ text: Substring) throws(Problem) {
        let amount = try minorUnits(text)
        switch bound {
        case .atLeast: try narrow(least: amount)
        case .above:
            // No amount is above the largest; there the bound itself is let through.
            try narrow(least: amount == .max ? amount : amount + 1)
        case .atMost: try narrow(greatest: amount)
        case .below: try narrow(greatest: amount - 1)
        case .exactly: try narrow(least: amount, greatest: amount)
        }
    }

    /// Narrows the range of amounts; neither end is set twice.
    private mutating func narrow(least: Int64? = nil, greatest: Int64? = nil) throws(Problem) {
        let isLeastFree = least == nil || filter.leastMinorUnits == nil
        let isGreatestFree = greatest == nil || filter.greatestMinorUnits == nil
        guard isLeastFree, isGreatestFree else {
            throw Problem(sentence: "Two amounts cannot both be meant; write 500..2000.")
        }
        if let least { filter.leastMinorUnits = least }
        if let greatest { filter.greatestMinorUnits = greatest }
        if let least = filter.leastMinorUnits, let greatest = filter.greatestMinorUnits,
            least > greatest
        {
            throw Problem(sentence: "No amount is between those; the smaller is first: 500..2000.")
        }
    }

    /// Narrows the range of days; neither end is set twice.
    private mutating func narrow(from: BusinessDate?, to: BusinessDate?) throws(Problem) {
        guard from == nil || filter.from == nil, to == nil || filter.to == nil else {
            throw Problem(sentence: "Two days cannot both be meant; write 2026-03..2026-04.")
        }
        if let from { filter.from = from }
        if let to { filter.to = to }
        if let from = filter.from, let to = filter.to, from > to {
            throw Problem(
                sentence: "No day is between those; the earlier is first: 2026-03..2026-04."
            )
        }
    }

    private mutating func applyRange(
        _ from: Substring,
        _ to: Substring,
        _ token: Token
    ) throws(Problem) {
        let first = Self.days(from)
        let last = Self.days(to)
        if first != nil || last != nil {
            guard from.isEmpty || first != nil, to.isEmpty || last != nil else {
                throw Problem(sentence: "Days are written like 2026-03 or 2026-03-09.")
            }
            try narrow(from: first?.first, to: last?.last)
            return
        }
        guard !from.isEmpty || !to.isEmpty else {
            apply(word: token)
            return
        }
        try narrow(
            least: from.isEmpty ? nil : minorUnits(from),
            greatest: to.isEmpty ? nil : minorUnits(to)
        )
    }

    /// Parses an amount without its sign: a row prints both directions with the same digits.
    private func minorUnits(_ text: Substring) throws(Problem) -> Int64 {
        do {
            let amount = try parser.parse(text, currency: currency).minorUnits
            return Int64(clamping: amount.magnitude)
        } catch {
            throw Problem(
                sentence: "\(error.sentence) Amounts are written like 500..2000 or >1000."
            )
        }
    }

    /// Returns the problem of a text that no currency can be read in; nil when one can.
    static func problem(of text: String, convention: NumberConvention) -> Problem? {
        // One for each number of decimals: with fewer of them an amount can be larger.
        var first: Problem?
        for currency in ["UYW", "KWD", "INR", "JPY"].compactMap({ Currency(code: $0) }) {
            do {
                _ = try parse(text, currency: currency, convention: convention)
                return nil
            } catch {
                first = first ?? error
            }
        }
        return first
    }

    // MARK: - Words taken apart

    /// The words as a day, a figure and the rest, which a row has in different cells; nil for a
    /// single word.
    private var parts: EntryFilter.Parts? {
        var parts = EntryFilter.Parts()
        var index = 0
        while index < words.count {
            let token = words[index]
            if !token.isLiteral {
                if parts.day.isEmpty, let day = day(at: index) {
                    parts.day = day.text
                    index += day.count
                    continue
                }
                if parts.figure.isEmpty, isFigure(token.text) {
                    parts.figure = token.text
                    index += 1
                    continue
                }
                if token.text.uppercased() == currency.code, words.count > 1 {
                    index += 1
                    continue
                }
            }
            parts.words.append(token.text)
            index += 1
        }
        return words.count > 1 || !parts.figure.isEmpty ? parts : nil
    }

    /// Returns a printed day, or its last or first two parts, with its number of words.
    private func day(at index: Int) -> (text: String, count: Int)? {
        let tokens = words[index...].prefix(3).prefix { !$0.isLiteral }.map(\.text)
        let month = tokens.prefix(2).firstIndex { BusinessDate.month(named: $0) != nil }
        guard let month, tokens.count > 1,
            let number = BusinessDate.month(named: tokens[month])
        else { return nil }
        let name = BusinessDate.shortMonthNames[number - 1]
        let year = tokens.count > month + 1 ? Self.year(tokens[month + 1]) : nil
        guard month == 1 else { return year.map { ("\(name) \($0)", 2) } }
        guard let day = Int(tokens[0]), (1...31).contains(day) else { return nil }
        let printed = "\(day < 10 ? "0" : "")\(day) \(name)"
        return year.map { ("\(printed) \($0)", 3) } ?? (printed, 2)
    }

    private static func year(_ text: String) -> Int? {
        text.utf8.count == 4 ? Int(text) : nil
    }

    /// Returns true if a word is an amount with decimals; plain digits may be an invoice's.
    private func isFigure(_ text: String) -> Bool {
        guard text.unicodeScalars.contains(parser.convention.decimalSeparator) else { return false }
        do {
            _ = try parser.parse(text, currency: currency)
            return true
        } catch {
            return false
        }
    }

    private static func split(_ text: String) -> (from: Substring, to: Substring)? {
        let scalars = text.utf8
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let next = scalars.index(after: index)
            if next < scalars.endIndex, scalars[index] == 0x2E, scalars[next] == 0x2E {
                return (text[..<index], text[scalars.index(after: next)...])
            }
            index = next
        }
        return nil
    }

    /// Returns true if a word looks like a month or day of these centuries; other numbers with dashes
    /// may be an invoice's.
    private static func isShapedAsDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), ["19", "20"].contains(parts[0].prefix(2)) else {
            return false
        }
        let isOfDigits = parts.allSatisfy { $0.utf8.allSatisfy(\.isASCIIDigit) }
        return isOfDigits && parts[0].utf8.count == 4
            && parts.dropFirst().allSatisfy { $0.utf8.count == 2 }
    }

    /// Returns the first and the last day of `2026-03` or `2026-03-09`.
    private static func days(_ text: Substring) -> (first: BusinessDate, last: BusinessDate)? {
        if let day = BusinessDate(text) { return (day, day) }
        guard text.utf8.count == 7, let first = BusinessDate("\(text)-01") else { return nil }
        let (year, month, _) = first.components
        let following = month == 12 ? (year + 1, 1) : (year, month + 1)
        guard
            let next = BusinessDate(year: following.0, month: following.1, day: 1),
            let last = BusinessDate(dayNumber: next.dayNumber - 1)
        else { return nil }
        return (first, last)
    }
}
