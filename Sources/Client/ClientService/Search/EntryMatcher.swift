import CoreVocabulary
import SyncCore

/// Tests whether an entry's canonical bytes match an ``EntryFilter``.
///
/// A text matches if its lower-case form, by Unicode's full mapping, occurs in the lower-case form
/// of the entry's row. Accents count, and nothing is normalised: the search compares what was sent.
struct EntryMatcher: Sendable {
    private let phrase: PrintedNeedle?
    /// All words as typed, if one of them was read as a direction.
    private let typed: PrintedNeedle?
    private let words: [PrintedNeedle]
    private let day: PrintedNeedle?
    private let figure: PrintedNeedle?
    private let hasParts: Bool
    private let amounts: ClosedRange<UInt64>?
    private let days: ClosedRange<Int32>?
    private let direction: EntryFilter.Direction?
    private let matchesNothing: Bool

    init(_ filter: EntryFilter) {
        func needle(_ text: String?) -> PrintedNeedle? {
            PrintedNeedle(text ?? "", convention: filter.convention)
        }
        phrase = needle(filter.text)
        typed = needle(filter.phrase)
        words = (filter.parts?.words ?? []).compactMap { needle($0) }
        day = needle(filter.parts?.day)
        figure = needle(filter.parts?.figure)
        hasParts = filter.parts != nil
        direction = filter.direction
        let least = UInt64(max(0, filter.leastMinorUnits ?? 0))
        let greatest = filter.greatestMinorUnits.map { UInt64(max(0, $0)) } ?? .max
        let from = filter.from?.dayNumber ?? .min
        let to = filter.to?.dayNumber ?? .max
        matchesNothing = least > greatest || from > to || (filter.greatestMinorUnits ?? 0) < 0
        let hasAmounts = filter.leastMinorUnits != nil || filter.greatestMinorUnits != nil
        amounts = hasAmounts && !matchesNothing ? least...greatest : nil
        days = (filter.from != nil || filter.to != nil) && !matchesNothing ? from...to : nil
    }

    /// Returns true if the entry matches; bytes that are not an entry never do.
    func matches(_ canonicalBytes: [UInt8]) -> Bool {
        guard !matchesNothing, let view = EntryView(canonicalBytes) else { return false }
        if let amounts, !amounts.contains(view.amountMinorUnits.magnitude) { return false }
        if let days, !days.contains(view.valueDayNumber) { return false }
        if let typed, typed.stands(inTextOf: view, canonicalBytes) { return true }
        switch direction {
        case .credit where view.amountMinorUnits < 0, .debit where view.amountMinorUnits >= 0:
            return false
        default: break
        }
        guard let phrase else { return true }
        if phrase.stands(inRowOf: view, canonicalBytes) { return true }
        guard hasParts else { return false }
        return words.allSatisfy { $0.stands(inRowOf: view, canonicalBytes) }
            && day?.stands(inDayOf: view) ?? true
            && figure?.stands(inFiguresOf: view) ?? true
    }
}
