/// Reason why ``CanonicalDecoder`` refused the bytes.
package enum CanonicalDecodingError: Error, Equatable, Sendable {
    /// The bytes end inside a value.
    case truncated
    /// Bytes are left over after the last value.
    case trailingBytes
    /// A value is not one that the encoder writes: invalid UTF-8, flag, date, tag or version.
    case invalidValue
}

/// Decoder for exactly the bytes that ``CanonicalEncoder`` writes.
package struct CanonicalDecoder: Sendable {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    /// Creates a decoder over untrusted bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = ArraySlice(bytes)
        position = self.bytes.startIndex
    }

    /// Reads a fixed-width integer.
    @inlinable
    package mutating func read<Value: FixedWidthInteger>(
        _ type: Value.Type
    ) throws(CanonicalDecodingError) -> Value {
        let isWide = type.bitWidth > UInt64.bitWidth
        let high = isWide ? try takeBits(type.bitWidth - UInt64.bitWidth) : 0
        let low = Value(truncatingIfNeeded: try takeBits(min(type.bitWidth, UInt64.bitWidth)))
        return isWide ? Value(truncatingIfNeeded: high) << 64 | low : low
    }

    // Not generic: only the inlined wrapper above is, so other modules need not specialise the
    // loop.
    @usableFromInline
    mutating func takeBits(_ bitCount: Int) throws(CanonicalDecodingError) -> UInt64 {
        var bits: UInt64 = 0
        for byte in try take(bitCount / 8) { bits = bits << 8 | UInt64(byte) }
        return bits
    }

    /// Reads bytes preceded by their length.
    package mutating func readBytes() throws(CanonicalDecodingError) -> [UInt8] {
        let count = try read(UInt32.self)
        return Array(try take(Int(count)))
    }

    /// Reads text preceded by its length; invalid UTF-8 is refused, not repaired.
    package mutating func readString() throws(CanonicalDecodingError) -> String {
        let count = try read(UInt32.self)
        let bytes = try take(Int(count))
        // The error names the position of the invalid byte, which must not be revealed.
        guard let text = try? UTF8Span(validating: bytes.span) else { throw .invalidValue }
        return String(copying: text)
    }

    /// Reads the 16 bytes of an identifier.
    package mutating func readIdentifier<Subject>(
        of type: Identifier<Subject>.Type = Identifier<Subject>.self
    ) throws(CanonicalDecodingError) -> Identifier<Subject> {
        Identifier(rawValue: try read(UInt128.self))
    }

    /// Reads an instant in nanoseconds.
    package mutating func readInstant() throws(CanonicalDecodingError) -> Instant {
        Instant(nanosecondsSinceEpoch: try read(Int64.self))
    }

    /// Reads the day number of a date.
    package mutating func readDate() throws(CanonicalDecodingError) -> BusinessDate {
        guard let date = BusinessDate(dayNumber: try read(Int32.self)) else {
            throw .invalidValue
        }
        return date
    }

    /// Reads an optional value, preceded by a flag byte.
    package mutating func readOptional<Value>(
        _ body: (inout CanonicalDecoder) throws(CanonicalDecodingError) -> Value
    ) throws(CanonicalDecodingError) -> Value? {
        switch try read(UInt8.self) {
        case 0: nil
        case 1: try body(&self)
        default: throw .invalidValue
        }
    }

    /// True if nothing is left to read.
    ///
    /// A later form may continue where an earlier one ends.
    package var isAtEnd: Bool { position == bytes.endIndex }

    /// Checks that nothing is left to read.
    package func finish() throws(CanonicalDecodingError) {
        guard isAtEnd else { throw .trailingBytes }
    }

    private mutating func take(_ count: Int) throws(CanonicalDecodingError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw .truncated }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
