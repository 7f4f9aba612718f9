/// A 128-bit identifier, typed by its subject, so that an account ID cannot pass for a user ID.
///
/// It is printed as a UUID in lower case. New ones are made from the caller's clock and random
/// source through ``version7(at:random:)``. Core itself makes none.
package struct Identifier<Subject>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Length of the binary form in bytes.
    package static var byteCount: Int { 16 }
    /// Number of hexadecimal digits in the text form, without its hyphens.
    package static var digitCount: Int { 2 * byteCount }

    /// The 128 bits, most significant byte first in every encoding.
    package let rawValue: UInt128

    /// Creates an identifier from its bits.
    package init(rawValue: UInt128) {
        self.rawValue = rawValue
    }

    /// Reads the binary form; returns nil unless it has exactly 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        rawValue = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// Parses the UUID text form, upper or lower case; returns nil for anything else.
    package init?(_ text: some StringProtocol) {
        guard let rawValue = Self.rawValue(ofText: Array(text.utf8)) else { return nil }
        self.rawValue = rawValue
    }

    // Not generic over the text, so that other modules do not run the loop unspecialised.
    private static func rawValue(ofText text: [UInt8]) -> UInt128? {
        var value = UInt128(0)
        var index = 0
        for byte in text {
            defer { index += 1 }
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == 0x2D else { return nil }
                continue
            }
            guard let digit = Hex.value(ofDigit: byte) else { return nil }
            value = value << 4 | UInt128(digit)
        }
        return index == 36 ? value : nil
    }

    /// Creates a UUID of version 7: 48 bits of milliseconds, then 74 random bits.
    ///
    /// The time only keeps an index compact and must not be trusted; before 1970 it counts as 1970.
    /// Source: RFC 9562 §5.7.
    package static func version7(at instant: Instant, random: UInt128) -> Identifier {
        let milliseconds = UInt128(max(0, instant.nanosecondsSinceEpoch) / 1_000_000)
        var value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
        value |= random & 0x0FFF_3FFF_FFFF_FFFF_FFFF
        value |= 0x7000_8000_0000_0000_0000
        return Identifier(rawValue: value)
    }

    /// The 16 bytes of the binary form, most significant first.
    package var bytes: [UInt8] {
        (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: rawValue >> (8 * (15 - $0))) }
    }

    /// The UUID text form in lower case.
    package var description: String {
        let digits = Array(Hex.encode(bytes).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
    }

    /// Returns true if the left identifier sorts first.
    package static func < (left: Identifier, right: Identifier) -> Bool {
        left.rawValue < right.rawValue
    }
}
