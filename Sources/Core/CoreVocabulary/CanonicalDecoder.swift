/// What was wrong with bytes that ``CanonicalDecoder`` was to read.
public enum CanonicalDecodingError: Error, Equatable, Sendable {
    /// The bytes end inside a value.
    case truncated
    /// Bytes are left over after the last value.
    case trailingBytes
    /// A value is none that the encoder writes: bad UTF-8, flag, date, tag or version.
    case invalidValue
}

/// Reads what ``CanonicalEncoder`` wrote, and nothing else.
public struct CanonicalDecoder: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    /// Makes a decoder over bytes from outside.
    public init(_ bytes: some Sequence<UInt8>) {
        self.bytes = ArraySlice(bytes)
        position = self.bytes.startIndex
    }

    /// Reads a fixed-width integer.
    @inlinable
    public mutating func read<Value: FixedWidthInteger>(
        _ type: Value.Type
    ) throws(CanonicalDecodingError) -> Value {
        let isWide = type.bitWidth > UInt64.bitWidth
        let high = isWide ? try takeBits(type.bitWidth - UInt64.bitWidth) : 0
        let low = Value(truncatingIfNeeded: try takeBits(min(type.bitWidth, UInt64.bitWidth)))
        return isWide ? Value(truncatingIfNeeded: high) << 64 | low : low
    }

    // Of one type: only the thin shell above is generic, and that is inlined.
    @usableFromInline
    mutating func takeBits(_ bitCount: Int) throws(CanonicalDecodingError) -> UInt64 {
        var bits: UInt64 = 0
        for byte in try take(bitCount / 8) { bits = bits << 8 | UInt64(byte) }
        return bits
    }

    /// Reads bytes with their length in front.
    public mutating func readBytes() throws(CanonicalDecodingError) -> [UInt8] {
        let count = try read(UInt32.self)
        return Array(try take(Int(count)))
    }

    /// Reads text with its length in front; bad UTF-8 is refused, not repaired.
    public mutating func readString() throws(CanonicalDecodingError) -> String {
        let count = try read(UInt32.self)
        let bytes = try take(Int(count))
        // The error says where the bytes are wrong, which is nobody's business.
        guard let text = try? UTF8Span(validating: bytes.span) else { throw .invalidValue }
        return String(copying: text)
    }

    /// Reads an identifier.
    public mutating func readIdentifier<Subject>(
        of type: Identifier<Subject>.Type = Identifier<Subject>.self
    ) throws(CanonicalDecodingError) -> Identifier<Subject> {
        Identifier(rawValue: try read(UInt128.self))
    }

    /// Reads an instant.
    public mutating func readInstant() throws(CanonicalDecodingError) -> Instant {
        Instant(nanosecondsSinceEpoch: try read(Int64.self))
    }

    /// Reads a date.
    public mutating func readDate() throws(CanonicalDecodingError) -> BusinessDate {
        guard let date = BusinessDate(dayNumber: try read(Int32.self)) else {
            throw .invalidValue
        }
        return date
    }

    /// Reads a value that may be missing.
    public mutating func readOptional<Value>(
        _ body: (inout CanonicalDecoder) throws(CanonicalDecodingError) -> Value
    ) throws(CanonicalDecodingError) -> Value? {
        switch try read(UInt8.self) {
        case 0: nil
        case 1: try body(&self)
        default: throw .invalidValue
        }
    }

    /// True if nothing is left to read: a later form may go on where an earlier one ends.
    public var isAtEnd: Bool { position == bytes.endIndex }

    /// Checks that nothing is left to read.
    public func finish() throws(CanonicalDecodingError) {
        guard isAtEnd else { throw .trailingBytes }
    }

    private mutating func take(_ count: Int) throws(CanonicalDecodingError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
