import ClientService
import CoreVocabulary
import MoneyCore

/// What somebody typed into the filter, in words and ranges.
///
/// Words look into counterparty and reference. `500..2000`, `>1000` and `<50` are amounts without
/// their signs; `2026-03`, `2026-03-09`, `2026-01..2026-03` and `2026-03..` are days. What stands
/// in quotation marks is words, whatever it looks like.
struct FilterWords {
    /// Why a filter could not be understood, as a sentence.
    struct Problem: Error, Hashable {
        let sentence: String
    }

    private let currency: Currency
    private let parser: MoneyParser
    private var filter = EntryFilter()
    private var words: [String] = []

    /// Reads a filter.
    static func parse(
        _ text: String,
        currency: Currency,
        convention: NumberConvention
    ) throws(Problem) -> EntryFilter {
        var reader = FilterWords(currency: currency, parser: MoneyParser(convention))
        for token in tokens(text) { try reader.take(token) }
        reader.filter.text = reader.words.joined(separator: " ")
        return reader.filter
    }

    private init(currency: Currency, parser: MoneyParser) {
        self.currency = currency
        self.parser = parser
    }

    private struct Token {
        var text: String
        var isQuoted: Bool
    }

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        for (index, part) in text.split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index.isMultiple(of: 2) {
                tokens += part.split(separator: " ").map {
                    Token(text: String($0), isQuoted: false)
                }
            } else if !part.isEmpty {
                tokens.append(Token(text: String(part), isQuoted: true))
            }
        }
        return tokens
    }

    private mutating func take(_ token: Token) throws(Problem) {
        let text = token.text
        if token.isQuoted {
            words.append(text)
        } else if let bound = text.first, bound == ">" || bound == "<" {
            let amount = try minorUnits(text.dropFirst())
            if bound == ">" {
                filter.leastMinorUnits = amount
            } else {
                filter.greatestMinorUnits = amount
            }
        } else if let dots = Self.split(text) {
            try takeRange(dots.from, dots.to, text)
        } else if let days = Self.days(Substring(text)) {
            filter.from = days.first
            filter.to = days.last
        } else {
            words.append(text)
        }
    }

    private mutating func takeRange(
        _ from: Substring,
        _ to: Substring,
        _ text: String
    ) throws(Problem) {
        let first = Self.days(from)
        let last = Self.days(to)
        if first != nil || last != nil {
            guard from.isEmpty || first != nil, to.isEmpty || last != nil else {
                throw Problem(sentence: "Days are written like 2026-03 or 2026-03-09.")
            }
            filter.from = first?.first
            filter.to = last?.last
            return
        }
        if !from.isEmpty { filter.leastMinorUnits = try minorUnits(from) }
        if !to.isEmpty { filter.greatestMinorUnits = try minorUnits(to) }
        if from.isEmpty, to.isEmpty { words.append(text) }
    }

    private func minorUnits(_ text: Substring) throws(Problem) -> Int64 {
        do {
            return try parser.parse(text, currency: currency).minorUnits
        } catch {
            throw Problem(sentence: "\(error.sentence) Ranges are written like 500..2000.")
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

    /// The first and the last day of `2026-03` or `2026-03-09`.
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
