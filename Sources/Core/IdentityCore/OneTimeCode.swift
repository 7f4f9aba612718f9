/// The six to eight digits that an authenticator shows.
///
/// Held as a number, so that a code on its way from the keyboard is never a String.
public struct OneTimeCode: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// How many digits a code may have.
    ///
    /// Source: RFC 4226 §5.3.
    public static let digitCounts = 6...8

    /// The digits as a number, leading zeros lost.
    let value: UInt32
    /// How many digits there are, 6 to 8.
    let digitCount: Int

    /// Makes a code from its number, which has at most this many digits.
    init(value: UInt32, digitCount: Int) {
        self.value = value
        self.digitCount = digitCount
    }

    /// Reads what was typed: 6 to 8 ASCII digits, with spaces anywhere; nil for anything else.
    ///
    /// Authenticators show codes in groups, and people type the gap.
    public init?(digits: Span<UInt8>) {
        var value: UInt32 = 0
        var digitCount = 0
        for index in digits.indices where digits[index] != UInt8(ascii: " ") {
            let byte = digits[index]
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            digitCount += 1
            guard digitCount <= Self.digitCounts.upperBound else { return nil }
            value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
        }
        guard Self.digitCounts.contains(digitCount) else { return nil }
        self.value = value
        self.digitCount = digitCount
    }

    /// Reads digits that are text already, in tools and tests.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        self.init(digits: digits.span)
    }

    /// The digits, for tools that stand in for an authenticator; never for a log.
    public var revealedDigits: String {
        let digits = String(value)
        return String(repeating: "0", count: digitCount - digits.count) + digits
    }

    /// A fixed word; the digits are never printed by accident.
    public var description: String { "OneTimeCode(redacted)" }
    /// Shows no children, so that `dump` prints nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Whether both are the same code, in a time that does not tell how nearly.
    public static func == (left: OneTimeCode, right: OneTimeCode) -> Bool {
        (left.value ^ right.value) | UInt32(left.digitCount ^ right.digitCount) == 0
    }
}
