/// Assembles the UTF-8 bytes of one character, and reports an invalid byte at once.
///
/// Source: Unicode §3.9, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF. Each
/// maximal invalid subsequence becomes one U+FFFD.
struct UTF8Collector: Hashable, Sendable {
    /// Effect of a byte on the collector.
    enum Result: Hashable {
        /// More bytes are needed.
        case incomplete
        /// The character is complete and includes this byte.
        case scalar(Unicode.Scalar)
        /// The sequence is invalid without this byte, which the caller interprets anew.
        case broken
    }

    private var value: UInt32
    private var missing: Int
    private var lower: UInt8 = 0x80
    private var upper: UInt8 = 0xBF

    /// Creates a collector for a lead byte, or nil if no multi-byte character starts with it.
    init?(lead: UInt8) {
        switch lead {
        case 0xC2...0xDF:
            value = UInt32(lead & 0x1F)
            missing = 1
        case 0xE0...0xEF:
            value = UInt32(lead & 0x0F)
            missing = 2
            if lead == 0xE0 { lower = 0xA0 }
            if lead == 0xED { upper = 0x9F }
        case 0xF0...0xF4:
            value = UInt32(lead & 0x07)
            missing = 3
            if lead == 0xF0 { lower = 0x90 }
            if lead == 0xF4 { upper = 0x8F }
        default:
            return nil
        }
    }

    /// Processes the next byte.
    mutating func receive(_ byte: UInt8) -> Result {
        guard (lower...upper).contains(byte) else { return .broken }
        lower = 0x80
        upper = 0xBF
        value = value << 6 | UInt32(byte & 0x3F)
        missing -= 1
        guard missing == 0 else { return .incomplete }
        return Unicode.Scalar(value).map { .scalar($0) } ?? .broken
    }
}
