import ClientService
import CoreVocabulary
import MoneyCore

/// The rows of a list in memory that have what somebody looks for, in the words of ``FilterWords``.
///
/// The entries of an account are looked through where they are kept, by the same words: what finds a
/// row there finds it in every list that shows it.
struct RowFilter {
    private let text: String
    private let convention: NumberConvention
    /// How the text was read in each currency so far; nil in one in which it is no filter.
    private var readings: [Currency: EntryFilter?] = [:]

    /// A filter of what somebody typed.
    init(_ text: String, _ convention: NumberConvention) {
        self.text = text
        self.convention = convention
    }

    /// Whether nothing is looked for, so that every row has it.
    var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    /// Whether a row has what is looked for.
    mutating func admits(_ row: SearchedRow) -> Bool {
        guard let filter = reading(in: row.amounts.first?.currency ?? .indianRupee) else {
            return false
        }
        let printed = row.printed(convention)
        guard Self.ranges(of: filter, admit: row) else {
            // `..7890` is how an account is printed, and also an open range: it is tried as text too.
            return text.contains("..") && printed.has(text)
        }
        if !filter.phrase.isEmpty, printed.has(filter.phrase) { return true }
        if let direction = filter.direction {
            // Where a row says no direction, its letters are a word as any other.
            let isSo =
                row.direction.map { $0 == direction }
                ?? printed.has(direction == .credit ? "CR" : "DR")
            if !isSo { return false }
        }
        guard !filter.text.isEmpty else { return true }
        if printed.has(filter.text) { return true }
        guard let parts = filter.parts else { return false }
        return parts.words.allSatisfy(printed.has)
            && (parts.day.isEmpty || printed.hasDay(parts.day))
            && (parts.figure.isEmpty || printed.hasFigure(parts.figure))
    }

    /// What the text means in a currency; nil when it is no filter there.
    private mutating func reading(in currency: Currency) -> EntryFilter? {
        if let known = readings[currency] { return known }
        // No row has an amount that its currency cannot have.
        let read = try? FilterWords.parse(text, currency: currency, convention: convention)
        readings[currency] = .some(read)
        return read
    }

    /// Whether one of the row's amounts and one of its days are in the ranges that are given.
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
