import CoreVocabulary

/// One-time code of six to eight digits, as shown by an authenticator.
///
/// It is held as a number, so that a code from the keyboard is never stored in a `String`.
package struct OneTimeCode: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Allowed number of digits in a code.
    ///
    /// Source: RFC 4226 §5.3.
    package static let digitCounts = 6...8

    /// Value of the digits, without leading zeros.
    let value: UInt32
    /// Number of digits, 6 to 8.
    let digitCount: Int

    /// Creates a code from a number that has at most `digitCount` digits.
    init(value: UInt32, digitCount: Int) {
        self.value = value
        self.digitCount = digitCount
    }

    /// Parses typed bytes: 6 to 8 ASCII digits with spaces anywhere; returns nil for anything else.
    ///
    /// Authenticators show codes in groups, and people type the space between them.
    package init?(digits: Span<UInt8>) {
        var value: UInt32 = 0
        var digitCount = 0
        for index in digits.indices where digits[index] != UInt8(ascii: " ") {
            let byte = digits[index]
            guard byte.isASCIIDigit else { return nil }
            digitCount += 1
            guard digitCount <= Self.digitCounts.upperBound else { return nil }
            value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
        }
        guard Self.digitCounts.contains(digitCount) else { return nil }
        self.value = value
        self.digitCount = digitCount
    }

    /// Parses digits from text, for tools and tests.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        self.init(digits: digits.span)
    }

    /// The digits as text, for tools that act as an authenticator; never for a log.
    package var revealedDigits: String {
        let digits = String(value)
        return String(repeating: "0", count: digitCount - digits.count) + digits
    }

    /// Redacted text, so that the digits are never printed by accident.
    package var description: String { "OneTimeCode(redacted)" }
    /// Mirror without children, so that `dump` does not print the digits either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Returns true if both codes are equal, compared in constant time.
    package static func == (left: OneTimeCode, right: OneTimeCode) -> Bool {
        (left.value ^ right.value) | UInt32(left.digitCount ^ right.digitCount) == 0
    }
}
