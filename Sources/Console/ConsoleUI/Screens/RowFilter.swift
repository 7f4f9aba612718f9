import ClientService
import MoneyCore

/// The filter of a list in memory, in the words of ``FilterWords``.
///
/// The entries of an account are looked through where they are kept, by the same words: what finds a
/// row there finds it in every list that shows it.
struct RowFilter {
    private let text: String
    private let convention: NumberConvention
    private let whole: SoughtText
    /// The readings of the text so far, by currency; nil in a currency in which it is no filter.
    private var readings: [Currency: Reading?] = [:]

    /// Creates a filter from the typed text.
    init(_ text: String, _ convention: NumberConvention) {
        self.text = text
        self.convention = convention
        whole = SoughtText(text, convention)
    }

    /// The text as it is read in one currency, ready for the search in rows.
    private struct Reading {
        let filter: EntryFilter
        let phrase: SoughtText?
        let direction: SoughtText?
        let text: SoughtText?
        let words: [SoughtText]
        let day: SoughtText?
        let figure: SoughtText?

        init(_ filter: EntryFilter, _ convention: NumberConvention) {
            func sought(_ text: String?) -> SoughtText? {
                text.flatMap { $0.isEmpty ? nil : SoughtText($0, convention) }
            }
            self.filter = filter
            phrase = sought(filter.phrase)
            direction = sought(filter.direction.map { $0 == .credit ? "CR" : "DR" })
            text = sought(filter.text)
            words = (filter.parts?.words ?? []).compactMap { sought($0) }
            day = sought(filter.parts?.day)
            figure = sought(filter.parts?.figure)
        }
    }

    /// True if the filter is empty and admits every row.
    var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    /// Returns true if a row matches the filter.
    mutating func admits(_ row: SearchedRow) -> Bool {
        guard let reading = reading(in: row.amounts.first?.currency ?? .indianRupee) else {
            return false
        }
        let printed = row.printed()
        guard Self.ranges(of: reading.filter, admit: row) else {
            // `..7890` is how an account is printed, and also an open range: it is tried as text too.
            return text.contains("..") && printed.has(whole)
        }
        if let phrase = reading.phrase, printed.has(phrase) { return true }
        if let letters = reading.direction {
            // Where a row says no direction, its letters are a word as any other.
            let isSo = row.direction.map { $0 == reading.filter.direction } ?? printed.has(letters)
            if !isSo { return false }
        }
        guard let sought = reading.text else { return true }
        if printed.has(sought) { return true }
        guard reading.filter.parts != nil else { return false }
        return reading.words.allSatisfy(printed.has)
            && reading.day.map(printed.hasDay) ?? true
            && reading.figure.map(printed.hasFigure) ?? true
    }

    /// Returns the meaning of the text in a currency; nil if it is no filter there.
    private mutating func reading(in currency: Currency) -> Reading? {
        if let known = readings[currency] { return known }
        // No row has an amount that its currency cannot have.
        let read = try? FilterWords.parse(text, currency: currency, convention: convention)
        let reading = read.map { Reading($0, convention) }
        readings[currency] = .some(reading)
        return reading
    }

    /// Returns true if one of the row's amounts and one of its days are in the given ranges.
    private static func ranges(of filter: EntryFilter, admit row: SearchedRow) -> Bool {
        if filter.leastMinorUnits != nil || filter.greatestMinorUnits != nil {
            let isInside = row.amounts.contains { amount in
                let size = Int64(clamping: amount.minorUnits.magnitude)
                return size >= filter.leastMinorUnits ?? 0
                    && size <= filter.greatestMinorUnits ?? .max
            }
            if !isInside { return false }
        }
        guard filter.from != nil || filter.to != nil else { return true }
        return row.days.contains { day in
            filter.from.map { $0 <= day } ?? true && filter.to.map { day <= $0 } ?? true
        }
    }
}
