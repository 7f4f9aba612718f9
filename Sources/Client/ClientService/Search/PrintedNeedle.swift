import CoreVocabulary
package import MoneyCore
import SyncCore

/// Search text for the printed row of an entry, or for its figures and numbers alone.
///
/// Formatting a million rows would be too slow. What the text can match is determined once, and a
/// row is formatted only if its numbers contain the digits.
package struct PrintedNeedle: Sendable {
    /// Minimum number of digits of a journal's or transfer's number.
    ///
    /// Shorter ones are excluded, because words like `face` are hexadecimal, too.
    private static let leastNumberDigits = 8
    private static let mostNumberDigits = TransferID.digitCount

    private let bytes: [UInt8]
    private let convention: NumberConvention
    private let canBeDay: Bool
    /// The digits as a number, with the power of ten above it; nil if the text cannot be a figure.
    private let figure: (digits: UInt64, power: UInt64)?
    /// First digits of a journal's or transfer's number, with their count; nil if it cannot be one.
    private let number: (digits: UInt128, count: Int)?

    /// Creates a needle; returns nil if the text is empty.
    package init?(_ text: String, convention: NumberConvention) {
        guard !text.isEmpty else { return nil }
        let lowered = text.lowercased()
        bytes = Array(lowered.utf8)
        self.convention = convention
        let letters = lowered.filter(\.isLetter)
        canBeDay =
            bytes.count <= BusinessDate.wordsLength
            && BusinessDate.shortMonthNames.contains {
                letters.isEmpty || $0.lowercased().contains(letters)
            }
        figure = Self.figure(lowered, convention)
        number = Self.number(bytes)
    }

    /// Returns true if the text occurs anywhere in the row of an entry.
    func stands(inRowOf view: EntryView, _ canonicalBytes: [UInt8]) -> Bool {
        stands(inTextOf: view, canonicalBytes) || stands(inDayOf: view)
            || stands(inFiguresOf: view) || stands(inNumbersOf: view)
    }

    /// Returns true if the text occurs in the counterparty or the reference.
    func stands(inTextOf view: EntryView, _ canonicalBytes: [UInt8]) -> Bool {
        contains(canonicalBytes, view.counterparty) || contains(canonicalBytes, view.reference)
    }

    /// Returns true if the text begins a word of the printed value date.
    func stands(inDayOf view: EntryView) -> Bool {
        guard canBeDay, let date = BusinessDate(dayNumber: view.valueDayNumber) else {
            return false
        }
        return date.hasWords(beginningWith: bytes)
    }

    /// Returns true if the text begins the printed amount or balance, with or without sign and
    /// groups.
    func stands(inFiguresOf view: EntryView) -> Bool {
        guard let figure else { return false }
        let amount = view.amountMinorUnits
        let balance = view.balanceAfterMinorUnits
        let isAmount = Self.has(figure, in: amount.magnitude)
        let isBalance = Self.has(figure, in: balance.magnitude)
        guard isAmount || isBalance, let currency = Currency(code: view.currencyCode) else {
            return false
        }
        return isAmount
            && begins(Money(minorUnits: amount, currency: currency), isMovement: true)
            || isBalance
                && begins(Money(minorUnits: balance, currency: currency), isMovement: false)
    }

    /// Returns true if the text begins a printed amount, with or without sign and groups.
    ///
    /// The row of a movement also shows the direction, by a sign and a word.
    package func stands(inFigure money: Money, isMovement: Bool) -> Bool {
        guard let figure, Self.has(figure, in: money.minorUnits.magnitude) else { return false }
        return begins(money, isMovement: isMovement)
    }

    /// Returns true if the text begins the number of the journal or of the transfer.
    func stands(inNumbersOf view: EntryView) -> Bool {
        stands(inNumber: view.journalID.rawValue) || stands(inNumber: view.transferID.rawValue)
    }

    /// Returns true if the text begins a number of 128 bits, as printed for an identifier.
    package func stands(inNumber bits: UInt128) -> Bool {
        guard let number else { return false }
        return bits >> UInt128(4 * (Self.mostNumberDigits - number.count)) == number.digits
    }

    // MARK: - Figures

    private func begins(_ money: Money, isMovement: Bool) -> Bool {
        let word = !isMovement ? "" : money.isNegative ? " dr" : " cr"
        let sign = !isMovement ? "" : money.isNegative ? "-" : money.isPositive ? "+" : ""
        return [convention, convention.withoutGroups].contains { convention in
            let printed = MoneyFormatter(convention).text(money) + word
            let digits = String(printed.drop { !$0.isWholeNumber })
            return [printed, digits, sign + digits].contains { $0.utf8.starts(with: bytes) }
        }
    }

    /// Returns the digits of a text that may begin a figure, or nil.
    private static func figure(
        _ text: String,
        _ convention: NumberConvention
    ) -> (digits: UInt64, power: UInt64)? {
        var rest = text[...]
        for word in [" cr", " dr"] where rest.hasSuffix(word) { rest = rest.dropLast(word.count) }
        let marks: Set<Unicode.Scalar> = [
            convention.decimalSeparator, convention.groupSeparator, "+", "-", " ",
        ]
        var digits: UInt64 = 0
        var power: UInt64 = 1
        for scalar in rest.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                let (nextPower, overflow) = power.multipliedReportingOverflow(by: 10)
                // No amount has so many digits.
                guard !overflow else { return nil }
                power = nextPower
                digits = digits * 10 + UInt64(scalar.value - 0x30)
            } else if !marks.contains(scalar) {
                return nil
            }
        }
        return power > 1 ? (digits, power) : nil
    }

    /// Returns true if the digits occur among those of a number, with unlimited leading zeros.
    private static func has(
        _ figure: (digits: UInt64, power: UInt64),
        in magnitude: UInt64
    ) -> Bool {
        var rest = magnitude
        while true {
            if rest % figure.power == figure.digits { return true }
            guard rest > 0 else { return false }
            rest /= 10
        }
    }

    // MARK: - Numbers and texts

    /// Returns the first digits of an identifier, as it is printed, or nil.
    private static func number(_ bytes: [UInt8]) -> (digits: UInt128, count: Int)? {
        var digits = UInt128(0)
        var count = 0
        for byte in bytes where byte != UInt8(ascii: "-") {
            guard let digit = Hex.value(ofDigit: byte), count < mostNumberDigits else {
                return nil
            }
            digits = digits << 4 | UInt128(digit)
            count += 1
        }
        return count >= leastNumberDigits ? (digits, count) : nil
    }

    private func contains(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            let text = UnsafeBufferPointer(rebasing: buffer[range])
            guard text.allSatisfy({ $0 < 0x80 }) else {
                // Only the few texts with letters beyond ASCII take this slow path.
                let lowered = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
                return lowered.withUnsafeBufferPointer { holds($0, folding: false) }
            }
            return holds(text, folding: true)
        }
    }

    private func holds(_ text: UnsafeBufferPointer<UInt8>, folding: Bool) -> Bool {
        guard text.count >= bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { needle in
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
