import CoreVocabulary
import SyncCore

/// Tells whether an entry's canonical bytes pass an ``EntryFilter``.
///
/// A text is found when its lower-case form, by Unicode's full mapping, stands in the lower-case
/// form of the counterparty or the reference. Accents count, and nothing is normalised: what is
/// searched is what was sent.
struct EntryMatcher: Sendable {
    private let needle: [UInt8]
    private let amounts: ClosedRange<UInt64>?
    private let days: ClosedRange<Int32>?
    private let matchesNothing: Bool

    init(_ filter: EntryFilter) {
        needle = Array(filter.text.lowercased().utf8)
        let least = UInt64(max(0, filter.leastMinorUnits ?? 0))
        let greatest = filter.greatestMinorUnits.map { UInt64(max(0, $0)) } ?? .max
        let from = filter.from?.dayNumber ?? .min
        let to = filter.to?.dayNumber ?? .max
        matchesNothing = least > greatest || from > to || (filter.greatestMinorUnits ?? 0) < 0
        let hasAmounts = filter.leastMinorUnits != nil || filter.greatestMinorUnits != nil
        amounts = hasAmounts && !matchesNothing ? least...greatest : nil
        days = (filter.from != nil || filter.to != nil) && !matchesNothing ? from...to : nil
    }

    /// Whether the entry of these bytes passes; bytes that are no entry's never do.
    func matches(_ canonicalBytes: [UInt8]) -> Bool {
        guard !matchesNothing, let view = EntryView(canonicalBytes) else { return false }
        if let amounts, !amounts.contains(view.amountMinorUnits.magnitude) { return false }
        if let days, !days.contains(view.valueDayNumber) { return false }
        guard !needle.isEmpty else { return true }
        return contains(canonicalBytes, view.counterparty)
            || contains(canonicalBytes, view.reference)
    }

    private func contains(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            let text = UnsafeBufferPointer(rebasing: buffer[range])
            guard text.allSatisfy({ $0 < 0x80 }) else {
                // Few texts go this slow way: those with letters beyond ASCII.
                let lowered = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
                return lowered.withUnsafeBufferPointer { holdsNeedle($0, folding: false) }
            }
            return holdsNeedle(text, folding: true)
        }
    }

    private func holdsNeedle(_ text: UnsafeBufferPointer<UInt8>, folding: Bool) -> Bool {
        guard text.count >= needle.count else { return false }
        return needle.withUnsafeBufferPointer { needle in
            for start in 0...(text.count - needle.count) {
                var length = 0
                while length < needle.count {
                    let byte = text[start + length]
                    let isUpperCase = folding && byte &- UInt8(ascii: "A") < 26
                    guard (isUpperCase ? byte | 0x20 : byte) == needle[length] else { break }
                    length += 1
                }
                if length == needle.count { return true }
            }
            return false
        }
    }
}
